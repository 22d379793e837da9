package org.papertide.ingest.source.arxiv;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a paper, the earliest first, in whatever order a listing has them. Where one has
 * no number ({@code v2}), the listing's order holds.
 *
 * @param inOrder the earliest first
 */
record PaperVersions<V>(List<V> inOrder) {

    private static final Pattern NUMBER = Pattern.compile("v(\\d{1,4})");

    PaperVersions {
        inOrder = List.copyOf(inOrder);
    }

    /**
     * @param listed as the listing has them
     * @param name of a version, such as {@code v2}
     */
    static <V> PaperVersions<V> of(List<V> listed, Function<V, @Nullable String> name) {
        if (listed.stream().anyMatch(version -> number(name.apply(version)).isEmpty())) {
            return new PaperVersions<>(listed);
        }
        return new PaperVersions<>(
                listed.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        version -> number(name.apply(version)).orElseThrow()))
                        .toList());
    }

    /** The number in the name of a version. */
    static OptionalInt number(@Nullable String name) {
        Matcher number = NUMBER.matcher(name == null ? "" : name);
        return number.matches()
                ? OptionalInt.of(Integer.parseInt(number.group(1)))
                : OptionalInt.empty();
    }

    Optional<V> earliest() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.getFirst());
    }

    Optional<V> newest() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.getLast());
    }
}
