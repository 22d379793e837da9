package org.papertide.notify.traffic;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SmtpReply;

/** Knows some replies better than their codes say. */
final class ReplyRule {

    /** Longest pattern. */
    static final int MAX_PATTERN = 500;

    /** Most refusals that a rule counts. */
    static final int MAX_TIMES = 1000;

    private static final Duration MAX_TIME = Duration.ofDays(7);

    /** Lines after the first begin with the code again, often with the enhanced code. */
    private static final java.util.regex.Pattern NEXT_LINE =
            java.util.regex.Pattern.compile(
                    " +[45][0-9][0-9][- ](?:[45]\\.[0-9]{1,3}\\.[0-9]{1,3} +)?");

    /** What a rule does. */
    enum Action {
        /** Too fast: the mail is tried again, its group is slowed. */
        SLOW,
        /** The mail is tried again, its group pauses for a set time. */
        PAUSE,
        /** Policy or reputation: as PAUSE, for the usual time, which grows. */
        POLICY,
        /** The mail is tried again; nothing else. */
        LATER,
        /** Counts softly against the address. */
        SOFT,
        /** The server is not for this recipient: counts softly, and the mail is tried again. */
        RECIPIENT,
        /** Counts hard against the address. */
        HARD,
        /** The mailbox does not exist: the address is suppressed. */
        NO_SUCH_MAILBOX,
        /** The mailbox is disabled. */
        DISABLED,
        /** The message's fault: its edition is stopped if a second receiver says so. */
        MESSAGE
    }

    /**
     * A rule as it is written.
     *
     * @param name unique
     * @param receivers the groups it is for; empty for all
     * @param words one of which a reply must have, in lower case, before the pattern is tried;
     *     empty to try it always. A pattern takes forty times as long as a word.
     * @param pattern what it looks for in a reply, in RE2's syntax, whatever the case
     * @param unless in the same syntax: a reply that has this, it is not for
     * @param action what it does
     * @param pause how long, for PAUSE
     * @param times with {@code within}: acts only from the so-manieth match in this time on
     * @param within see {@code times}
     * @param source where the receiver says so
     * @param examples replies that it is for
     * @param others replies that it is not for
     */
    record Written(
            String name,
            Set<String> receivers,
            List<String> words,
            String pattern,
            @Nullable String unless,
            Action action,
            @Nullable Duration pause,
            @Nullable Integer times,
            @Nullable Duration within,
            @Nullable String source,
            List<String> examples,
            List<String> others) {

        Written {
            receivers = Set.copyOf(receivers);
            words = List.copyOf(words);
            examples = List.copyOf(examples);
            others = List.copyOf(others);
        }
    }

    private final Written written;
    private final Pattern pattern;
    private final @Nullable Pattern unless;

    /**
     * @throws IllegalArgumentException if it cannot be meant so; the message names the field
     */
    ReplyRule(Written written) {
        this.written = written;
        require(!written.name().isBlank(), "name: is empty");
        String without = written.unless();
        this.pattern = pattern("pattern", written.pattern());
        this.unless = without == null ? null : pattern("unless", without);
        require(!pattern.matcher("").find(), "pattern: matches every reply");
        for (String word : written.words()) {
            require(
                    !word.isBlank() && word.equals(word.toLowerCase(Locale.ROOT)),
                    "words: must be in lower case, has \"" + word + "\"");
        }
        require(
                (written.action() == Action.PAUSE) == (written.pause() != null),
                "for: must be given with the action PAUSE, and with no other");
        requireTime("for", written.pause());
        require(
                (written.times() == null) == (written.within() == null),
                "times: must be given together with within");
        require(
                written.times() == null || (written.times() >= 2 && written.times() <= MAX_TIMES),
                "times: must be from 2 to " + MAX_TIMES);
        requireTime("within", written.within());
        for (String example : written.examples()) {
            require(matches(reply(example)), "examples: does not match \"" + example + "\"");
        }
        for (String other : written.others()) {
            require(!matches(reply(other)), "others: matches \"" + other + "\"");
        }
    }

    private static Pattern pattern(String field, String text) {
        require(!text.isBlank(), field + ": is empty");
        require(
                text.length() <= MAX_PATTERN,
                field + ": is longer than " + MAX_PATTERN + " characters");
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    Written written() {
        return written;
    }

    String name() {
        return written.name();
    }

    /** How often it has to match in {@link Written#within}, at least 1. */
    int times() {
        return written.times() == null ? 1 : written.times();
    }

    /** Whether it is for replies of this group at all. */
    boolean isFor(String group) {
        return written.receivers().isEmpty() || written.receivers().contains(group);
    }

    /** Whether it knows this reply. What blames an address for good needs a refusal for good. */
    boolean matches(SmtpReply reply) {
        String line = line(reply);
        return matches(reply, line, line.toLowerCase(Locale.ROOT));
    }

    /**
     * @param line of the reply
     * @param small the same in lower case
     */
    boolean matches(SmtpReply reply, String line, String small) {
        return (reply.code() >= 500 || !needsPermanent())
                && (written.words().isEmpty() || written.words().stream().anyMatch(small::contains))
                && pattern.matcher(line).find()
                && (unless == null || !unless.matcher(line).find());
    }

    private boolean needsPermanent() {
        return switch (written.action()) {
            case HARD, NO_SUCH_MAILBOX, DISABLED, MESSAGE -> true;
            case SLOW, PAUSE, POLICY, LATER, SOFT, RECIPIENT -> false;
        };
    }

    /** Code and words in one line, without the codes that begin further lines. */
    static String line(SmtpReply reply) {
        return NEXT_LINE.matcher(reply.summary()).replaceAll(" ");
    }

    /** A reply as examples have it, to the final dot. */
    static SmtpReply reply(String text) {
        require(
                text.length() > 3 && text.substring(0, 3).matches("[45]\\d\\d"),
                "examples: must begin with a code of class 4 or 5, has \"" + text + "\"");
        return SmtpReply.of(Integer.parseInt(text.substring(0, 3)), text, SmtpReply.Phase.DATA);
    }

    /** What it says of a reply that it matches. */
    RefusalMeaning read(SmtpReply reply) {
        Optional<String> rule = Optional.of(written.name());
        RefusalMeaning.ForGroup nothing = new RefusalMeaning.ForGroup.Nothing();
        return switch (written.action()) {
            case SLOW ->
                    new RefusalMeaning(
                            new ReplyClass.SlowDown(), new RefusalMeaning.ForGroup.Slow(), rule);
            case PAUSE, POLICY ->
                    new RefusalMeaning(
                            new ReplyClass.Policy(),
                            new RefusalMeaning.ForGroup.Pause(Optional.ofNullable(written.pause())),
                            rule);
            case LATER -> new RefusalMeaning(new ReplyClass.Later(false), nothing, rule);
            case SOFT ->
                    new RefusalMeaning(
                            reply.code() < 500
                                    ? new ReplyClass.Later(true)
                                    : new ReplyClass.SoftFailure(),
                            nothing,
                            rule);
            // Our own server says so of everybody, when it does not know us any more.
            case RECIPIENT -> new RefusalMeaning(new ReplyClass.Later(true), nothing, rule);
            case HARD -> new RefusalMeaning(new ReplyClass.HardFailure(), nothing, rule);
            case NO_SUCH_MAILBOX ->
                    new RefusalMeaning(new ReplyClass.NoSuchMailbox(), nothing, rule);
            case DISABLED -> new RefusalMeaning(new ReplyClass.Disabled(), nothing, rule);
            case MESSAGE -> new RefusalMeaning(new ReplyClass.MessageFault(), nothing, rule);
        };
    }

    @Override
    public String toString() {
        return "ReplyRule[" + written.name() + "]";
    }

    private static void requireTime(String field, @Nullable Duration time) {
        require(
                time == null || (time.isPositive() && time.compareTo(MAX_TIME) <= 0),
                field + ": must be more than nothing and at most 7 days");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
