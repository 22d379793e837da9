package org.papertide.bounce.rule;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what the words of a server mean: the first meaning, in their order, that is in them.
 */
final class Meanings {

    private static final Map<Meaning, PhraseBook> BOOKS = new EnumMap<>(Meaning.class);

    static {
        for (Meaning meaning : Meaning.values()) {
            BOOKS.put(meaning, PhraseBook.read(meaning.file()));
        }
    }

    private static final PhraseBook PLAINLY_UNKNOWN = PhraseBook.read("plainly-unknown.txt");

    /** "At the moment": of two that begin alike, the longer comes first. */
    private static final List<String> WORDS_OF_TIME =
            WordClasses.ofNames(name -> name.endsWith("for-now") || name.endsWith("at-present"))
                    .map(word -> PlainWords.of(word).toString())
                    .distinct()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();

    private Meanings() {}

    /** Of the words of a notice, as {@link PlainWords} has them. */
    static Optional<Meaning> inNotice(PlainWords words) {
        return find(words, false);
    }

    /** Of the words of a server's reply. */
    static Optional<Meaning> inReply(PlainWords words) {
        return find(words, true);
    }

    private static Optional<Meaning> find(PlainWords words, boolean inReply) {
        Optional<Meaning> meaning = find(words, inReply, false);
        return meaning.filter(Meaning::isWeak)
                .flatMap(_ -> findPlain(words, inReply))
                .or(() -> meaning);
    }

    /** What the words say plainly: "does not exist" of "does not at the moment exist". */
    private static Optional<Meaning> findPlain(PlainWords words, boolean inReply) {
        PlainWords timeless = words.without(WORDS_OF_TIME);
        if (PLAINLY_UNKNOWN.findSubject(timeless, inReply) != Phrase.Found.YES) {
            return Optional.empty();
        }
        Meaning meaning = find(timeless, inReply, true).orElse(Meaning.MAILBOX_UNKNOWN);
        return Optional.of(meaning).filter(plain -> plain.fault() == Meaning.Fault.ADDRESS);
    }

    /** What is said of a sender, or of a thing, condemns no address. */
    private static Optional<Meaning> find(PlainWords words, boolean inReply, boolean onlyStrong) {
        Phrase.Found found = Phrase.Found.NOT;
        for (Map.Entry<Meaning, PhraseBook> entry : BOOKS.entrySet()) {
            Meaning meaning = entry.getKey();
            if (onlyStrong && meaning.isWeak()) {
                continue;
            }
            PhraseBook book = entry.getValue();
            if (meaning.fault() != Meaning.Fault.ADDRESS) {
                if (inReply ? book.isInReply(words) : book.isIn(words)) {
                    return Optional.of(meaning);
                }
                continue;
            }
            Phrase.Found said = book.findSubject(words, inReply);
            if (said == Phrase.Found.YES) {
                return Optional.of(meaning);
            }
            found = said.compareTo(found) > 0 ? said : found;
        }
        return switch (found) {
            case OF_SENDER -> Optional.of(Meaning.SENDER_UNKNOWN);
            case OF_OTHER_THING -> Optional.of(Meaning.THING_MISSING);
            case NOT, YES -> Optional.empty();
        };
    }
}
