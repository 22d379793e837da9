package org.papertide.bounce.rule;

import java.util.EnumMap;
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

    private Meanings() {}

    /** Of the words of a notice, as {@link PlainWords} has them. */
    static Optional<Meaning> inNotice(PlainWords words) {
        return find(words, false);
    }

    /** Of the words of a server's reply. */
    static Optional<Meaning> inReply(PlainWords words) {
        return find(words, true);
    }

    /** What is said of a sender, or of a thing, condemns no address. */
    private static Optional<Meaning> find(PlainWords words, boolean inReply) {
        Phrase.Found found = Phrase.Found.NOT;
        for (Map.Entry<Meaning, PhraseBook> entry : BOOKS.entrySet()) {
            Meaning meaning = entry.getKey();
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
