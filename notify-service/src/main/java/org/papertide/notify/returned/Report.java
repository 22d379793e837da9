package org.papertide.notify.returned;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail;
import org.papertide.bounce.rule.Diagnosis;
import org.papertide.bounce.rule.Phase;
import org.papertide.bounce.rule.StatusCode;
import org.papertide.platform.hashing.Sha256;

/**
 * What one returned mail, or one report of a mail provider, says of a mail of ours.
 *
 * @param kind what it is
 * @param code RFC 3463 or SMTP; null if it names none
 * @param reason in one line; may quote addresses
 * @param words what the server said that did not deliver, in one line; may quote addresses. Null if
 *     no server said anything
 * @param key equal for the same report when it comes again
 */
public record Report(
        ReturnedMail.Kind kind,
        @Nullable String code,
        String reason,
        @Nullable String words,
        String key) {

    /** Longest code that is kept, in characters. */
    private static final int MAX_CODE = 12;

    /**
     * Of a mail provider, which gives each report a name. "Permanent" only says that the provider
     * has given up: the receiver's reply may blame somebody else.
     */
    public static Report of(
            ReturnedMail.Kind kind, @Nullable String code, String reason, String name) {
        ReturnedMail.Kind milder =
                kind == ReturnedMail.Kind.HARD ? milderThanHard(code, reason) : kind;
        return new Report(milder, code, reason, reason, keyOf(name));
    }

    /**
     * Of an address to which a mail provider sends nothing any more, since it bounced before:
     * nobody has replied, and what the provider says in place of a reply clears nobody. Its code is
     * kept if it blames the address for good (5.1.x): any other would clear it, or count for less.
     */
    public static Report ofList(@Nullable String code, String reason, String name) {
        boolean blames =
                Optional.ofNullable(code)
                        .flatMap(StatusCode::find)
                        .filter(status -> status.success() == 5 && status.subject() == 1)
                        .isPresent();
        return new Report(ReturnedMail.Kind.HARD, blames ? code : null, reason, null, keyOf(name));
    }

    private static String keyOf(String name) {
        return Sha256.hex("provider " + name);
    }

    /** Without any code the provider's word is all there is. */
    private static ReturnedMail.Kind milderThanHard(@Nullable String code, String reason) {
        Optional<StatusCode> status = Optional.ofNullable(code).flatMap(StatusCode::find);
        String reply = code == null || reason.contains(code) ? reason : code + " " + reason;
        Diagnosis diagnosis = Diagnosis.ofReport(status.orElse(null), reply, Phase.RCPT);
        boolean isGuess = diagnosis.code() == null && !diagnosis.isSure();
        return switch (diagnosis.fault()) {
            case ADDRESS -> ReturnedMail.Kind.HARD;
            case SENDER -> isGuess ? ReturnedMail.Kind.HARD : ReturnedMail.Kind.POLICY;
            case PASSING -> isGuess ? ReturnedMail.Kind.HARD : ReturnedMail.Kind.SOFT;
        };
    }

    /** Of a mail. What a receiver says of a signature is no complaint of a reader. */
    static Report of(ReturnedMail read, byte[] mail) {
        ReturnedMail.Kind kind =
                read.isAuthenticationFailure() ? ReturnedMail.Kind.POLICY : read.kind();
        return new Report(kind, read.code(), read.reason(), read.words(), MailKey.of(mail));
    }

    public Report {
        reason = SuppressionLine.inOneLine(reason);
        words = words == null || words.isBlank() ? null : SuppressionLine.inOneLine(words);
        code = code == null || code.length() > MAX_CODE ? null : code;
    }

    /** Whether a server says nothing but no: neither a code nor words that blame the address. */
    boolean isBare() {
        return words != null
                && (code == null || StatusCode.find(code).isEmpty())
                && !Diagnosis.ofReport(null, words, Phase.RCPT).isSure();
    }

    /** Never the reason, nor the words. */
    @Override
    public String toString() {
        return "Report[" + kind + " " + code + "]";
    }
}
