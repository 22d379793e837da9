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
public final class ProviderWebhooks {

    private static final Logger LOG = Logger.getLogger(ProviderWebhooks.class);

    private final Map<String, ProviderWebhook> byProvider = new LinkedHashMap<>();
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
    public ProviderWebhooks(
            ProviderWebhookSettings settings,
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

    ProviderWebhooks(
            List<ProviderWebhook> webhooks, ReturnAddresses addresses, ReturnedMailSink mails) {
        webhooks.stream()
                .filter(ProviderWebhook::isOn)
                .forEach(each -> byProvider.put(each.provider(), each));
        this.addresses = addresses;
        this.mails = mails;
    }

    /**
     * Takes a request.
     *
     * @throws org.papertide.platform.database.DatabaseUnavailableException if it has to come again
     */
    Answer take(String provider, ProviderWebhook.Request request) {
        ProviderWebhook webhook = byProvider.get(provider);
        if (webhook == null) {
            return Answer.OFF;
        }
        return switch (webhook.read(request)) {
            case ProviderWebhook.Outcome.Reports(List<ProviderWebhook.AddressedReport> reports) -> {
                boolean _ = logs(webhook).isRecovery();
                reports.forEach(this::take);
                yield Answer.TAKEN;
            }
            case ProviderWebhook.Outcome.Refused(String reason) -> {
                warn(webhook, reason);
                yield Answer.REFUSED;
            }
            case ProviderWebhook.Outcome.Undecided(String reason) -> {
                warn(webhook, reason);
                yield Answer.UNDECIDED;
            }
            case ProviderWebhook.Outcome.Unreadable(String reason) -> {
                LOG.warnf(
                        "A request of a provider's webhook cannot be read. provider=%s error=\"%s\"",
                        webhook.provider(), reason);
                yield Answer.UNREADABLE;
            }
        };
    }

    /** The first since one was right: strangers can send as many as they like, for any reason. */
    private void warn(ProviderWebhook webhook, String reason) {
        if (logs(webhook).isNew(webhook.provider())) {
            LOG.warnf(
                    "Refused a request of a provider's webhook. provider=%s error=\"%s\"",
                    webhook.provider(), reason);
        }
    }

    private LogOnce logs(ProviderWebhook webhook) {
        return logs.computeIfAbsent(webhook.provider(), _ -> new LogOnce());
    }

    private void take(ProviderWebhook.AddressedReport report) {
        Optional<Subject> subject = report.subject(addresses);
        subject.ifPresentOrElse(
                found -> {
                    boolean _ = mails.apply(found, report.report());
                },
                mails::unaddressed);
    }
}
