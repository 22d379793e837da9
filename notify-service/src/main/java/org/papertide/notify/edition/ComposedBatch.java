package org.papertide.notify.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Expected;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.message.DigestMessage;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;

/**
 * What a batch of an edition's audience has come to. It is written by a few statements, however
 * many different contents the batch has.
 */
final class ComposedBatch {

    private final MailKind kind;

    /** In the order of their ids, in which all who write the same ones lock them. */
    private final Map<String, RenderedMessage> messages = new TreeMap<>();

    private final Map<String, Composed> contents = new HashMap<>();
    private final Set<String> inWords = new HashSet<>();
    private final List<String> showing = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * A digest's content.
     *
     * @param papers so many papers of its selection are shown, from the first
     */
    record Composed(String id, int papers) {}

    private record Row(
            Expected whose,
            @Nullable String reason,
            @Nullable String content,
            @Nullable String receiver) {

        /** Absent for who gets no mail: their day or week is not used up. */
        @Nullable String period() {
            return reason == null ? whose.localPeriod() : null;
        }
    }

    ComposedBatch(MailKind kind) {
        this.kind = kind;
    }

    void exclude(Expected whose, String reason) {
        rows.add(new Row(whose, reason, null, null));
    }

    /**
     * @param receiver of a webhook; absent for a mail
     */
    void fill(Expected whose, String content, @Nullable String receiver) {
        rows.add(new Row(whose, null, content, receiver));
    }

    /** The content of what is said so in this batch, if it is a new one. */
    @Nullable Composed content(String key) {
        return contents.get(key);
    }

    /**
     * Adds a message that mails of this batch, and perhaps of later ones, say.
     *
     * @param key equal for messages that say the same
     * @param selection what it shows, as far as it fits
     */
    Composed add(String key, DigestMessage digest, DigestSelection selection) {
        Composed composed = new Composed(Contents.id(kind, digest.message()), digest.papers());
        messages.put(composed.id(), digest.message());
        if (selection.isInWords()) {
            inWords.add(composed.id());
        }
        for (String paper : selection.papers().subList(0, composed.papers())) {
            showing.add(composed.id());
            shown.add(paper);
        }
        contents.put(key, composed);
        return composed;
    }

    /** The new contents, by what they say. */
    Map<String, Composed> contents() {
        return contents;
    }

    void write(StatelessSession session, long edition, Instant now) {
        if (!messages.isEmpty()) {
            Contents.keep(session, kind, messages, inWords, now);
            new ShownRepository_(session)
                    .showAll(showing.toArray(String[]::new), shown.toArray(String[]::new));
        }
        new PlanRepository_(session)
                .planAll(
                        edition,
                        kind.priority(),
                        now,
                        rows.stream().map(row -> row.whose.subscriptionId()).toArray(Long[]::new),
                        rows.stream().map(row -> row.whose.subscriberId()).toArray(Long[]::new),
                        rows.stream().map(Row::period).toArray(String[]::new),
                        rows.stream().map(Row::reason).toArray(String[]::new),
                        rows.stream().map(Row::content).toArray(String[]::new),
                        rows.stream().map(Row::receiver).toArray(String[]::new));
    }
}
