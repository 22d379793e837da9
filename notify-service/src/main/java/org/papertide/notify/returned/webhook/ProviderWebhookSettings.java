package org.papertide.notify.returned.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Returned mail by the webhooks of mail providers. */
@ConfigMapping(prefix = "papertide.returned.webhooks")
public interface ProviderWebhookSettings {

    /** How old a signed request may be; Mailgun repeats one for eight hours. */
    @WithDefault("PT9H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 7)
    Duration window();

    Ses ses();

    Sendgrid sendgrid();

    Mailgun mailgun();

    Postmark postmark();

    /** Amazon SES. */
    interface Ses {

        /**
         * The ARNs of the SNS topics that may report mails, at {@code /api/v1/webhooks/ses};
         * default: none. Anybody can have a topic, so that a signature alone says nothing.
         */
        Optional<List<String>> topics();
    }

    /** SendGrid. */
    interface Sendgrid {

        /**
         * The verification key of the signed event webhook, at {@code /api/v1/webhooks/sendgrid};
         * default: off.
         */
        Optional<String> publicKey();
    }

    /** Mailgun. */
    interface Mailgun {

        /** The webhook signing key, at {@code /api/v1/webhooks/mailgun}; default: off. */
        Optional<String> signingKey();
    }

    /** Postmark. */
    interface Postmark {

        /** The name in the URL that Postmark is given. */
        @WithDefault("postmark")
        String username();

        /**
         * The password in the URL that Postmark is given, with the path {@code
         * /api/v1/webhooks/postmark}; default: off.
         */
        Optional<String> password();
    }
}
