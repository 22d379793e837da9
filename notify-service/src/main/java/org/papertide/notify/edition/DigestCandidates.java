package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.notify.edition.ComposedBatch.Composed;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.interest.PaperVectors;

/**
 * The candidates of an edition, and what has been made of them so far: readers with one filter
 * share what passes it, and readers of the same papers a text. What is remembered is bounded in
 * bytes; the filters and texts that were asked for last stay. The parts of an audience share it,
 * each with a thread of its own.
 */
final class DigestCandidates {

    /** A filter that lets all of ten thousand candidates pass has 640 kB. */
    private static final long FILTER_BYTES = 16L << 20;

    /** A paper in its place, and where it is listed. */
    private static final long RANKED_BYTES = 32;

    private static final long MESSAGE_BYTES = 8L << 20;

    /** Of an entry, beside the letters of its texts. */
    private static final long ENTRY_BYTES = 150;

    private final List<Score> rising;
    private final List<Score> top;

    /** For themes alone. */
    private final List<Score> late;

    /** Where the candidates of each order are in the pool. */
    private final int[] risingPlaces;

    private final int[] topPlaces;
    private final int[] latePlaces;
    private final List<Score> all = new ArrayList<>();
    private final PaperPool pool;
    private final List<String> ids;
    private final Remembered<FilteredCandidates> passing =
            new Remembered<>(
                    FILTER_BYTES,
                    (key, filtered) ->
                            ENTRY_BYTES + key.length() + RANKED_BYTES * filtered.passing().size());
    private final Remembered<Composed> messages =
            new Remembered<>(
                    MESSAGE_BYTES,
                    (key, content) -> ENTRY_BYTES + key.length() + content.id().length());

    /** Both best first, of papers whose vectors are not known. */
    DigestCandidates(List<Score> rising, List<Score> top) {
        this(rising, top, List.of(), ids -> new PaperVectors(ids.size()));
    }

    /**
     * All best first.
     *
     * @param late no candidates any more, but when they were, no theme could tell whether it wants
     *     them: their texts were read later
     * @param vectors finds the vectors of papers, by their place in a list
     */
    DigestCandidates(
            List<Score> rising,
            List<Score> top,
            List<Score> late,
            Function<List<String>, PaperVectors> vectors) {
        this.rising = List.copyOf(rising);
        this.top = List.copyOf(top);
        Set<String> candidates =
                Stream.concat(rising.stream(), top.stream())
                        .map(score -> id(score.paper()))
                        .collect(Collectors.toSet());
        this.late = late.stream().filter(score -> !candidates.contains(id(score.paper()))).toList();
        Map<String, Integer> places = new HashMap<>();
        this.risingPlaces = places(rising, places);
        this.topPlaces = places(top, places);
        this.latePlaces = places(this.late, places);
        this.ids = all.stream().map(Score::paper).map(DigestCandidates::id).toList();
        this.pool = new PaperPool(all.stream().map(Score::paper).toList(), vectors.apply(ids));
    }

    private int[] places(List<Score> scores, Map<String, Integer> places) {
        return scores.stream()
                .mapToInt(score ->
                        places.computeIfAbsent(
                                id(score.paper()),
                                _ -> {
                                    all.add(score);
                                    return all.size() - 1;
                                }))
                .toArray();
    }

    private static String id(PaperSummary paper) {
        return paper.id().value();
    }

    /** The identities of all candidates. */
    List<String> ids() {
        return ids;
    }

    /**
     * What the interest of a filter lets pass.
     *
     * @param filterKey equal for equal interests
     * @param theme what its theme compares papers with, if it has one and its vectors have come
     */
    synchronized FilteredCandidates passing(
            String filterKey, Interest interest, @Nullable CalibratedTheme theme) {
        FilteredCandidates known = passing.find(filterKey);
        if (known != null) {
            return known;
        }
        FilteredCandidates found = FilteredCandidates.of(interest, passing(interest, theme));
        passing.put(filterKey, found);
        return found;
    }

    private RankedCandidates passing(Interest interest, @Nullable CalibratedTheme theme) {
        BitSet places = pool.passing(interest, theme, place -> all.get(place).score());
        return RankedCandidates.of(
                those(rising, risingPlaces, places, theme),
                those(top, topPlaces, places, theme),
                interest.theme().isAny() ? List.of() : those(late, latePlaces, places, theme));
    }

    private List<RankedCandidates.Found> those(
            List<Score> scores, int[] places, BitSet passing, @Nullable CalibratedTheme theme) {
        return IntStream.range(0, places.length)
                .filter(i -> passing.get(places[i]))
                .mapToObj(i -> new RankedCandidates.Found(scores.get(i), met(theme, places[i])))
                .toList();
    }

    private CalibratedTheme.@Nullable Direction met(@Nullable CalibratedTheme theme, int place) {
        return theme == null ? null : pool.met(theme, place).orElse(null);
    }

    /** The content of what is said so, if it was written lately. */
    synchronized @Nullable Composed written(String key) {
        return messages.find(key);
    }

    /** Remembers contents that were committed, by what they say. */
    synchronized void written(Map<String, Composed> contents) {
        contents.forEach(messages::put);
    }
}
