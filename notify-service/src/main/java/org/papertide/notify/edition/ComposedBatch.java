package org.papertide.notify.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.Transition;

/** What a batch of planned digests has come to, written set by set. */
final class ComposedBatch {

    private final List<DeliveryLedger.Withdrawal> excluded = new ArrayList<>();
    private final List<Long> filled = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private final List<Long> seenBy = new ArrayList<>();
    private final List<String> seenPapers = new ArrayList<>();
    private final List<Long> seenIn = new ArrayList<>();

    void exclude(long delivery, String reason) {
        excluded.add(new DeliveryLedger.Withdrawal(delivery, Transition.EXCLUDE, reason));
    }

    void fill(long delivery, String content, long subscriber, List<String> papers) {
        filled.add(delivery);
        contents.add(content);
        for (String paper : papers) {
            seenBy.add(subscriber);
            seenPapers.add(paper);
            seenIn.add(delivery);
        }
    }

    void write(StatelessSession session, Instant now) {
        DeliveryRepository deliveries = new DeliveryRepository_(session);
        DeliveryLedger.withdraw(deliveries, excluded, now);
        if (filled.isEmpty()) {
            return;
        }
        deliveries.fill(filled.toArray(Long[]::new), contents.toArray(String[]::new), now);
        deliveries.addSeen(
                seenBy.toArray(Long[]::new),
                seenPapers.toArray(String[]::new),
                seenIn.toArray(Long[]::new));
    }
}
