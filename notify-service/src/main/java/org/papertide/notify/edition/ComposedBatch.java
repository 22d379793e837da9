package org.papertide.notify.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.PlanRepository;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.Transition;

/** What a batch of planned digests has come to, written content by content. */
final class ComposedBatch {

    private final long edition;
    private final List<DeliveryLedger.Withdrawal> excluded = new ArrayList<>();
    private final Map<String, List<Long>> filled = new LinkedHashMap<>();

    ComposedBatch(long edition) {
        this.edition = edition;
    }

    void exclude(long delivery, String reason) {
        excluded.add(new DeliveryLedger.Withdrawal(delivery, Transition.EXCLUDE, reason));
    }

    void fill(long delivery, String content) {
        filled.computeIfAbsent(content, _ -> new ArrayList<>()).add(delivery);
    }

    void write(StatelessSession session, Instant now) {
        DeliveryLedger.withdraw(new DeliveryRepository_(session), excluded, now);
        PlanRepository plans = new PlanRepository_(session);
        filled.forEach(
                (content, rows) -> plans.fill(edition, rows.toArray(Long[]::new), content, now));
    }
}
