package org.papertide.bounce.rule;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
        return find(book -> book.isIn(words));
    }

    /** Of the words of a server's reply. */
    static Optional<Meaning> inReply(PlainWords words) {
        return find(book -> book.isInReply(words));
    }

    private static Optional<Meaning> find(Predicate<PhraseBook> hasPhrase) {
        return BOOKS.entrySet().stream()
                .filter(book -> hasPhrase.test(book.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
