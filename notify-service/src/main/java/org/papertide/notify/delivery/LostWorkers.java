package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.LostDelivery;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Transactions;

/** Takes back what workers held whose leases have run out: they died. */
final class LostWorkers {

    private final Transactions<Repositories> tables;
    private final DeliverySettings settings;
    private final Clock clock;

    LostWorkers(Transactions<Repositories> tables, DeliverySettings settings, Clock clock) {
        this.tables = tables;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What was never handed over waits again; the fate of what was is uncertain, and it is sent
     * again where the policy says so.
     *
     * @return how many mails there were
     */
    int takeBack() {
        Instant now = clock.instant();
        return tables.call(repositories -> takeBack(repositories, now));
    }

    private int takeBack(Repositories repositories, Instant now) {
        DeliveryRepository deliveries = repositories.deliveries();
        int released = deliveries.releaseExpired(now);
        List<LostDelivery> lost = deliveries.lockLost(now);
        if (lost.isEmpty()) {
            return released;
        }
        Long[] editions =
                lost.stream().map(LostDelivery::editionId).distinct().toArray(Long[]::new);
        Map<Long, MailKind> kinds =
                repositories.editions().findAll(editions).stream()
                        .filter(edition -> edition.kind().isPresent())
                        .collect(Collectors.toMap(Edition::id, Edition::knownKind));
        @Nullable Instant[] nextAttempts = new Instant[lost.size()];
        for (int i = 0; i < nextAttempts.length; i++) {
            MailKind kind = kinds.get(lost.get(i).editionId());
            boolean again = lost.get(i).webhook() || (kind != null && settings.sendsAgain(kind));
            nextAttempts[i] = again ? now : null;
        }
        return released
                + deliveries.abandon(
                        lost.stream().map(LostDelivery::id).toArray(Long[]::new), nextAttempts);
    }
}
