package org.papertide.notify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.JournalPage;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.webhook.WebhookAnswer;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookEnding;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.platform.loop.Loop;

/**
 * Sends what the ledger holds for webhooks: claims, hands over, calls, settles, as the connections
 * of mail do. Each request has a thread; a receiver has at most as many as {@link ReceiverLimits}
 * gives it, and claims take no more of it: so one that hangs delays no other.
 */
public final class WebhookWorkers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebhookWorkers.class);

    private static final int EVENTS = 200;

    private final Parts parts;
    private final LedgerJournal journal;
    private final JournalPage page;
    private final DeliveryLedger ledger;
    private final EventClaims claims;
    private final ReceiverLimits limits;
    private final WebhookRests rests;
    private final WebhookRules rules;
    private final WebhookRecovery recovery;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Cache<String, String> events = Caffeine.newBuilder().maximumSize(EVENTS).build();
    private final Loop claiming = Loop.unstarted("webhooks", this::claim);
    private final Loop listening = Loop.unstarted("webhook-signal", this::listen);
    private final Loop leases;
    private long seen;

    /** All that the workers need. */
    public record Parts(
            Database database,
            DeliverySettings delivery,
            WebhookSettings settings,
            WebhookCaller caller,
            WebhookEnding ending,
            Function<Set<String>, Map<String, RenderedMessage>> messages,
            WorkSignal signal,
            DeliveryCounts counts,
            Clock clock) {}

    private WebhookWorkers(Parts parts) {
        this.parts = parts;
        String name = UUID.randomUUID().toString();
        Transactions<DeliveryRepository> deliveries =
                new Transactions<>(parts.database(), DeliveryRepository_::new);
        HeldDeliveries held = new HeldDeliveries();
        this.ledger =
                new DeliveryLedger(deliveries, parts.delivery().lease(), name, held, parts.clock());
        this.rests = new WebhookRests(parts.clock());
        this.claims = new EventClaims(parts.database(), ledger, rests, parts.clock());
        this.limits = new ReceiverLimits(parts.settings().connectionsPerReceiver(), parts.clock());
        this.rules = new WebhookRules(parts.settings().retries(), new Random(), parts.clock());
        this.recovery = new WebhookRecovery(parts.database(), parts.clock());
        this.places = new Semaphore(parts.settings().connections());
        this.seen = parts.signal().count();
        this.journal = new LedgerJournal(deliveries, name, held, parts.clock());
        this.page = journal.page();
        this.leases =
                Loop.every(
                        parts.delivery().lease().dividedBy(4),
                        "webhook leases",
                        ledger::renewLeases);
    }

    /** Starts them. */
    public static WebhookWorkers start(Parts parts) {
        WebhookWorkers workers = new WebhookWorkers(parts);
        workers.listening.start();
        workers.claiming.start();
        return workers;
    }

    /** How many receivers get fewer requests than usual, for they failed. */
    public long slowed() {
        return limits.slowed();
    }

    /** What is planned wakes these workers; what wakes these does not wake those of mail. */
    private Duration listen() throws InterruptedException {
        parts.signal().await(seen, Duration.ofMinutes(1));
        long now = parts.signal().count();
        if (now != seen) {
            seen = now;
            claiming.wake();
        }
        return Duration.ZERO;
    }

    /** Claims and begins, while there is a place and something to send. */
    private Duration claim() throws InterruptedException {
        int free = places.availablePermits();
        if (free == 0) {
            return parts.delivery().poll();
        }
        EventClaims.Claimed claimed = claims.claim(limits, free);
        for (ClaimedEvent event : claimed.events()) {
            places.acquire();
            limits.begin(event.receiver());
            var _ = threads.submit(() -> call(event));
        }
        return claimed.rows() > 0 ? Duration.ZERO : parts.delivery().poll();
    }

    private void call(ClaimedEvent event) {
        boolean ended = false;
        try {
            Optional<WebhookAnswer> answer = answer(event);
            if (answer.isEmpty()) {
                LOG.infof(
                        "Another worker has taken the event over. delivery=%d", event.claim().id());
                return;
            }
            ended = true;
            settle(event, answer.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (DatabaseUnavailableException _) {
            LOG.infof(
                    "A webhook is called later, the database is away. delivery=%d",
                    event.claim().id());
        } catch (RuntimeException e) {
            LOG.warnf(e, "A webhook was not called. delivery=%d", event.claim().id());
        } finally {
            if (!ended) {
                // Its lease is not renewed any more, and then it is taken back.
                page.forget(event.claim());
                limits.giveUp(event.receiver());
            }
            places.release();
            claiming.wake();
        }
    }

    /** Records that the request is about to go; false if the row is another worker's. */
    private boolean hand(ClaimedEvent event) throws InterruptedException {
        try {
            var written = handing(event);
            return written.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("not recorded", e);
        }
    }

    private CompletableFuture<Boolean> handing(ClaimedEvent event) {
        synchronized (page) {
            return page.hand(event.claim());
        }
    }

    /** Writes all before it is handed over; empty if the row is another worker's by then. */
    private Optional<WebhookAnswer> answer(ClaimedEvent event) throws InterruptedException {
        String contentId = event.claim().contentId();
        Optional<String> text = text(contentId);
        if (text.isEmpty()) {
            return Optional.of(new WebhookAnswer.Unwritable("the event is gone"));
        }
        WebhookCaller.Signed signed;
        try {
            signed = parts.caller().sign(event.webhook(), contentId, text.get());
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "An event cannot be written. delivery=%d", event.claim().id());
            return Optional.of(new WebhookAnswer.Unwritable("cannot be written"));
        }
        return hand(event) ? Optional.of(parts.caller().send(signed)) : Optional.empty();
    }

    private Optional<String> text(String contentId) {
        String known = events.getIfPresent(contentId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found =
                Optional.ofNullable(parts.messages().apply(Set.of(contentId)).get(contentId))
                        .map(RenderedMessage::text);
        found.ifPresent(text -> events.put(contentId, text));
        return found;
    }

    private void settle(ClaimedEvent event, WebhookAnswer answer) {
        Settlement settlement = rules.judge(event.claim(), answer, event.edition().expiresAt());
        try {
            rests.end(event.webhook().id(), answer);
            boolean works = limits.end(event.receiver(), WebhookRules.ending(answer));
            judge(event, answer, String.valueOf(settlement.reason()));
            if (works) {
                bringForward(event.receiver());
            }
        } finally {
            parts.counts().add(settlement.transition(), DeliveryCounts.WEBHOOK);
            synchronized (page) {
                page.settle(event.claim(), settlement);
                page.turn();
            }
        }
    }

    private void judge(ClaimedEvent event, WebhookAnswer answer, String reason) {
        if (answer instanceof WebhookAnswer.Answered answered && answered.isTaken()) {
            parts.counts()
                    .accepted(
                            event.edition().knownKind(),
                            Duration.between(event.edition().dueAt(), parts.clock().instant()));
            if (parts.ending().works(event.webhook())) {
                bringForward(event);
            }
        } else if (answer instanceof WebhookAnswer.Answered answered && answered.isGone()) {
            var _ = parts.ending().end(event.webhook().id(), reason);
        } else if (parts.ending().fails(event.webhook(), reason)) {
            parts.signal().raise();
        }
    }

    /** What waits for a receiver that takes events again need not wait any longer. */
    private void bringForward(String receiver) {
        long count = recovery.ofReceiver(receiver);
        if (count > 0) {
            LOG.infof("A receiver takes events again. group=%s count=%d", receiver, count);
            claiming.wake();
        }
    }

    /**
     * The same for one webhook. A receiver may have many, and the others work while this one is
     * refused: as a room that was closed, or a server behind a proxy that answers for it.
     */
    private void bringForward(ClaimedEvent event) {
        long count = recovery.ofWebhook(event.webhook().id());
        if (count > 0) {
            LOG.infof("A webhook takes events again. count=%d", count);
            claiming.wake();
        }
    }

    /** Stops claiming, and lets the requests that are on their way end. */
    @Override
    public void close() {
        listening.interrupt();
        claiming.close();
        try {
            threads.shutdown();
            if (!threads.awaitTermination(
                    parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A webhook did not answer in time, its event is sent again.");
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        leases.close();
        journal.close();
    }
}
