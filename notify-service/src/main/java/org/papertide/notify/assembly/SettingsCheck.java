package org.papertide.notify.assembly;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.papertide.notify.account.AlarmSettings;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.returned.listener.ListenerSettings;
import org.papertide.notify.returned.mailbox.MailboxSettings;
import org.papertide.notify.returned.webhook.ProviderWebhookSettings;
import org.papertide.notify.signup.RetentionSettings;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.smtp.MailProvider;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;

/** Ends the start where settings contradict each other; their ranges are checked one by one. */
@Singleton
class SettingsCheck {

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);

    private final DeliverySettings delivery;
    private final EditionSettings editions;
    private final SubscriptionSettings subscriptions;
    private final RetentionSettings retention;
    private final AlarmSettings alarms;
    private final MailSettings mail;
    private final ListenerSettings listener;
    private final MailboxSettings mailbox;
    private final ProviderWebhookSettings webhooks;

    SettingsCheck(
            DeliverySettings delivery,
            EditionSettings editions,
            SubscriptionSettings subscriptions,
            RetentionSettings retention,
            AlarmSettings alarms,
            MailSettings mail,
            ListenerSettings listener,
            MailboxSettings mailbox,
            ProviderWebhookSettings webhooks) {
        this.delivery = delivery;
        this.editions = editions;
        this.subscriptions = subscriptions;
        this.retention = retention;
        this.alarms = alarms;
        this.mail = mail;
        this.listener = listener;
        this.mailbox = mailbox;
        this.webhooks = webhooks;
    }

    /** Before anything begins to work by them. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        List<String> found = contradictions();
        if (!found.isEmpty()) {
            throw new IllegalStateException(String.join("; ", found));
        }
        unaligned()
                .ifPresent(_ ->
                        LOG.warnf(
                                "Mails may fail DMARC, for the domain that signs is neither that of"
                                        + " the sender, nor above or below it. setting=%s",
                                "papertide.mail.dkim.domain"));
    }

    /**
     * The domain that signs, if it is not aligned with that of From (RFC 7489, 3.1.1). Two domains
     * side by side may be of one organisation: that is for the public suffix list to say.
     */
    Optional<String> unaligned() {
        if (mail.dkim().keys().isEmpty()) {
            return Optional.empty();
        }
        String from = MailWriter.domainOf(mail.from()).toLowerCase(Locale.ROOT);
        return mail.dkim()
                .domain()
                .map(domain -> MailWriter.ascii("papertide.mail.dkim.domain", domain))
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .filter(domain -> !isWithin(from, domain) && !isWithin(domain, from));
    }

    private static boolean isWithin(String domain, String above) {
        return domain.equals(above) || domain.endsWith("." + above);
    }

    /** In words; empty if there are none. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        if (delivery.retryBase().compareTo(delivery.retryMost()) > 0) {
            found.add(
                    "papertide.delivery.retry-base: must be at most papertide.delivery.retry-most");
        }
        Duration shortest =
                Stream.of(
                                editions.dailyLifetime(),
                                editions.weeklyLifetime(),
                                editions.alertLifetime())
                        .min(Duration::compareTo)
                        .orElseThrow();
        if (delivery.retryBase().compareTo(shortest) >= 0) {
            found.add(
                    "papertide.delivery.retry-base: must be below every papertide.edition lifetime,"
                            + " or no mail has a second attempt");
        }
        if (subscriptions.confirmWithin().compareTo(retention.unconfirmed()) > 0) {
            found.add(
                    "papertide.subscription.confirm-within: must be at most"
                            + " papertide.retention.unconfirmed, or links lead to what is deleted");
        }
        if (subscriptions.optInMailsPerAddressAndDay() > subscriptions.optInMailsPerAddressAndWeek()
                || subscriptions.optInMailsPerAddressAndWeek()
                        > subscriptions.optInMailsPerAddressAndMonth()) {
            found.add(
                    "papertide.subscription.opt-in-mails-per-address: the limit of a day must be at"
                            + " most that of a week, and that at most that of a month");
        }
        if (alarms.complaintsWithin().compareTo(retention.mails()) > 0) {
            found.add(
                    "papertide.alarm.complaints-within: must be at most papertide.retention.mails,"
                            + " or complaints are forgotten before");
        }
        doors().filter(door -> door.isOpen() && !door.isNamed())
                .forEach(door ->
                        found.add(
                                ("%s: needs %s, or mails name no address that it could learn of,"
                                                + " and every complaint is lost")
                                        .formatted(door.setting(), door.need())));
        if (mailbox.host().isPresent() && mailbox.username().isEmpty()) {
            found.add(
                    "papertide.returned.imap.host: needs papertide.returned.imap.username, or"
                            + " nobody can log in");
        }
        return found;
    }

    /**
     * By what returned mails come in, and what it needs so that mails name it: the return address,
     * or the token that the provider repeats. Of several ways to send one is in use; the others may
     * report what they sent before.
     */
    private Stream<Door> doors() {
        return Stream.concat(byReplies(), byToken());
    }

    private Stream<Door> byReplies() {
        return Stream.of(
                ofReplies("papertide.returned.smtp.port", listener.port().isPresent()),
                ofReplies("papertide.returned.imap.host", mailbox.host().isPresent()),
                ofReplies(
                        "papertide.returned.webhooks.ses.topics",
                        webhooks.ses().topics().filter(all -> !all.isEmpty()).isPresent()));
    }

    private Stream<Door> byToken() {
        Map<MailProvider, Map.Entry<String, Boolean>> webhooksByProvider =
                Map.of(
                        MailProvider.SENDGRID,
                        Map.entry(
                                "sendgrid.public-key", webhooks.sendgrid().publicKey().isPresent()),
                        MailProvider.MAILGUN,
                        Map.entry(
                                "mailgun.signing-key", webhooks.mailgun().signingKey().isPresent()),
                        MailProvider.POSTMARK,
                        Map.entry("postmark.password", webhooks.postmark().password().isPresent()));
        boolean isSenderHeard =
                mail.provider() == MailProvider.NONE
                        ? byReplies().anyMatch(door -> door.isOpen() && door.isNamed())
                        : webhooksByProvider
                                .getOrDefault(mail.provider(), Map.entry("", false))
                                .getValue();
        return webhooksByProvider.entrySet().stream()
                .map(each ->
                        new Door(
                                "papertide.returned.webhooks." + each.getValue().getKey(),
                                each.getValue().getValue(),
                                isSenderHeard,
                                "papertide.mail.provider=" + each.getKey()));
    }

    private Door ofReplies(String setting, boolean isOpen) {
        return new Door(setting, isOpen, mail.repliesRead(), "papertide.mail.replies-read=true");
    }

    /**
     * A way in for returned mails.
     *
     * @param setting what opens it
     * @param isNamed whether mails name it
     * @param need the setting by which they do
     */
    private record Door(String setting, boolean isOpen, boolean isNamed, String need) {}
}
