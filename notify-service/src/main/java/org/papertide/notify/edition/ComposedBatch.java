package org.papertide.notify.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;

/**
 * What a batch of planned digests has come to. It is written by a few statements, however many
 * different contents the batch has.
 */
final class ComposedBatch {

    private final MailKind kind;
    private final List<DeliveryLedger.Withdrawal> excluded = new ArrayList<>();
    private final Map<String, RenderedMessage> messages = new LinkedHashMap<>();
    private final List<String> showing = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final List<Long> filled = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();

    ComposedBatch(MailKind kind) {
        this.kind = kind;
    }

    void exclude(long delivery, String reason) {
        excluded.add(new DeliveryLedger.Withdrawal(delivery, Transition.EXCLUDE, reason));
    }

    /**
     * Adds a message that mails of this batch, and perhaps of later ones, say.
     *
     * @param papers that it shows
     * @return the id of its content
     */
    String add(RenderedMessage message, List<String> papers) {
        String id = Contents.id(kind, message);
        messages.put(id, message);
        papers.forEach(paper -> {
            showing.add(id);
            shown.add(paper);
        });
        return id;
    }

    void fill(long delivery, String content) {
        filled.add(delivery);
        contents.add(content);
    }

    void write(StatelessSession session, Instant now) {
        DeliveryLedger.withdraw(new DeliveryRepository_(session), excluded, now);
        if (!messages.isEmpty()) {
            Contents.keep(session, kind, messages, now);
            new ShownRepository_(session)
                    .showAll(showing.toArray(String[]::new), shown.toArray(String[]::new));
        }
        if (!filled.isEmpty()) {
            new PlanRepository_(session)
                    .fill(filled.toArray(Long[]::new), contents.toArray(String[]::new), now);
        }
    }
}
