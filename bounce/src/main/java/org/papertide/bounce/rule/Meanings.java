package org.papertide.bounce.rule;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks for what the words of a server mean. */
public final class Meanings {

    private static final Map<Meaning, PhraseBook> BOOKS = new EnumMap<>(Meaning.class);

    static {
        for (Meaning meaning : Meaning.values()) {
            BOOKS.put(meaning, PhraseBook.read(meaning.file()));
        }
    }

    private Meanings() {}

    /**
     * The first meaning, in their order, of which a phrase is in the words of {@link PlainWords}.
     */
    public static Optional<Meaning> find(String words) {
        return BOOKS.entrySet().stream()
                .filter(book -> book.getValue().isIn(words))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static PhraseBook book(Meaning meaning) {
        return Objects.requireNonNull(BOOKS.get(meaning));
    }
}
