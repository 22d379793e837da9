package org.papertide.notify.smtp;

import java.util.Optional;

/**
 * Who sends the mails on. A provider that reports returned mail over HTTP says there what it was
 * given with the mail: so the mail carries the token of its return address as the provider's own
 * field. Amazon SES gives the return address itself.
 */
public enum MailProvider {
    /** A mail server, or Amazon SES: no field of its own. */
    NONE("", ""),
    SENDGRID("X-SMTPAPI", "{\"unique_args\": {\"papertide\": \"%s\"}}"),
    MAILGUN("X-Mailgun-Variables", "{\"papertide\": \"%s\"}"),
    POSTMARK("X-PM-Metadata-papertide", "%s");

    private final String field;
    private final String value;

    MailProvider(String field, String value) {
        this.field = field;
        this.value = value;
    }

    /** The name of the field; empty if there is none. */
    Optional<String> field() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }

    /** What the field says of a token. */
    String value(String token) {
        return value.formatted(token);
    }
}
