package org.papertide.notify.returned.webhook;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses in a notification may be asked: those of Amazon SNS itself, over HTTPS. Else
 * whoever sends one could show a certificate of their own, or have us ask whatever they like.
 */
final class SnsAddresses {

    private static final Pattern HOST =
            Pattern.compile("sns\\.[a-z]{2}(?:-[a-z]+){1,3}-\\d{1,2}\\.amazonaws\\.com(?:\\.cn)?");

    private static final Pattern CERTIFICATE =
            Pattern.compile("/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem");

    private SnsAddresses() {}

    /** The address of a signing certificate. */
    static Optional<URI> certificate(String text) {
        return sns(text)
                .filter(uri -> uri.getRawQuery() == null)
                .filter(uri -> CERTIFICATE.matcher(uri.getRawPath()).matches());
    }

    /** The address that confirms a subscription. */
    static Optional<URI> confirmation(String text) {
        return sns(text)
                .filter(uri -> uri.getRawPath().equals("/"))
                .filter(uri ->
                        uri.getRawQuery() != null
                                && uri.getRawQuery().startsWith("Action=ConfirmSubscription&"));
    }

    private static Optional<URI> sns(String text) {
        try {
            URI uri = URI.create(text);
            boolean allowed =
                    "https".equals(uri.getScheme())
                            && uri.getHost() != null
                            && uri.getHost().equals(uri.getRawAuthority())
                            && HOST.matcher(uri.getHost()).matches()
                            && uri.getRawPath() != null
                            && uri.getRawFragment() == null;
            return allowed ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
