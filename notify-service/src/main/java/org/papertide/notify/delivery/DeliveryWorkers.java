package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.running.Database;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.notify.smtp.SmtpServer;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.loop.Loop;

/** The connections of this process, their journal, and the renewal of leases. */
public final class DeliveryWorkers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeliveryWorkers.class);

    /** Longer than the timeout of one mail at a server that answers at all. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(15);

    private final LedgerJournal journal;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final WorkSignal signal;
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
            WorkSignal signal,
            DeliveryCounts counts,
            Clock clock) {}

    private DeliveryWorkers(Parts parts) {
        String name = UUID.randomUUID().toString();
        DeliverySettings settings = parts.settings();
        HeldDeliveries held = new HeldDeliveries();
        DeliveryLedger ledger =
                new DeliveryLedger(parts.database(), settings.lease(), name, held, parts.clock());
        MailClaims claims = new MailClaims(parts.database(), ledger, parts.clock());
        LostWorkers lost = new LostWorkers(parts.database(), settings, parts.clock());
        this.signal = parts.signal();
        this.journal = new LedgerJournal(parts.database(), name, held, parts.clock());
        MailWriter writer =
                new MailWriter(
                        parts.mail(),
                        parts.site(),
                        parts.tokens(),
                        parts.preferencesWithin(),
                        parts.clock());
        DeliveryOutcomes outcomes = new DeliveryOutcomes(parts, journal);
        for (int i = 0; i < settings.connections(); i++) {
            DeliveryWorker worker =
                    new DeliveryWorker(
                            claims,
                            ledger,
                            journal,
                            outcomes,
                            writer,
                            new SmtpConnection(
                                    new SmtpServer(parts.mail().smtp(), writer.domain())),
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
                            int count = lost.takeBack();
                            if (count > 0) {
                                LOG.warnf("Took back the mails of a lost worker. count=%d", count);
                                signal.raise();
                            }
                        });
    }

    /** Starts them. */
    public static DeliveryWorkers start(Parts parts) {
        return new DeliveryWorkers(parts);
    }

    /** Stops claiming, finishes the mails in hand, sends QUIT, settles, releases the rest. */
    @Override
    public void close() {
        workers.forEach(DeliveryWorker::stop);
        signal.raise();
        takingBack.close();
        try {
            for (Thread thread : threads) {
                if (!thread.join(STOP_WAIT)) {
                    LOG.warn(
                            "A connection did not end in time, its mails are sent after their lease.");
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
