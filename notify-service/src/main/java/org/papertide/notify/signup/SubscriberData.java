package org.papertide.notify.signup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hibernate.StatelessSession;
import org.papertide.events.EventJson;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.running.Sql;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;

/**
 * What is kept about a person, all of it: for export and erasure.
 *
 * <p>After erasure the ledger keeps its counts under a number that no longer leads to anyone, and a
 * suppressed address stays suppressed by its hash, or it would be mailed again.
 */
final class SubscriberData {

    String export(StatelessSession session, long subscriberId) {
        ObjectMapper mapper = EventJson.mapper();
        ObjectNode all = mapper.createObjectNode();
        Subscriber subscriber = session.get(Subscriber.class, subscriberId);
        if (subscriber != null) {
            all.put("email", subscriber.address());
            all.put("knownSince", subscriber.createdAt().toString());
        }
        ArrayNode subscriptions = all.putArray("subscriptions");
        session.createQuery(
                        "from subscription where subscriberId = :subscriber order by id",
                        Subscription.class)
                .setParameter("subscriber", subscriberId)
                .getResultList()
                .forEach(subscription -> subscriptions.add(describe(mapper, subscription)));
        ArrayNode mails = all.putArray("mails");
        Sql.rows(
                        session,
                        """
                        select e.kind, e.as_of, d.state, d.settled_at, c.subject
                        from delivery d join edition e on e.id = d.edition_id
                        left join content c on c.id = d.content_id
                        where d.subscriber_id = ? order by d.id
                        """,
                        row ->
                                mapper.createObjectNode()
                                        .put("kind", row.getString("kind"))
                                        .put("asOf", Sql.instant(row, "as_of").toString())
                                        .put("state", row.getString("state"))
                                        .put("subject", row.getString("subject")),
                        subscriberId)
                .forEach(mails::add);
        ArrayNode papers = all.putArray("papersSent");
        List<String> seen =
                Sql.rows(
                        session,
                        "select paper_id from seen where subscriber_id = ? order by paper_id",
                        row -> row.getString(1),
                        subscriberId);
        seen.forEach(papers::add);
        return all.toPrettyString();
    }

    void erase(StatelessSession session, long subscriberId) {
        Sql.update(session, "delete from seen where subscriber_id = ?", subscriberId);
        Sql.update(
                session,
                "delete from address_failure where address_hash ="
                        + " (select address_hash from subscriber where id = ?)",
                subscriberId);
        Sql.update(session, "delete from subscriber where id = ?", subscriberId);
    }

    private static ObjectNode describe(ObjectMapper mapper, Subscription subscription) {
        Interest interest = subscription.interest();
        ObjectNode node = mapper.createObjectNode();
        node.put("state", subscription.state().name());
        node.put("requestedAt", subscription.requestedAt().toString());
        if (subscription.confirmedAt() != null) {
            node.put("confirmedAt", subscription.confirmedAt().toString());
        }
        if (subscription.endedAt() != null) {
            node.put("endedAt", subscription.endedAt().toString());
        }
        node.put("frequency", interest.frequency().name());
        node.put("timezone", interest.timezone().getId());
        node.put("hour", interest.hour());
        node.set("categories", mapper.valueToTree(interest.categories()));
        node.set("include", mapper.valueToTree(interest.include()));
        node.set("exclude", mapper.valueToTree(interest.exclude()));
        node.set("authors", mapper.valueToTree(interest.authors()));
        node.put("minimumScore", interest.minimumScore());
        node.put("limit", interest.limit());
        return node;
    }
}
