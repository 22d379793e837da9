package org.papertide.notify.returned.webhook;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, LogOnce> logs = new ConcurrentHashMap<>();

    /** What became of a request. */
    enum Answer {
        /** Its outcomes are committed. */
        TAKEN,
        /** The provider is not set up. */
        OFF,
        /** It is not the provider's. */
        REFUSED,
        /** It is, and means nothing. */
        UNREADABLE,
        /** Nobody knows for now: it has to come again. */
        UNDECIDED
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
                boolean _ = logs(webhook).isRecovery();
                reports.forEach(this::take);
                yield Answer.TAKEN;
            }
            case Webhook.Outcome.Refused(String reason) -> {
                warn(webhook, reason);
                yield Answer.REFUSED;
            }
            case Webhook.Outcome.Undecided(String reason) -> {
                warn(webhook, reason);
                yield Answer.UNDECIDED;
            }
            case Webhook.Outcome.Unreadable(String reason) -> {
                LOG.warnf(
                        "A webhook's request cannot be read. source=%s error=\"%s\"",
                        webhook.provider(), reason);
                yield Answer.UNREADABLE;
            }
        };
    }

    /** The first since one was right: strangers can send as many as they like, for any reason. */
    private void warn(Webhook webhook, String reason) {
        if (logs(webhook).isNew(webhook.provider())) {
            LOG.warnf(
                    "Refused a webhook's request. source=%s error=\"%s\"",
                    webhook.provider(), reason);
        }
    }

    private LogOnce logs(Webhook webhook) {
        return logs.computeIfAbsent(webhook.provider(), _ -> new LogOnce());
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
