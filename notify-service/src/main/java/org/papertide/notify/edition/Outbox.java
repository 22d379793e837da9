package org.papertide.notify.edition;

import java.time.Clock;
import java.time.Instant;
import org.hibernate.StatelessSession;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Sql;

/**
 * Puts single mails into the ledger, within the transaction of what they tell about: an edition of
 * its own each, so that one account and one way of sending serve all mails.
 */
public final class Outbox {

    private final Contents contents;
    private final Clock clock;

    public Outbox(Contents contents, Clock clock) {
        this.contents = contents;
        this.clock = clock;
    }

    /** Plans a mail to the subscriber, to be sent at once. */
    public void post(
            StatelessSession session,
            MailKind kind,
            long subscriptionId,
            long subscriberId,
            RenderedMessage message,
            Instant expires) {
        Instant now = clock.instant();
        String content = contents.keep(session, kind, message, now);
        long edition =
                Sql.first(
                                session,
                                """
                                insert into edition
                                    (edition_key, kind, as_of, planned_at, expires_at, composed_at)
                                values (? || '/' || ? || '/' || gen_random_uuid(), ?, ?, ?, ?, ?)
                                returning id
                                """,
                                row -> row.getLong(1),
                                kind,
                                subscriptionId,
                                kind,
                                now,
                                now,
                                expires,
                                now)
                        .orElseThrow();
        Sql.update(
                session,
                """
                insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                    state, content_id, priority, next_attempt_at)
                values (?, ?, ?, ?, 'PLANNED', ?, ?, ?)
                """,
                edition,
                subscriptionId,
                subscriberId,
                kind.name() + "/" + edition,
                content,
                kind.priority(),
                now);
    }
}
