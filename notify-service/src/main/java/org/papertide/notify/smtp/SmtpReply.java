package org.papertide.notify.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's reply to a command of a mail.
 *
 * @param code the three digits of RFC 5321 4.2
 * @param enhanced the code of RFC 3463, such as {@code 5.1.1}, if there is one
 * @param text the reply's words, cut to {@value #MAX_TEXT} characters, without control characters
 * @param phase at which command it came
 */
public record SmtpReply(int code, Optional<Enhanced> enhanced, String text, Phase phase) {

    public static final int MAX_TEXT = 200;

    private static final Pattern ENHANCED =
            Pattern.compile("\\b([245])\\.(\\d{1,3})\\.(\\d{1,3})\\b");

    /** The command that was answered. */
    public enum Phase {
        MAIL,
        RCPT,
        DATA
    }

    /** Class, subject and detail of RFC 3463. */
    public record Enhanced(int category, int subject, int detail) {
        @Override
        public String toString() {
            return category + "." + subject + "." + detail;
        }
    }

    /** Reads a reply; an enhanced code that contradicts the code's first digit is no code. */
    public static SmtpReply of(int code, String text, Phase phase) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        // Replies quote addresses; what is kept must not.
        line = line.replaceAll("\\S+@\\S+", "…");
        Matcher matcher = ENHANCED.matcher(line);
        Optional<Enhanced> enhanced =
                matcher.find()
                        ? Optional.of(
                                new Enhanced(
                                        Integer.parseInt(matcher.group(1)),
                                        Integer.parseInt(matcher.group(2)),
                                        Integer.parseInt(matcher.group(3))))
                        : Optional.empty();
        return new SmtpReply(
                code,
                enhanced.filter(found -> found.category() == code / 100),
                line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT),
                phase);
    }

    /** Code, enhanced code and words in one line. */
    public String summary() {
        return text.startsWith(Integer.toString(code)) ? text : code + " " + text;
    }
}
