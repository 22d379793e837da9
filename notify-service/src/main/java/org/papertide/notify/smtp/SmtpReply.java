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

    /** Most greylisting (RFC 6647) answers 4.7.1, whether it says its name or not. */
    private static final Pattern GREYLISTING =
            Pattern.compile("(?i)\\bgr[ae]y[ -]?list|\\b4\\.7\\.1\\b");

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

    /** Class, subject and detail of RFC 3463. */
    public record Enhanced(int category, int subject, int detail) {
        @Override
        public String toString() {
            return category + "." + subject + "." + detail;
        }
    }

    /** Reads a reply; an enhanced code that contradicts the code's first digit is no code. */
    public static SmtpReply of(int code, String text, Phase phase) {
        String line = scrub(text);
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
                code, enhanced.filter(found -> found.category() == code / 100), cut(line), phase);
    }

    /**
     * Whether words of a reply, or its summary, are those of a receiver that takes mails of unknown
     * senders on a later attempt only.
     */
    public static boolean isGreylisting(String text) {
        return GREYLISTING.matcher(text).find();
    }

    /** The queue id in a server's words of acceptance, or the words. */
    static String queueId(String acceptance) {
        String words = CONTROL.matcher(acceptance).replaceAll(" ").strip();
        Matcher matcher = QUEUED_AS.matcher(words);
        if (matcher.find()) {
            return matcher.group(1);
        }
        return words.length() <= MAX_QUEUE_ID ? words : words.substring(0, MAX_QUEUE_ID);
    }

    /** One line without control characters and addresses, which replies and failures quote. */
    static String scrub(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        return ADDRESS.matcher(line).replaceAll("…");
    }

    /** At most {@value #MAX_TEXT} characters of a line. */
    static String cut(String line) {
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT);
    }

    /** Code, enhanced code and words in one line. */
    public String summary() {
        return text.startsWith(Integer.toString(code)) ? text : code + " " + text;
    }
}
