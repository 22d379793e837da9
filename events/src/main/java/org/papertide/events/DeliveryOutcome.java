package org.papertide.events;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mail. Value of {@code deliveries.v1}, once the mail's edition is closed, and
 * again when it came back later. Nothing in it names a person: a consumer counts mails, and cannot
 * say whose they are.
 *
 * @param delivery names the mail: 32 hexadecimal digits, a hash under a key of the mailer
 * @param edition the number of its edition
 * @param kind OPT_IN, WELCOME, ALERT, DAILY, WEEKLY, WEBHOOK_ENDED, or a kind of the future
 * @param outcome ACCEPTED, REJECTED, EXPIRED, UNCERTAIN, EXCLUDED, RETURNED (a server had taken it,
 *     and it came back), or an outcome of the future
 * @param exclusion why it was not to be sent, such as {@code unsubscribed}; absent for others
 * @param code of the server's last reply, or of the report that came back, such as {@code 5.1.1} or
 *     {@code 550}; absent if there is none
 * @param receiver the receiver, if it is one that very many people use, such as {@code google}
 * @param returned as what it came back: HARD, SOFT, POLICY, COMPLAINT, or a kind of the future;
 *     absent for others
 * @param attempts how often it was tried to be sent
 * @param at when it was settled, or came back
 */
public record DeliveryOutcome(
        String delivery,
        long edition,
        String kind,
        String outcome,
        @Nullable String exclusion,
        @Nullable String code,
        @Nullable String receiver,
        @Nullable String returned,
        int attempts,
        Instant at) {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

    /** RFC 3463, or the three digits of RFC 5321. */
    private static final Pattern CODE = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}|[245]\\d\\d");

    public DeliveryOutcome {
        requireMatch("delivery", Require.present("delivery", delivery), NAME);
        Require.between("edition", edition, 1, Bounds.MAX_COUNT);
        Require.word("kind", kind);
        Require.word("outcome", outcome);
        if (exclusion != null) {
            Require.word("exclusion", exclusion);
        }
        if (code != null) {
            requireMatch("code", code, CODE);
        }
        if (receiver != null) {
            Require.word("receiver", receiver);
        }
        if (returned != null) {
            Require.word("returned", returned);
        }
        Require.between("attempts", attempts, 0, Bounds.MAX_ATTEMPTS);
        Require.instant("at", at);
    }

    private static void requireMatch(String field, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": not as " + pattern);
        }
    }
}
