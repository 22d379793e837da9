package org.papertide.notify.signup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Theme;

/** Papers as readers name them. */
public final class PaperNames {

    /** The longest text that may spell an identity, with an address before it, in characters. */
    public static final int MAX_TEXT = PaperId.MAX_LENGTH + 100;

    private PaperNames() {}

    /**
     * The identity that a text spells, as the search reads it; of arXiv's identities those alone
     * that arXiv can have given.
     */
    static Optional<PaperId> find(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        return PaperId.findInText(text)
                .filter(id -> !id.isArxiv() || PaperId.findArxiv(id.value()).isPresent());
    }

    /** The same entries; one that names several papers, with spaces between, becomes several. */
    static List<String> apart(List<String> entries) {
        return entries.stream().flatMap(PaperNames::apart).toList();
    }

    private static Stream<String> apart(@Nullable String entry) {
        if (entry == null || entry.isBlank() || find(entry.strip()).isPresent()) {
            return Stream.of(entry == null ? "" : entry);
        }
        // One more than a list may have is enough to refuse it.
        List<String> parts = Stream.of(entry.strip().split("\\s+", Theme.MAX_LIKE + 2)).toList();
        return parts.stream().limit(Theme.MAX_LIKE + 1L).allMatch(part -> find(part).isPresent())
                ? parts.stream()
                : Stream.of(entry);
    }

    /**
     * The same where there must be one.
     *
     * @throws IllegalArgumentException if it spells none
     */
    static PaperId parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("like: not a paper's identity"));
    }
}
