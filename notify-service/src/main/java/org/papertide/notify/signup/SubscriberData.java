package org.papertide.notify.signup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.events.EventJson;
import org.papertide.notify.edition.ContentSubject;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.ExportedMail;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookRepository_;

/**
 * What is kept about a person, all of it: for export and erasure.
 *
 * <p>After erasure the ledger keeps its counts of digests and alerts under a number that no longer
 * leads to anyone, and a suppressed address stays suppressed by its keyed hash, or it would be
 * mailed again.
 */
final class SubscriberData {

    private final TransactionalMails mails;

    SubscriberData(TransactionalMails mails) {
        this.mails = mails;
    }

    String export(StatelessSession session, long subscriberId) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        ObjectMapper mapper = EventJson.mapper();
        ObjectNode all = mapper.createObjectNode();
        subscriptions
                .findSubscriber(subscriberId)
                .ifPresent(subscriber -> {
                    all.put("email", subscriber.address());
                    all.put("knownSince", subscriber.createdAt().toString());
                    Suppressions.find(session, subscriber.addressHash())
                            .ifPresent(suppressed ->
                                    all.putObject("suppressed")
                                            .put("at", suppressed.at().toString())
                                            .put("reason", suppressed.reason()));
                });
        List<Subscription> own = subscriptions.ofSubscriber(subscriberId);
        Map<Long, Webhook> webhooks =
                new WebhookRepository_(session)
                        .findAll(webhooks(own)).stream()
                                .collect(Collectors.toMap(Webhook::id, each -> each));
        ArrayNode described = all.putArray("subscriptions");
        for (Subscription subscription : own) {
            ObjectNode node = describe(mapper, subscription);
            Webhook webhook = webhooks.get(subscription.id());
            if (webhook != null) {
                node.set("webhook", describe(mapper, webhook));
            }
            described.add(node);
        }
        List<Long> readers = new ArrayList<>(List.of(subscriberId));
        Stream.of(webhooks(own)).map(Channel::readerOf).forEach(readers::add);
        all.set(
                "mails",
                describeMails(
                        mapper,
                        new EditionRepository_(session),
                        new AccountRepository_(session).ofReaders(readers.toArray(Long[]::new))));
        all.set(
                "papersSent",
                mapper.valueToTree(new ShownRepository_(session).papersSent(subscriberId)));
        return all.toPrettyString();
    }

    private static ArrayNode describeMails(
            ObjectMapper mapper, EditionRepository repository, List<ExportedMail> sent) {
        Map<Long, Edition> editions =
                repository
                        .findAll(
                                sent.stream()
                                        .map(ExportedMail::editionId)
                                        .distinct()
                                        .toArray(Long[]::new))
                        .stream()
                        .collect(Collectors.toMap(Edition::id, edition -> edition));
        Map<String, String> subjects =
                repository
                        .subjects(
                                sent.stream()
                                        .map(ExportedMail::contentId)
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .toArray(String[]::new))
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        ContentSubject::contentId, ContentSubject::subject));
        ArrayNode described = mapper.createArrayNode();
        for (ExportedMail mail : sent) {
            Edition edition = Objects.requireNonNull(editions.get(mail.editionId()));
            ObjectNode node =
                    described
                            .addObject()
                            .put("kind", edition.kindName())
                            .put("asOf", edition.asOf().toString())
                            .put("state", mail.state())
                            .put(
                                    "subject",
                                    mail.contentId() == null
                                            ? null
                                            : subjects.get(mail.contentId()));
            if (mail.reason() != null) {
                node.put("reason", mail.reason());
            }
            if (mail.receiver() != null) {
                node.put("webhookAt", mail.receiver());
            }
        }
        return described;
    }

    private static Long[] webhooks(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .filter(each -> each.channel() instanceof Channel.Webhook)
                .map(Subscription::id)
                .toArray(Long[]::new);
    }

    /** Without its secret, of which only the owner has the plain text. */
    private static ObjectNode describe(ObjectMapper mapper, Webhook webhook) {
        ObjectNode node = mapper.createObjectNode();
        node.put("url", webhook.url());
        node.put("format", webhook.format());
        node.set("events", mapper.valueToTree(webhook.events()));
        node.put("createdAt", webhook.createdAt().toString());
        if (webhook.failingSince() != null) {
            node.put("failingSince", webhook.failingSince().toString());
        }
        if (webhook.endedAt() != null) {
            node.put("endedAt", webhook.endedAt().toString());
            node.put("endReason", webhook.endReason());
        }
        return node;
    }

    void erase(StatelessSession session, long subscriberId) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        mails.erase(session, subscriberId);
        List<Subscription> own = subscriptions.ofSubscriber(subscriberId);
        AccountRepository ledger = new AccountRepository_(session);
        ledger.forgetReplies(subscriberId);
        ledger.forgetReceivers(
                Stream.of(webhooks(own)).map(Channel::readerOf).toArray(Long[]::new));
        subscriptions
                .findSubscriber(subscriberId)
                .ifPresent(subscriber -> Suppressions.forget(session, subscriber.addressHash()));
        String[] themes = themes(own);
        mails.eraseWords(session, subscriberId);
        subscriptions.deleteSubscriber(subscriberId);
        new ThemeRepository_(session).deleteUnused(themes);
    }

    private static String[] themes(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .map(Subscription::themeKey)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(String[]::new);
    }

    /** Deletes a request that was never confirmed, and the mails that asked for it. */
    void forget(StatelessSession session, Subscription unconfirmed) {
        mails.erase(session, unconfirmed.subscriberId(), unconfirmed.id());
        session.delete(unconfirmed);
        new ThemeRepository_(session).deleteUnused(themes(List.of(unconfirmed)));
    }

    private static ObjectNode describe(ObjectMapper mapper, Subscription subscription) {
        Interest interest = subscription.interest();
        ObjectNode node = mapper.createObjectNode();
        node.put("state", subscription.stateName());
        node.put("requestedAt", subscription.requestedAt().toString());
        if (subscription.confirmedAt() != null) {
            node.put("confirmedAt", subscription.confirmedAt().toString());
        }
        if (subscription.requestedFrom() != null) {
            node.put("requestedFrom", subscription.requestedFrom());
        }
        if (subscription.confirmedFrom() != null) {
            node.put("confirmedFrom", subscription.confirmedFrom());
        }
        if (subscription.wording() != null) {
            node.put("wording", subscription.wording());
        }
        if (subscription.endedAt() != null) {
            node.put("endedAt", subscription.endedAt().toString());
        }
        node.put("feedVersion", subscription.feedVersion());
        node.put("frequency", subscription.frequencyName());
        node.put("timezone", interest.timezone().getId());
        node.put("hour", interest.hour());
        node.set("categories", mapper.valueToTree(interest.categories()));
        node.set("include", mapper.valueToTree(interest.include()));
        node.set("exclude", mapper.valueToTree(interest.exclude()));
        node.set("authors", mapper.valueToTree(interest.authors()));
        node.put("minimumScore", interest.minimumScore());
        node.put("limit", interest.limit());
        Theme theme = interest.theme();
        node.set("about", mapper.valueToTree(theme.about()));
        node.set("notAbout", mapper.valueToTree(theme.notAbout()));
        node.set("like", mapper.valueToTree(theme.like()));
        node.put("amount", theme.amount().name());
        return node;
    }
}
