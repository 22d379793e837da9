package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository.BroughtForward;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.platform.database.Database;

/**
 * Brings forward what waits for a receiver that takes events again. Some rows at a time, so that no
 * claim waits for them, and each once: a recovery costs as much as rows wait for who recovered.
 */
final class WebhookRecovery {

    private static final int SOME = 10_000;

    private final Database database;
    private final Clock clock;
    private final int some;

    /** Brings some events forward, those after one. */
    @FunctionalInterface
    private interface Some {
        Optional<BroughtForward> after(
                DeliveryRepository deliveries, Instant at, long id, Instant now);
    }

    WebhookRecovery(Database database, Clock clock) {
        this(database, clock, SOME);
    }

    /**
     * @param some rows that are written in one transaction
     */
    WebhookRecovery(Database database, Clock clock, int some) {
        this.database = database;
        this.clock = clock;
        this.some = some;
    }

    /** All that waits for a receiver; returns how much. */
    long ofReceiver(String receiver) {
        return all(
                (deliveries, at, id, now) -> deliveries.bringForward(receiver, at, id, now, some));
    }

    /** All that waits for one webhook; returns how much. */
    long ofWebhook(long webhook) {
        return all((deliveries, at, id, now) ->
                deliveries.bringForwardOne(webhook, at, id, now, some));
    }

    private long all(Some next) {
        Instant now = clock.instant();
        Instant at = now;
        long id = Long.MAX_VALUE;
        long count = 0;
        while (true) {
            Instant after = at;
            long afterId = id;
            Optional<BroughtForward> last =
                    database.inTransaction(session ->
                            next.after(new DeliveryRepository_(session), after, afterId, now));
            if (last.isEmpty()) {
                return count;
            }
            count += last.get().count();
            at = last.get().nextAttemptAt();
            id = last.get().id();
        }
    }
}
