package org.papertide.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;

/** What a person, or a machine in a person's place, answers: wishes, questions and absences. */
final class Answers {

    private static final PhraseBook CHALLENGES = PhraseBook.read("challenges.txt");
    private static final PhraseBook UNSUBSCRIBE = PhraseBook.read("unsubscribe.txt");
    private static final PhraseBook UNSUBSCRIBE_SUBJECTS =
            PhraseBook.read("unsubscribe-subjects.txt");
    private static final PhraseBook POLITE_QUESTIONS = PhraseBook.read("polite-questions.txt");
    private static final PhraseBook POLITE_ENDINGS = PhraseBook.read("polite-endings.txt");
    private static final PhraseBook ASKS_HOW = PhraseBook.read("asks-how.txt");

    /** What ends a sentence before a space; and what does so anywhere, in Chinese and Japanese. */
    private static final String ENDS = ".!?";

    private static final String WIDE_ENDS = "。！？";

    /** How the addresses of those who take unsubscriptions begin; ours is {@code u+token}. */
    private static final List<String> UNSUBSCRIBERS =
            List.of("u+", "unsubscribe", "unsub", "leave-", "signoff");

    /** What means it only if it is all that a mail says. */
    private static final Set<String> REQUESTS =
            Set.of("remove", "stop", "cancel", "leave", "signoff", "quit", "out", "end");

    /** Who only asks to be unsubscribed writes no more, in characters. */
    private static final int LONGEST_REQUEST = 400;

    /** "I would like to" and the like stand before a wish, in characters. */
    private static final int FIRST_WORDS = 18;

    /** Who says how to do it does not ask for it. */
    private static final String LINK = "http";

    /** "Re: stop, please" asks for it; "Stop paying too much for ink" does not. */
    static final int MOST_WORDS = 3;

    private final IncomingMail mail;

    Answers(IncomingMail mail) {
        this.mail = mail;
    }

    /**
     * A machine that asks the sender to prove to be human; no person who wants to go, and to know.
     */
    Optional<Classification> challenge() {
        boolean asks =
                !mail.isFromMachine()
                        && !isWish()
                        && (CHALLENGES.isIn(PlainWords.of(mail.notice().text()))
                                || CHALLENGES.isIn(mail.subject()));
        return asks
                ? Optional.of(
                        Classification.of(
                                Kind.AUTO_REPLY, mail.sender(), "asks the sender to confirm"))
                : Optional.empty();
    }

    /** A machine that answers, except those by which a person asks to be unsubscribed. */
    Optional<Classification> addressedReply() {
        boolean answers =
                (mail.answersBySubject() && !isPersonToUnsubscriber())
                        || (mail.isAutomaticReply() && !subjectAsks());
        return answers ? autoReply() : Optional.empty();
    }

    Optional<Classification> unsubscribe() {
        boolean signed = mail.isFromProgram() || mail.isNullSender();
        return !signed && asks()
                ? Optional.of(
                        Classification.of(
                                Kind.UNSUBSCRIBE, mail.sender(), "asks to be unsubscribed"))
                : Optional.empty();
    }

    /** A machine that answers, by any sign. */
    Optional<Classification> autoReply() {
        boolean automatic =
                mail.isAutomatic()
                        || mail.isNullSender()
                        || mail.answersInWords()
                        || (mail.isOfLowPrecedence() && mail.answers());
        return automatic
                ? Optional.of(
                        Classification.of(Kind.AUTO_REPLY, mail.sender(), "answered automatically"))
                : Optional.empty();
    }

    private boolean asks() {
        return subjectAsks() || isToUnsubscriber() || requests();
    }

    /**
     * Whether nothing in the header is a machine's, and it asks to be unsubscribed in its first
     * words: further on, a machine repeats the title of a paper.
     */
    private boolean isWish() {
        return !mail.isSurelyByMachine()
                && (isToUnsubscriber()
                        || (requests()
                                && start().lines()
                                        .anyMatch(line ->
                                                UNSUBSCRIBE.beginsIn(
                                                        PlainWords.of(line), FIRST_WORDS))));
    }

    private boolean isPersonToUnsubscriber() {
        return !mail.isSurelyByMachine() && isToUnsubscriber();
    }

    /** A machine's subject asks only if it says no more: else it may be the title of a paper. */
    private boolean subjectAsks() {
        boolean isShort = mail.subject().toString().split(" ", -1).length <= MOST_WORDS;
        return (UNSUBSCRIBE.isIn(mail.subject()) && (isShort || !mail.isAutomatic()))
                || (UNSUBSCRIBE_SUBJECTS.isIn(mail.subject()) && isShort);
    }

    private boolean isToUnsubscriber() {
        return Stream.of("to", "delivered-to", "x-original-to")
                .flatMap(mail.fields()::all)
                .flatMap(value -> Addresses.all(value).stream())
                .map(address -> address.toLowerCase(Locale.ROOT))
                .anyMatch(address -> UNSUBSCRIBERS.stream().anyMatch(address::startsWith));
    }

    /** Whether the mail says little of its own, and begins by asking for it. */
    private boolean requests() {
        String own = own();
        if (REQUESTS.contains(PlainWords.of(own).toString())) {
            return true;
        }
        String start = start();
        return own.length() <= LONGEST_REQUEST
                && !start.contains(LINK)
                && (isQuestion(start)
                        ? sentences(start).stream()
                                .map(PlainWords::of)
                                .anyMatch(Answers::asksPolitely)
                        : UNSUBSCRIBE.isIn(PlainWords.of(start)));
    }

    private static boolean isQuestion(String start) {
        return start.contains("?") || start.contains("？");
    }

    /**
     * Whether a sentence asks somebody to do it. A question may begin as politely: "Can you tell me
     * how to unsubscribe?" And who asks for something else may name it before, to say that it is
     * not meant.
     */
    private static boolean asksPolitely(PlainWords sentence) {
        return POLITE_QUESTIONS.findBehind(sentence).filter(Answers::begsFor).isPresent()
                || POLITE_ENDINGS
                        .findBefore(sentence)
                        .filter(wish -> UNSUBSCRIBE.isAffirmed(wish) && !ASKS_HOW.isIn(wish))
                        .isPresent();
    }

    private static boolean begsFor(PlainWords wish) {
        return UNSUBSCRIBE.isAffirmed(wish)
                && UNSUBSCRIBE.findBefore(wish).filter(ASKS_HOW::isIn).isEmpty();
    }

    private static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (isEnd(text, at)) {
                sentences.add(text.substring(from, at + 1));
                from = at + 1;
            }
        }
        sentences.add(text.substring(from));
        return sentences;
    }

    private static boolean isEnd(String text, int at) {
        char c = text.charAt(at);
        return WIDE_ENDS.indexOf(c) >= 0
                || (ENDS.indexOf(c) >= 0
                        && (at + 1 == text.length()
                                || Character.isWhitespace(text.charAt(at + 1))));
    }

    /** Its first lines. */
    private String start() {
        return own().lines().limit(2).collect(Collectors.joining("\n"));
    }

    /** What is above what it quotes, and above its signature. */
    private String own() {
        return mail.notice()
                .text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .takeWhile(line -> !line.startsWith(">") && !line.equals("--"))
                .collect(Collectors.joining("\n"));
    }
}
