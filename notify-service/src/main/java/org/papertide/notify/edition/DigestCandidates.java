package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;

/**
 * The candidates of an edition, and what has been made of them so far: readers with one filter
 * share what passes it, and readers of the same papers a text. What is remembered is bounded; the
 * filters and texts that were asked for last stay. The parts of an audience share it, each with a
 * thread of its own.
 */
final class DigestCandidates {

    /** One that lets all pass has some ten thousand entries. */
    private static final int MOST_FILTERS = 200;

    private static final int MOST_MESSAGES = 10_000;

    private final List<Score> rising;
    private final List<Score> top;

    /** Where the candidates of each order are in the pool. */
    private final int[] risingPlaces;

    private final int[] topPlaces;
    private final List<Score> all = new ArrayList<>();
    private final PaperPool pool;
    private final List<String> ids;
    private final Map<String, FilteredCandidates> passing = remembering(MOST_FILTERS);
    private final Map<String, String> messages = remembering(MOST_MESSAGES);

    /** Both best first. */
    DigestCandidates(List<Score> rising, List<Score> top) {
        this.rising = List.copyOf(rising);
        this.top = List.copyOf(top);
        Map<String, Integer> places = new HashMap<>();
        this.risingPlaces = places(rising, places);
        this.topPlaces = places(top, places);
        this.pool = new PaperPool(all.stream().map(Score::paper).toList());
        this.ids = all.stream().map(Score::paper).map(DigestCandidates::id).toList();
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
     */
    synchronized FilteredCandidates passing(String filterKey, Interest interest) {
        return passing.computeIfAbsent(
                filterKey, _ -> FilteredCandidates.of(interest, passing(interest)));
    }

    private RankedCandidates passing(Interest interest) {
        BitSet places = pool.passing(interest, place -> all.get(place).score());
        return RankedCandidates.of(
                those(rising, risingPlaces, places), those(top, topPlaces, places));
    }

    private static List<Score> those(List<Score> scores, int[] places, BitSet passing) {
        return IntStream.range(0, places.length)
                .filter(i -> passing.get(places[i]))
                .mapToObj(scores::get)
                .toList();
    }

    /** The content of what is said so, if it was written lately. */
    synchronized @Nullable String written(String key) {
        return messages.get(key);
    }

    /** Remembers contents that were committed, by what they say. */
    synchronized void written(Map<String, String> contents) {
        messages.putAll(contents);
    }

    private static <T> Map<String, T> remembering(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        };
    }
}
