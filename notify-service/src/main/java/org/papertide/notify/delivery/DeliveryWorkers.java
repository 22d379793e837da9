package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.JournalPage;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Threads;
import org.papertide.platform.tracing.Traces;

/**
 * The connections of this process, their journal, and the renewal of leases.
 *
 * <p>Each connection has a platform thread, for a mail waits for the server and for the journal.
 * Rejected: virtual threads. To wait for a socket on one takes an entry in a selector, a wake-up of
 * the thread that selects, and a place in the scheduler's queue: 37 µs of 229 for each mail.
 */
public final class DeliveryWorkers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeliveryWorkers.class);

    /** Longer than the timeout of one mail at a server that answers at all. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(15);

    /** What a connection needs to settle its mails and give back the rest, once it is cut. */
    private static final Duration CUT_WAIT = Duration.ofSeconds(5);

    private final LedgerJournal journal;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final WorkSignal signal;
    private final Loop leases;
    private final Loop takingBack;

    /** All that the workers need. */
    public record Parts(
            Transactions<Repositories> tables,
            Suppressions suppressions,
            DeliverySettings settings,
            Relays relays,
            MailWriter writer,
            Function<Set<String>, Map<String, RenderedMessage>> messages,
            Traffic traffic,
            WorkSignal signal,
            DeliveryCounts counts,
            Traces traces,
            Clock clock) {}

    private DeliveryWorkers(Parts parts) {
        String name = UUID.randomUUID().toString();
        DeliverySettings settings = parts.settings();
        Transactions<DeliveryRepository> deliveries = parts.tables().with(Repositories::deliveries);
        HeldDeliveries held = new HeldDeliveries();
        DeliveryLedger ledger =
                new DeliveryLedger(deliveries, settings.lease(), name, held, parts.clock());
        MailClaims claims =
                new MailClaims(
                        parts.tables(), ledger, parts.traffic(), parts.counts(), parts.clock());
        LostWorkers lost = new LostWorkers(parts.tables(), settings, parts.clock());
        ParkedMails parked = new ParkedMails(parts.tables(), parts.traffic(), parts.clock());
        DeliveryRules rules = new DeliveryRules(settings, new Random(), parts.clock());
        DeliveryOutcomes.Told told = new DeliveryOutcomes.Told(parts.traffic());
        MailTemplates templates = new MailTemplates(parts.messages());
        this.signal = parts.signal();
        this.journal = new LedgerJournal(deliveries, name, held, parts.clock());
        for (int i = 0; i < settings.connections(); i++) {
            JournalPage page = journal.page();
            DeliveryWorker worker =
                    new DeliveryWorker(
                            claims,
                            ledger,
                            page,
                            new DeliveryOutcomes(parts, rules, told, page),
                            templates,
                            new SmtpConnection(parts.relays()),
                            parts);
            workers.add(worker);
            threads.add(Thread.ofPlatform().daemon().name("delivery-" + i).start(worker::run));
        }
        this.leases = Loop.every(settings.lease().dividedBy(4), "leases", ledger::renewLeases);
        this.takingBack =
                Loop.every(
                        settings.lease().dividedBy(4),
                        "taking-back",
                        () -> {
                            parked.lookAfter();
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
        close(STOP_WAIT);
    }

    /**
     * @param wait how long for all connections together, before all that are left are cut: a
     *     service that takes longer to end than it may is killed, and leaves mails of which nobody
     *     knows
     */
    void close(Duration wait) {
        workers.forEach(DeliveryWorker::stop);
        signal.raise();
        try {
            if (!Threads.haveEnded(threads, wait)) {
                LOG.warnf(
                        "Connections did not end in time and are cut. count=%d",
                        threads.stream().filter(Thread::isAlive).count());
                workers.forEach(DeliveryWorker::hangUp);
                if (!Threads.haveEnded(threads, CUT_WAIT)) {
                    LOG.warn("Connections do not end, their mails are sent after their lease.");
                    threads.forEach(Thread::interrupt);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Loop.closeAll(List.of(takingBack, leases));
        journal.close();
    }
}
