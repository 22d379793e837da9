package org.papertide.bounce.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.rule.Meaning.Fault;

/**
 * Why one mail was not delivered to one recipient.
 *
 * @param fault whose it is
 * @param code the enhanced status code, else the SMTP reply code; null without either
 * @param reason one line for people; may be long
 * @param words what was judged, as it was said
 * @param isSure whether a code or words say so, and it is not only the best guess
 */
public record Diagnosis(
        Fault fault, @Nullable String code, String reason, String words, boolean isSure) {

    /** A reply of the code, the address and half a dozen words. */
    private static final int MOST_SPACES = 8;

    /** Filters say no more than that they refuse, whatever it is: some in two languages. */
    private static final Set<String> REFUSALS =
            Set.of(
                    "rejected",
                    "refused",
                    "denied",
                    "blocked",
                    "rejete",
                    "rejetee",
                    "refuse",
                    "refusee",
                    "abgelehnt",
                    "verweigert",
                    "rechazado",
                    "denegado",
                    "rejeitado",
                    "recusado",
                    "rifiutato",
                    "geweigerd",
                    "odrzucono",
                    "odrzucona",
                    "отклонено",
                    "отказано");

    /** What they refuse. */
    private static final Set<String> REFUSED =
            Set.of(
                    "access",
                    "mail",
                    "email",
                    "message",
                    "nachricht",
                    "zugriff",
                    "courrier",
                    "acces",
                    "correo",
                    "mensaje",
                    "acceso",
                    "mensagem",
                    "acesso",
                    "messaggio",
                    "posta",
                    "bericht",
                    "poczta",
                    "wiadomosc",
                    "сообщение",
                    "письмо",
                    "доступ");

    /** What the reason of a refusal stands behind. */
    private static final String REASON = "rejected: ";

    private static final PhraseBook HEDGES = PhraseBook.read("hedges.txt");

    /** What is said of the host of an address, or of another. */
    private static final Set<Meaning> OF_HOSTS =
            EnumSet.of(Meaning.DOMAIN_UNKNOWN, Meaning.DOMAIN_SURELY_UNKNOWN);

    /** What filters say of each mail that they refuse. */
    private static final Set<Meaning> BARE = EnumSet.of(Meaning.BARE_UNKNOWN, Meaning.UNAVAILABLE);

    /** What a server says of itself whatever it refuses. */
    private static final Set<Meaning> VAGUE =
            EnumSet.of(
                    Meaning.SYSTEM,
                    Meaning.NETWORK,
                    Meaning.EXPIRED,
                    Meaning.TRY_LATER,
                    Meaning.FOR_NOW,
                    Meaning.AT_PRESENT);

    /**
     * Judges a failure by a report. Codes come first, and words may only clear an address that a
     * code condemns, or speak where the code says nothing.
     *
     * @param status the status of the report; null without
     * @param reply what the other server said
     * @param phase what it refused
     */
    public static Diagnosis ofReport(@Nullable StatusCode status, String reply, Phase phase) {
        return ofReport(status, reply, phase, reply, null);
    }

    /**
     * As above, where it is known about whom the reply is.
     *
     * @param recipient null if it is not known
     */
    public static Diagnosis ofReport(
            @Nullable StatusCode status, String reply, Phase phase, @Nullable String recipient) {
        return ofReport(status, reply, phase, reply, recipient);
    }

    private static Diagnosis ofReport(
            @Nullable StatusCode status,
            String reply,
            Phase phase,
            String about,
            @Nullable String recipient) {
        return of(
                status,
                reply,
                Meanings.inReply(PlainWords.of(reply)),
                phase,
                SoughtHosts.inReply(reply, about, recipient));
    }

    /**
     * As {@link #ofReport}, of a report that has a notice beside it, which may clear the address.
     *
     * @param recipient null if it is not known
     */
    public static Diagnosis ofReport(
            @Nullable StatusCode status,
            String reply,
            NoticeEvidence notice,
            @Nullable String recipient) {
        Diagnosis reported =
                ofReport(status, reply, notice.phase(), recipient).or(notice.diagnosis());
        if (reported.fault() != Fault.ADDRESS) {
            return reported;
        }
        return notice.clearing()
                .map(meaning ->
                        new Diagnosis(
                                meaning.fault(),
                                reported.code(),
                                meaning.reason(),
                                reported.words(),
                                true))
                .orElse(reported);
    }

    /** Judges a failure by what is said of it: by the reply that it quotes, else by its words. */
    public static Diagnosis ofNotice(String text) {
        Phase phase = Phase.of(text);
        Optional<Diagnosis> quoted =
                QuotedReply.cut(text)
                        .map(reply -> ofReport(null, reply, phase, text, null))
                        .filter(Diagnosis::isSure);
        Optional<Meaning> meaning = Meanings.inNotice(PlainWords.of(text));
        return quoted.filter(_ -> meaning.filter(Meaning::isSure).isEmpty())
                .orElseGet(() -> of(null, text, meaning, phase, SoughtHosts.inNotice(text)));
    }

    /** What another text says, where this one was a guess. */
    public Diagnosis or(Diagnosis other) {
        if (isSure || !other.isSure()) {
            return this;
        }
        boolean passing = code != null && code.startsWith("4");
        return new Diagnosis(
                passing && other.fault() == Fault.ADDRESS ? Fault.PASSING : other.fault(),
                code == null ? other.code() : code,
                other.reason(),
                words.isBlank() ? other.words() : words,
                true);
    }

    private static Diagnosis of(
            @Nullable StatusCode status,
            String text,
            Optional<Meaning> said,
            Phase shown,
            SoughtHosts hosts) {
        Optional<Meaning> meaning = said.filter(known -> !isExplained(known, text));
        Phase phase = shown == Phase.UNKNOWN && QuotedReply.namesAddress(text) ? Phase.RCPT : shown;
        @Nullable StatusCode spoken = StatusCode.find(text).orElse(null);
        OptionalInt reply = QuotedReply.find(text);
        @Nullable StatusCode code = better(spoken, status);
        boolean sureWords = meaning.filter(Meaning::isSure).isPresent();
        boolean passing =
                isPassing(spoken)
                        || isPassing(status)
                        || (reply.isPresent() && reply.getAsInt() < 500);
        Fault fault =
                fault(code, meaning)
                        .orElseGet(() ->
                                byReply(
                                        code,
                                        reply,
                                        phase,
                                        isShort(text)
                                                && !isBareRefusal(text)
                                                && !isOfThing(text)
                                                && !givesReason(text)));
        if (fault == Fault.ADDRESS) {
            boolean named = code != null && names(code) && !(isBare(meaning) && isOfSystem(code));
            boolean stated = status == null && reply.isEmpty() && !HEDGES.isIn(PlainWords.of(text));
            boolean blamed =
                    named
                            || phase == Phase.RCPT
                            || meaning.filter(known -> known.condemnsBy(stated)).isPresent();
            fault =
                    passing || !blamed
                            ? Fault.PASSING
                            : sureWords && !isOfRoute(phase, code)
                                    ? Fault.ADDRESS
                                    : atPhase(phase, code);
        }
        if (fault == Fault.ADDRESS && isOfHost(code, meaning) && hosts.areOthers()) {
            fault = Fault.PASSING;
        }
        boolean sure = meaning.isPresent() || (code != null && byCode(code).isPresent());
        return new Diagnosis(fault, shown(code, reply), reason(meaning, fault, text), text, sure);
    }

    private static @Nullable StatusCode better(
            @Nullable StatusCode spoken, @Nullable StatusCode status) {
        if (spoken == null || (spoken.isVague() && status != null && !status.isVague())) {
            return status;
        }
        return spoken;
    }

    /** Whether a code is about something; details from 100 on are a maker's own. */
    private static boolean names(StatusCode code) {
        return code.subject() == 1
                || (code.subject() != 0 && code.subject() != 2 && code.detail() < 100);
    }

    /** Whether an address is condemned since a host was not found. */
    private static boolean isOfHost(@Nullable StatusCode code, Optional<Meaning> meaning) {
        return (code != null && code.subject() == 1 && code.detail() == 2)
                || meaning.filter(OF_HOSTS::contains).isPresent();
    }

    /** Whether all that is sure of a refused content is that it finds no way. */
    private static boolean isOfRoute(Phase phase, @Nullable StatusCode code) {
        return phase == Phase.DATA && code != null && code.subject() == 4;
    }

    /** Whether a code blames the receiving system, or what it allows. */
    private static boolean isOfSystem(StatusCode code) {
        return code.subject() == 3 || code.subject() == 7;
    }

    private static boolean isBare(Optional<Meaning> meaning) {
        return meaning.filter(BARE::contains).isPresent();
    }

    /** Whether a refusal has a reason behind it, which is not known, or it would be the meaning. */
    private static boolean isExplained(Meaning meaning, String text) {
        return meaning == Meaning.RECIPIENT_REJECTED && givesReason(text);
    }

    private static boolean givesReason(String text) {
        String words = PlainWords.of(text).toString();
        int at = words.indexOf(REASON);
        int from = at + REASON.length();
        return at >= 0 && from < words.length() && Character.isLetter(words.charAt(from));
    }

    private static boolean isPassing(@Nullable StatusCode code) {
        return code != null && code.success() == 4;
    }

    private static Optional<Fault> fault(@Nullable StatusCode code, Optional<Meaning> meaning) {
        Optional<Fault> byCode = code == null ? Optional.empty() : byCode(code);
        // "Try again later" beside 5.7.1 is a manner of speaking.
        Optional<Fault> byWords =
                code != null && code.subject() == 7 && meaning.filter(VAGUE::contains).isPresent()
                        ? Optional.of(Fault.SENDER)
                        : meaning.filter(known -> !isBeside(known, code)).map(Meaning::fault);
        return byCode.filter(known -> known != Fault.ADDRESS).or(() -> byWords).or(() -> byCode);
    }

    /**
     * Whether the words only say that it is refused, what is missing or how long nobody came, and
     * the code why.
     */
    private static boolean isBeside(Meaning meaning, @Nullable StatusCode code) {
        if (code == null) {
            return false;
        }
        return (meaning == Meaning.INACTIVE && code.success() == 5 && code.subject() == 1)
                || (meaning == Meaning.THING_MISSING && !code.isVague())
                || (meaning == Meaning.RECIPIENT_REJECTED && code.subject() > 2);
    }

    /** What a code says by itself (RFC 3463 and its registry); empty if it is vague. */
    private static Optional<Fault> byCode(StatusCode code) {
        return switch (code.subject()) {
            case 1 ->
                    switch (code.detail()) {
                        case 1, 2, 3, 6, 10 -> Optional.of(Fault.ADDRESS);
                        case 7, 8 -> Optional.of(Fault.SENDER);
                        default -> Optional.empty();
                    };
            // The mailbox is there; 5.2.0 and 5.2.1 are given to unknown ones as well.
            case 2 -> code.detail() <= 1 ? Optional.empty() : Optional.of(Fault.PASSING);
            // The mail is too big for the system, or its form is refused.
            case 3 -> code.detail() == 4 ? Optional.of(Fault.PASSING) : Optional.empty();
            case 6 -> code.detail() > 0 ? Optional.of(Fault.PASSING) : Optional.empty();
            // A loop, and the end of all attempts.
            case 4 ->
                    code.detail() == 6 || code.detail() == 7
                            ? Optional.of(Fault.PASSING)
                            : Optional.empty();
            // Some give 5.7.1 to all that they refuse: words that blame the address are believed.
            // 5.7.17 and 5.7.18 say that it has another owner now (RFC 7293, 7.4), and Sendmail
            // gives 5.7.27 to a recipient's null MX as well.
            case 7 ->
                    switch (code.detail()) {
                        case 0, 1, 17, 18, 27 -> Optional.empty();
                        default -> Optional.of(Fault.SENDER);
                    };
            default -> Optional.empty();
        };
    }

    /** Whether a server says little: who explains at length mostly speaks of the sender. */
    private static boolean isShort(String reply) {
        return PlainWords.of(reply).toString().chars().filter(c -> c == ' ').count() <= MOST_SPACES;
    }

    /** Who names a server, a record or a key mostly speaks of that. */
    private static boolean isOfThing(String reply) {
        return OtherThings.isAnyNamed(PlainWords.of(reply).toString());
    }

    private static boolean isBareRefusal(String reply) {
        String words =
                PlainWords.of(reply)
                        .toString()
                        .codePoints()
                        .filter(c -> Character.isLetter(c) || c == ' ')
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        List<String> said =
                Stream.of(words.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
        return said.stream().anyMatch(REFUSALS::contains)
                && said.stream()
                        .allMatch(word -> REFUSALS.contains(word) || REFUSED.contains(word));
    }

    /** The best guess: a short bare 550 blames the address only if it answers the address. */
    private static Fault byReply(
            @Nullable StatusCode code, OptionalInt reply, Phase phase, boolean isShort) {
        boolean refused = code == null ? reply.orElse(0) >= 500 : code.success() == 5;
        if ((code != null && code.subject() == 7) || (phase == Phase.MAIL && refused)) {
            return Fault.SENDER;
        }
        if (code != null && !code.isVague()) {
            return Fault.PASSING;
        }
        return reply.orElse(0) == 550 && phase == Phase.RCPT && isShort
                ? Fault.ADDRESS
                : Fault.PASSING;
    }

    /**
     * Who refuses the sender, or the content, says nothing of the recipient, whatever the words.
     */
    private static Fault atPhase(Phase phase, @Nullable StatusCode code) {
        return switch (phase) {
            case CONNECT -> Fault.PASSING;
            case DATA ->
                    code != null && names(code) && code.subject() != 7 && !isOfRoute(phase, code)
                            ? Fault.ADDRESS
                            : Fault.PASSING;
            case MAIL -> Fault.SENDER;
            case RCPT, UNKNOWN -> Fault.ADDRESS;
        };
    }

    private static @Nullable String shown(@Nullable StatusCode code, OptionalInt reply) {
        if (code != null) {
            return code.toString();
        }
        return reply.isPresent() ? String.valueOf(reply.getAsInt()) : null;
    }

    private static String reason(Optional<Meaning> meaning, Fault fault, String text) {
        String words = text.isBlank() ? fault.reason() : text;
        return meaning.filter(known -> known.fault() == fault).map(Meaning::reason).orElse(words);
    }
}
