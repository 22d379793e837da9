package org.papertide.notify.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.rule.StatusCode;

/** Finds the code in a server's reply as the ledger keeps it. */
final class ReplyCode {

    private static final Pattern BASIC = Pattern.compile("^([245])\\d\\d(?=\\D|$)");

    private ReplyCode() {}

    /**
     * The first code of RFC 3463 of the same class if there is one, else the three digits of RFC
     * 5321; null if the words are no reply.
     */
    static @Nullable String of(@Nullable String reply) {
        if (reply == null) {
            return null;
        }
        Matcher basic = BASIC.matcher(reply);
        if (!basic.find()) {
            return null;
        }
        return StatusCode.find(reply, Integer.parseInt(basic.group(1)))
                .map(StatusCode::toString)
                .orElseGet(basic::group);
    }
}
