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

    /** What is said of a sender condemns no address. */
    private static Optional<Meaning> find(PlainWords words, boolean inReply) {
        boolean ofSender = false;
        for (Map.Entry<Meaning, PhraseBook> entry : BOOKS.entrySet()) {
            Meaning meaning = entry.getKey();
            PhraseBook book = entry.getValue();
            if (meaning.fault() != Meaning.Fault.ADDRESS) {
                if (inReply ? book.isInReply(words) : book.isIn(words)) {
                    return Optional.of(meaning);
                }
                continue;
            }
            switch (book.findSubject(words, inReply)) {
                case YES -> {
                    return Optional.of(meaning);
                }
                case OF_SENDER -> ofSender = true;
                case NOT -> {}
            }
        }
        return ofSender ? Optional.of(Meaning.SENDER_UNKNOWN) : Optional.empty();
    }
}
