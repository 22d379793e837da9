package org.papertide.notify.returned;

import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail;
import org.papertide.platform.hashing.Sha256;

/**
 * What one returned mail, or one report of a mail provider, says of a mail of ours.
 *
 * @param kind what it is
 * @param code RFC 3463 or SMTP; null if it names none
 * @param reason in one line; may quote addresses
 * @param key equal for the same report when it comes again
 */
public record Report(ReturnedMail.Kind kind, @Nullable String code, String reason, String key) {

    /** Longest code that is kept, in characters. */
    private static final int MAX_CODE = 12;

    /** Of a mail provider, which gives each report a name. */
    public static Report of(
            ReturnedMail.Kind kind, @Nullable String code, String reason, String name) {
        return new Report(kind, code, reason, Sha256.hex("provider " + name));
    }

    /** Of a mail. */
    static Report of(ReturnedMail read, byte[] mail) {
        return new Report(read.kind(), read.code(), read.reason(), MailKey.of(mail));
    }

    public Report {
        reason = SuppressionLine.inOneLine(reason);
        code = code == null || code.length() > MAX_CODE ? null : code;
    }

    /** Never the reason. */
    @Override
    public String toString() {
        return "Report[" + kind + " " + code + "]";
    }
}
