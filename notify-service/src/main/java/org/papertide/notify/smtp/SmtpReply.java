package org.papertide.notify.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.bounce.rule.StatusCode;

/**
 * A server's reply to a command of a mail.
 *
 * @param code the three digits of RFC 5321 4.2
 * @param enhanced the code of RFC 3463, such as {@code 5.1.1}, if there is one
 * @param text the reply's words, cut to {@value #MAX_TEXT} characters, without control characters
 * @param phase at which command it came
 */
public record SmtpReply(int code, Optional<StatusCode> enhanced, String text, Phase phase) {

    public static final int MAX_TEXT = 200;

    /**
     * Most greylisting (RFC 6647) answers 4.7.1, whether it says its name or not. Not a part of an
     * address of a host.
     */
    private static final Pattern GREYLISTING =
            Pattern.compile("(?i)\\bgr[ae]y[ -]?list|(?<![\\w.])4\\.7\\.1(?![\\w]|\\.\\d)");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    /** From the beginning of a word: else each character of a long one would be a beginning. */
    private static final Pattern ADDRESS = Pattern.compile("(?<!\\S)\\S+@\\S+");

    private static final Pattern QUEUED_AS = Pattern.compile("(?i)queued as\\s+(\\S+)");

    private static final int MAX_QUEUE_ID = 100;

    /** The command that was answered. */
    public enum Phase {
        MAIL,
        RCPT,
        DATA
    }

    /** Reads a reply; an enhanced code that contradicts the code's first digit is no code. */
    public static SmtpReply of(int code, String text, Phase phase) {
        String line = scrub(text);
        return new SmtpReply(code, StatusCode.find(line, code / 100), cut(line), phase);
    }

    /**
     * Whether words of a reply, or its summary, are those of a receiver that takes mails of unknown
     * senders on a later attempt only.
     */
    public static boolean isGreylisting(String text) {
        return GREYLISTING.matcher(text).find();
    }

    /**
     * Whether the server says for now of its own system that it takes no mail (RFC 3463: x.3.x,
     * 4.3.1 a full disk, 4.3.2 a system that takes nothing). Without a code, 421 and whatever comes
     * at MAIL, where no reader is known, and 452 for the end of a mail (RFC 5321: storage).
     */
    boolean isOfSystem() {
        if (code >= 500) {
            return false;
        }
        return enhanced.map(status -> status.subject() == 3)
                .orElseGet(() ->
                        code == 421
                                || (phase == Phase.MAIL && !isGreylisting(text))
                                || (phase == Phase.DATA && code == 452));
    }

    /**
     * The queue id in a server's words of acceptance, or the words; at most {@value #MAX_QUEUE_ID}
     * characters, and no address among them.
     */
    static String queueId(String acceptance) {
        String words = scrub(acceptance);
        Matcher matcher = QUEUED_AS.matcher(words);
        return cut(matcher.find() ? matcher.group(1) : words, MAX_QUEUE_ID);
    }

    /** One line without control characters and addresses, which replies and failures quote. */
    static String scrub(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        return ADDRESS.matcher(line).replaceAll("…");
    }

    /** At most {@value #MAX_TEXT} characters of a line. */
    static String cut(String line) {
        return cut(line, MAX_TEXT);
    }

    private static String cut(String line, int most) {
        return line.length() <= most ? line : line.substring(0, most);
    }

    /** Code, enhanced code and words in one line. */
    public String summary() {
        return text.startsWith(Integer.toString(code)) ? text : code + " " + text;
    }
}
