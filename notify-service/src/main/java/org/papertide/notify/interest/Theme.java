package org.papertide.notify.interest;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.events.PaperId;
import org.papertide.platform.hashing.Sha256;

/**
 * What papers are to be about, in the reader's own words or by example; always valid. A paper is
 * wanted that is near to one of {@code about} and {@code like}, and not nearer to one of {@code
 * notAbout}. Texts and papers are in one order, whatever the order in which they were given.
 *
 * @param about what papers are to be about, up to {@value #MAX_TEXTS} texts
 * @param notAbout what they are not to be about
 * @param like papers that they are to be like
 * @param amount how many pass; of no meaning without {@code about} and {@code like}
 */
public record Theme(List<String> about, List<String> notAbout, List<PaperId> like, Amount amount) {

    /** Most texts in each of the lists. */
    public static final int MAX_TEXTS = 5;

    /** Longest text, in characters. */
    public static final int MAX_TEXT = 500;

    /** Most papers. */
    public static final int MAX_LIKE = 20;

    /** Lets all pass. */
    public static final Theme ANY = new Theme(List.of(), List.of(), List.of(), Amount.SOME);

    public Theme {
        about = inOrder("about", about, MAX_TEXTS);
        notAbout = inOrder("notAbout", notAbout, MAX_TEXTS);
        like = inOrder("like", like, MAX_LIKE);
        if (Stream.of(about, notAbout)
                .flatMap(Collection::stream)
                .anyMatch(text -> text.isBlank() || text.length() > MAX_TEXT)) {
            throw new IllegalArgumentException("about, notAbout: not 1 to " + MAX_TEXT);
        }
        if (about.isEmpty() && like.isEmpty()) {
            amount = Amount.SOME;
        }
    }

    private static <T extends Comparable<T>> List<T> inOrder(
            String field, List<T> values, int atMost) {
        List<T> ordered = values.stream().distinct().sorted().toList();
        if (ordered.size() > atMost) {
            throw new IllegalArgumentException(field + ": more than " + atMost);
        }
        return ordered;
    }

    /** Whether it lets all pass. */
    public boolean isAny() {
        return about.isEmpty() && notAbout.isEmpty() && like.isEmpty();
    }

    /** Whether it says what is wanted, and not only what is not. */
    public boolean hasWish() {
        return !about.isEmpty() || !like.isEmpty();
    }

    /** The texts whose vectors it needs: first {@code about}, then {@code notAbout}. */
    public List<String> texts() {
        return Stream.concat(about.stream(), notAbout.stream()).toList();
    }

    /** 128 bits of a hash of all of it, in hex: equal themes have equal keys. */
    public String key() {
        String all =
                Stream.of(about, notAbout, like)
                        .map(list ->
                                list.stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining("\n")))
                        .collect(Collectors.joining("\n\n"));
        return Sha256.hex(amount + "\n" + all).substring(0, 32);
    }
}
