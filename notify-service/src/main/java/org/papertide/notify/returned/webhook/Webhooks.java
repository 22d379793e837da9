package org.papertide.notify.returned.webhook;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.ReturnedMailSink;
import org.papertide.notify.returned.Subject;
import org.papertide.platform.loop.LogOnce;

/** The webhooks of all providers. */
@Singleton
public final class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private final Map<String, Webhook> byProvider = new LinkedHashMap<>();
    private final ReturnAddresses addresses;
    private final ReturnedMailSink mails;
    private final LogOnce log = new LogOnce();

    /** What became of a request. */
    enum Answer {
        /** Its outcomes are committed. */
        TAKEN,
        /** The provider is not set up. */
        OFF,
        /** It is not the provider's. */
        REFUSED,
        /** It is, and means nothing. */
        UNREADABLE
    }

    /**
     * @throws IllegalArgumentException if a setting is wrong
     */
    @Inject
    public Webhooks(
            WebhookSettings settings,
            ReturnAddresses addresses,
            ReturnedMailSink mails,
            Clock clock) {
        this(
                List.of(
                        new SesWebhook(settings.ses(), new HttpAmazonSns(), clock),
                        new SendgridWebhook(settings.sendgrid(), settings.window(), clock),
                        new MailgunWebhook(settings.mailgun(), settings.window(), clock),
                        new PostmarkWebhook(settings.postmark())),
                addresses,
                mails);
    }

    Webhooks(List<Webhook> webhooks, ReturnAddresses addresses, ReturnedMailSink mails) {
        webhooks.stream()
                .filter(Webhook::isOn)
                .forEach(each -> byProvider.put(each.provider(), each));
        this.addresses = addresses;
        this.mails = mails;
    }

    /**
     * Takes a request.
     *
     * @throws org.papertide.platform.database.DatabaseUnavailableException if it has to come again
     */
    Answer take(String provider, Webhook.Request request) {
        Webhook webhook = byProvider.get(provider);
        if (webhook == null) {
            return Answer.OFF;
        }
        return switch (webhook.read(request)) {
            case Webhook.Outcome.Reports(List<Webhook.AddressedReport> reports) -> {
                reports.forEach(this::take);
                yield Answer.TAKEN;
            }
            case Webhook.Outcome.Refused(String reason) -> {
                // Strangers can send as many as they like.
                if (log.isNew(provider + reason)) {
                    LOG.warnf(
                            "Refused a webhook's request. source=%s error=\"%s\"",
                            webhook.provider(), reason);
                }
                yield Answer.REFUSED;
            }
            case Webhook.Outcome.Unreadable(String reason) -> {
                LOG.warnf(
                        "A webhook's request cannot be read. source=%s error=\"%s\"",
                        webhook.provider(), reason);
                yield Answer.UNREADABLE;
            }
        };
    }

    private void take(Webhook.AddressedReport report) {
        Optional<Subject> subject = report.subject(addresses);
        subject.ifPresentOrElse(
                found -> {
                    boolean _ = mails.apply(found, report.report());
                },
                mails::unaddressed);
    }
}
