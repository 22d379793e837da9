package org.papertide.notify.signup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.events.EventJson;
import org.papertide.notify.edition.ContentSubject;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.Mail;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.Suppressions;

/**
 * What is kept about a person, all of it: for export and erasure.
 *
 * <p>After erasure the ledger keeps its counts under a number that no longer leads to anyone, and a
 * suppressed address stays suppressed by its hash, or it would be mailed again.
 */
final class SubscriberData {

    String export(StatelessSession session, long subscriberId) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        DeliveryRepository deliveries = new DeliveryRepository_(session);
        ObjectMapper mapper = EventJson.mapper();
        ObjectNode all = mapper.createObjectNode();
        subscriptions
                .findSubscriber(subscriberId)
                .ifPresent(subscriber -> {
                    all.put("email", subscriber.address());
                    all.put("knownSince", subscriber.createdAt().toString());
                });
        ArrayNode described = all.putArray("subscriptions");
        subscriptions
                .ofSubscriber(subscriberId)
                .forEach(subscription -> described.add(describe(mapper, subscription)));
        all.set(
                "mails",
                mails(
                        mapper,
                        new EditionRepository_(session),
                        deliveries.ofSubscriber(subscriberId)));
        all.set("papersSent", mapper.valueToTree(deliveries.papersSent(subscriberId)));
        return all.toPrettyString();
    }

    private static ArrayNode mails(
            ObjectMapper mapper, EditionRepository repository, List<Mail> mails) {
        Map<Long, Edition> editions =
                repository
                        .findAll(
                                mails.stream().map(Mail::editionId).distinct().toArray(Long[]::new))
                        .stream()
                        .collect(Collectors.toMap(Edition::id, edition -> edition));
        Map<String, String> subjects =
                repository
                        .subjects(
                                mails.stream()
                                        .map(Mail::contentId)
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .toArray(String[]::new))
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        ContentSubject::contentId, ContentSubject::subject));
        ArrayNode described = mapper.createArrayNode();
        for (Mail mail : mails) {
            Edition edition = Objects.requireNonNull(editions.get(mail.editionId()));
            described
                    .addObject()
                    .put("kind", edition.kind().name())
                    .put("asOf", edition.asOf().toString())
                    .put("state", mail.state())
                    .put(
                            "subject",
                            mail.contentId() == null ? null : subjects.get(mail.contentId()));
        }
        return described;
    }

    void erase(StatelessSession session, long subscriberId) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        new DeliveryRepository_(session).forgetSubscriber(subscriberId);
        subscriptions
                .findSubscriber(subscriberId)
                .ifPresent(subscriber ->
                        Suppressions.forgetFailures(session, subscriber.addressHash()));
        subscriptions.deleteSubscriber(subscriberId);
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
