package org.papertide.notify.interest;

import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;

/**
 * Papers that many filters are asked about. A paper is read once, and each category, author and
 * phrase is looked for once, whoever else names it; what a filter lets pass is then put together of
 * sets. It lets pass what {@link PaperFilter} does and is near to the theme.
 *
 * <p>For one thread.
 */
public final class PaperPool {

    /** A set of ten thousand papers has 1.3 kB. */
    private static final int MOST_REMEMBERED = 10_000;

    private final List<SearchedPaper> papers;
    private final PaperVectors vectors;
    private final Map<PaperId, Integer> places = new HashMap<>();
    private final Map<String, BitSet> remembered = new HashMap<>();

    /** Of papers whose vectors are not known: no theme lets them pass. */
    public PaperPool(List<PaperSummary> papers) {
        this(papers, new PaperVectors(papers.size()));
    }

    /**
     * @param vectors of the papers, by their place in the list
     */
    public PaperPool(List<PaperSummary> papers, PaperVectors vectors) {
        this.papers = papers.stream().map(SearchedPaper::new).toList();
        this.vectors = vectors;
        for (int place = 0; place < papers.size(); place++) {
            PaperSummary paper = papers.get(place);
            places.putIfAbsent(paper.id(), place);
            for (PaperId alias : paper.aliases()) {
                places.putIfAbsent(alias, place);
            }
        }
    }

    /**
     * The papers that an interest is known to let pass, by their place in the pool. A theme says
     * nothing yet of a paper without a vector: who asks once only has to ask again when it comes.
     *
     * @param theme what its theme compares papers with; absent if it has none, and if its vectors
     *     have not come: then nothing passes
     * @param scores by their place; what {@code minimumScore} is compared with
     */
    public BitSet passing(
            Interest interest, @Nullable CalibratedTheme theme, IntToDoubleFunction scores) {
        BitSet asked = asked(interest, scores);
        if (interest.theme().isAny()) {
            return asked;
        }
        return theme == null ? new BitSet() : theme.passing(vectors, asked);
    }

    /** The papers that an interest lets pass but for its theme, which cannot tell of them yet. */
    public BitSet undecided(Interest interest, CalibratedTheme theme, IntToDoubleFunction scores) {
        BitSet asked = asked(interest, scores);
        asked.andNot(theme.known(vectors, asked));
        return asked;
    }

    /** The papers that an interest lets pass but for its theme, which is not asked. */
    public BitSet asked(Interest interest, IntToDoubleFunction scores) {
        BitSet passing = passing(interest, scores);
        // Who names a paper as an example knows it.
        interest.theme().like().stream()
                .map(places::get)
                .filter(Objects::nonNull)
                .forEach(passing::clear);
        return passing;
    }

    /** Which of a theme's wishes a paper that passes is nearest to, by its place in the pool. */
    public Optional<CalibratedTheme.Direction> met(CalibratedTheme theme, int place) {
        return theme.met(vectors, place);
    }

    private BitSet passing(Interest interest, IntToDoubleFunction scores) {
        BitSet passing = new BitSet(papers.size());
        passing.set(0, papers.size());
        Double minimum = interest.minimumScore();
        if (minimum != null) {
            double least = minimum;
            passing.and(those(place -> scores.applyAsDouble(place) >= least));
        }
        keep(passing, interest.categories(), this::inCategory);
        keep(passing, interest.authors(), this::byAuthor);
        keep(passing, interest.include(), this::holding);
        interest.exclude().forEach(phrase -> passing.andNot(holding(phrase)));
        return passing;
    }

    /** Finds the papers that an entry of a filter names. */
    private interface Search {
        BitSet find(String entry);
    }

    /** Keeps those that one of the entries names, if there are any. */
    private static void keep(BitSet passing, List<String> entries, Search search) {
        if (entries.isEmpty()) {
            return;
        }
        BitSet named = new BitSet();
        entries.forEach(entry -> named.or(search.find(entry)));
        passing.and(named);
    }

    private BitSet inCategory(String category) {
        return remember("category " + category, List.of(category), List.of(), List.of());
    }

    private BitSet byAuthor(String name) {
        return remember("author " + name, List.of(), List.of(), List.of(name));
    }

    private BitSet holding(String phrase) {
        return remember("phrase " + phrase, List.of(), List.of(phrase), List.of());
    }

    private BitSet remember(
            String what, List<String> categories, List<String> include, List<String> authors) {
        BitSet known = remembered.get(what);
        if (known != null) {
            return known;
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        PaperFilter filter =
                new PaperFilter(
                        new Interest(
                                Frequency.DAILY,
                                ZoneOffset.UTC,
                                Interest.DEFAULT_HOUR,
                                categories,
                                include,
                                List.of(),
                                authors,
                                null,
                                Interest.MAX_LIMIT));
        BitSet found = those(place -> filter.passes(papers.get(place), 0));
        remembered.put(what, found);
        return found;
    }

    private BitSet those(IntPredicate matches) {
        BitSet those = new BitSet(papers.size());
        for (int place = 0; place < papers.size(); place++) {
            if (matches.test(place)) {
                those.set(place);
            }
        }
        return those;
    }
}
