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
        if (!mail.repliesRead()) {
            readers()
                    .forEach(setting ->
                            found.add(
                                    "%s: needs papertide.mail.replies-read=true, or mails name no"
                                                    .formatted(setting)
                                            + " address that it could learn of, and every"
                                            + " complaint is lost"));
        }
        return found;
    }

    /** What takes mails to the return addresses, and is told nothing without them. */
    private Stream<String> readers() {
        return Stream.of(
                        listener.port().isPresent() ? "papertide.returned.smtp.port" : "",
                        mailbox.host().isPresent() ? "papertide.returned.imap.host" : "",
                        webhooks.ses().topics().filter(all -> !all.isEmpty()).isPresent()
                                ? "papertide.returned.webhooks.ses.topics"
                                : "")
                .filter(setting -> !setting.isEmpty());
    }
}
