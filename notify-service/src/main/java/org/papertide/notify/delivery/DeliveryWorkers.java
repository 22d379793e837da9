package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.ledger.DeliveryBell;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.running.Database;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.loop.Loop;

/** The connections of this process, its journal and its signs of life. */
public final class DeliveryWorkers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeliveryWorkers.class);

    /** Longer than the timeout of one mail at a server that answers at all. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(15);

    private final LedgerJournal journal;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final DeliveryBell bell;
    private final Loop leases;
    private final Loop takingBack;

    /** All that the workers need. */
    public record Parts(
            Database database,
            DeliverySettings settings,
            MailSettings mail,
            SiteLinks site,
            Tokens tokens,
            Duration preferencesWithin,
            Contents contents,
            DeliveryBell bell,
            DeliveryCounts counts,
            Clock clock) {}

    private DeliveryWorkers(Parts parts) {
        String name = UUID.randomUUID().toString();
        DeliverySettings settings = parts.settings();
        Set<Long> held = ConcurrentHashMap.newKeySet();
        DeliveryLedger ledger =
                new DeliveryLedger(
                        parts.database(),
                        settings.lease(),
                        settings::sendsAgain,
                        name,
                        held,
                        parts.clock());
        this.bell = parts.bell();
        this.journal = new LedgerJournal(parts.database(), name, held, parts.clock());
        MailWriter writer =
                new MailWriter(
                        parts.mail(),
                        parts.site(),
                        parts.tokens(),
                        parts.preferencesWithin(),
                        parts.clock());
        Settling settling = new Settling(parts, journal);
        for (int i = 0; i < settings.connections(); i++) {
            DeliveryWorker worker =
                    new DeliveryWorker(
                            ledger,
                            journal,
                            settling,
                            writer,
                            new SmtpConnection(parts.mail().smtp(), writer.domain()),
                            parts);
            workers.add(worker);
            threads.add(Thread.ofVirtual().name("delivery-" + i).start(worker::run));
        }
        this.leases = Loop.every(settings.lease().dividedBy(4), "leases", ledger::renewLeases);
        this.takingBack =
                Loop.every(
                        settings.lease().dividedBy(4),
                        "taking-back",
                        () -> {
                            int count = ledger.takeBackExpired();
                            if (count > 0) {
                                LOG.warnf("took back %d mails of a worker that is gone", count);
                                parts.bell().ring();
                            }
                        });
    }

    /** Starts them. */
    public static DeliveryWorkers start(Parts parts) {
        return new DeliveryWorkers(parts);
    }

    /** Stops claiming, finishes the mails in hand, says QUIT, settles, releases the rest. */
    @Override
    public void close() {
        workers.forEach(DeliveryWorker::stop);
        bell.ring();
        takingBack.close();
        try {
            for (Thread thread : threads) {
                if (!thread.join(STOP_WAIT)) {
                    LOG.warn("a connection did not end in time; its mails go on after their lease");
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leases.close();
        journal.close();
    }
}
