package org.papertide.notify.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the code in a server's reply as the ledger keeps it. */
final class ReplyCode {

    private static final Pattern BASIC = Pattern.compile("^([245])\\d\\d(?=\\D|$)");
    private static final Pattern ENHANCED =
            Pattern.compile("\\b([245])\\.\\d{1,3}\\.\\d{1,3}(?![.\\d])");

    private ReplyCode() {}

    /**
     * The code of RFC 3463 if there is one of the same class, else the three digits of RFC 5321;
     * null if the words are no reply.
     */
    static @Nullable String of(@Nullable String reply) {
        if (reply == null) {
            return null;
        }
        Matcher basic = BASIC.matcher(reply);
        if (!basic.find()) {
            return null;
        }
        Matcher enhanced = ENHANCED.matcher(reply);
        return enhanced.find() && enhanced.group(1).equals(basic.group(1))
                ? enhanced.group()
                : basic.group();
    }
}
