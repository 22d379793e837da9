package org.papertide.bounce.rule;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.rule.Meaning.Fault;

/**
 * Why one mail was not delivered to one recipient.
 *
 * @param fault whose it is
 * @param code the enhanced status code, else the SMTP reply code; null without either
 * @param reason one line for people; may be long
 * @param isSure whether a code or words say so, and it is not only the best guess
 */
public record Diagnosis(Fault fault, @Nullable String code, String reason, boolean isSure) {

    /**
     * Judges a failure. Codes come first, and words may only clear an address that a code condemns,
     * or speak where the code says nothing.
     *
     * @param status what a report says; null without
     * @param text what the other server said, or what is told of it
     */
    public static Diagnosis of(@Nullable StatusCode status, String text) {
        String words = PlainWords.of(text);
        Optional<Meaning> meaning = Meanings.find(words);
        @Nullable StatusCode spoken = StatusCode.find(text).orElse(null);
        OptionalInt reply = SmtpReply.find(text);
        @Nullable StatusCode code = better(spoken, status);
        boolean passing =
                isPassing(spoken)
                        || isPassing(status)
                        || (reply.isPresent() && reply.getAsInt() < 500);
        Fault fault = fault(code, reply, meaning, passing, isAfterData(words));
        boolean sure = meaning.isPresent() || (code != null && byCode(code).isPresent());
        return new Diagnosis(fault, shown(code, reply), reason(meaning, fault, text), sure);
    }

    private static @Nullable StatusCode better(
            @Nullable StatusCode spoken, @Nullable StatusCode status) {
        if (spoken == null || (spoken.isVague() && status != null && !status.isVague())) {
            return status;
        }
        return spoken;
    }

    private static boolean isPassing(@Nullable StatusCode code) {
        return code != null && code.success() == 4;
    }

    private static Fault fault(
            @Nullable StatusCode code,
            OptionalInt reply,
            Optional<Meaning> meaning,
            boolean passing,
            boolean afterData) {
        Optional<Fault> byCode = code == null ? Optional.empty() : byCode(code);
        Optional<Fault> byWords = meaning.map(Meaning::fault);
        Fault fault =
                byCode.filter(known -> known != Fault.ADDRESS)
                        .or(() -> byWords)
                        .or(() -> byCode)
                        .orElseGet(() -> byReply(code, reply));
        boolean cleared = fault == Fault.ADDRESS && (passing || afterData);
        return cleared ? Fault.PASSING : fault;
    }

    /** What a code says by itself; empty if it is vague. */
    private static Optional<Fault> byCode(StatusCode code) {
        return switch (code.subject()) {
            case 1 ->
                    switch (code.detail()) {
                        case 1, 2, 3, 6, 10 -> Optional.of(Fault.ADDRESS);
                        case 7, 8 -> Optional.of(Fault.SENDER);
                        default -> Optional.empty();
                    };
            case 2 ->
                    switch (code.detail()) {
                        case 2, 3 -> Optional.of(Fault.PASSING);
                        default -> Optional.empty();
                    };
            case 7 -> Optional.of(Fault.SENDER);
            default -> Optional.empty();
        };
    }

    private static Fault byReply(@Nullable StatusCode code, OptionalInt reply) {
        return code == null && reply.orElse(0) == 550 ? Fault.ADDRESS : Fault.PASSING;
    }

    /** Who refuses the content knows the recipient: what comes after DATA blames no address. */
    private static boolean isAfterData(String words) {
        return words.contains("end of data") || words.contains("after data");
    }

    private static @Nullable String shown(@Nullable StatusCode code, OptionalInt reply) {
        if (code != null) {
            return code.toString();
        }
        return reply.isPresent() ? String.valueOf(reply.getAsInt()) : null;
    }

    private static String reason(Optional<Meaning> meaning, Fault fault, String text) {
        return meaning.filter(known -> known.fault() == fault).map(Meaning::reason).orElse(text);
    }
}
