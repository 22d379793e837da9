package org.papertide.notify.interest;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of some papers, by their places; those of each kind in one array, one after the
 * other, so that comparing a text with all of them is one pass over memory. Only vectors of one
 * model and of as many numbers are ever compared. They are of a few kinds at most: each takes
 * memory for all papers, and records may name any number.
 *
 * <p>Not to be changed while it is read.
 */
public final class PaperVectors {

    /** Of the papers that another model has read: the rest follows soon. */
    private static final double COVERED = 0.8;

    /** Of the model by which texts are read, of the next one, and of those before them. */
    static final int MOST_KINDS = 4;

    /**
     * Vectors that can be compared.
     *
     * @param model that made them
     * @param dimensions how many numbers each has: records may name a model that makes others
     */
    public record Kind(String model, int dimensions) {}

    private final int papers;
    private final Map<Kind, OfModel> kinds = new HashMap<>();

    /** Of so many papers, without any vector yet. */
    public PaperVectors(int papers) {
        this.papers = papers;
    }

    /**
     * The kinds of vectors that are worth keeping: those with most of them, a few at most.
     *
     * @param kinds the kind of each vector that there is
     */
    public static Set<Kind> kept(Collection<Kind> kinds) {
        Map<Kind, Integer> counts = new HashMap<>();
        kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<Kind, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(each -> each.getKey().model())
                                .thenComparingInt(each -> each.getKey().dimensions()))
                .limit(MOST_KINDS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Puts the vector of a paper, unless there are vectors of enough other kinds.
     *
     * @param place of the paper, from 0
     * @param vector of length 1
     */
    public void put(int place, String model, float[] vector) {
        Kind kind = new Kind(model, vector.length);
        if (kinds.containsKey(kind) || kinds.size() < MOST_KINDS) {
            kinds.computeIfAbsent(kind, _ -> new OfModel(papers, vector.length)).put(place, vector);
        }
    }

    /**
     * Those that a model made, if it made any: of as many numbers as most of them have, and of
     * equals the longest.
     */
    public @Nullable OfModel by(String model) {
        return kinds.entrySet().stream()
                .filter(each -> each.getKey().model().equals(model))
                .map(Map.Entry::getValue)
                .max(Comparator.comparingInt(OfModel::count).thenComparingInt(OfModel::dimensions))
                .orElse(null);
    }

    /** Those of so many numbers that a model made, if it made any. */
    public @Nullable OfModel by(String model, int dimensions) {
        return kinds.get(new Kind(model, dimensions));
    }

    /** Whether the paper at a place has one, by any model. */
    public boolean has(int place) {
        return kinds.values().stream().anyMatch(own -> own.has(place));
    }

    /** The models that made some. */
    public Set<String> models() {
        return kinds.keySet().stream().map(Kind::model).collect(Collectors.toUnmodifiableSet());
    }

    /** The model that made most, if there is any; of equals the first by name. */
    public Optional<String> mostOf() {
        return models().stream()
                .max(Comparator.comparingInt(this::count).thenComparing(Comparator.reverseOrder()));
    }

    private int count(String model) {
        OfModel own = by(model);
        return own == null ? 0 : own.count();
    }

    /** Whether a model made enough to compare by, and about as many as another one. */
    public boolean covers(String model, String other) {
        return count(model) >= CalibratedTheme.LEAST_PAPERS
                && count(model) >= COVERED * count(other);
    }

    /** Those of one kind. */
    public static final class OfModel {

        private static final int NONE = -1;

        private final int dimensions;
        private final int[] rows;
        private float[] numbers = {};
        private int count;

        private OfModel(int papers, int dimensions) {
            this.dimensions = dimensions;
            this.rows = new int[papers];
            Arrays.fill(rows, NONE);
        }

        private void put(int place, float[] vector) {
            if (rows[place] == NONE) {
                int end = (count + 1) * dimensions;
                if (end > numbers.length) {
                    int most = rows.length * dimensions;
                    numbers =
                            Arrays.copyOf(
                                    numbers, Math.min(most, Math.max(64 * dimensions, 2 * end)));
                }
                rows[place] = count++;
            }
            System.arraycopy(vector, 0, numbers, rows[place] * dimensions, dimensions);
        }

        /** How many papers have one. */
        public int count() {
            return count;
        }

        /** How many numbers each has. */
        public int dimensions() {
            return dimensions;
        }

        /** How many papers there are, with a vector or without. */
        int places() {
            return rows.length;
        }

        /** The vector of a paper that has one: a new array with each call. */
        public float[] vector(int place) {
            int from = rows[place] * dimensions;
            return Arrays.copyOfRange(numbers, from, from + dimensions);
        }

        /** Whether the paper at a place has one. */
        public boolean has(int place) {
            return rows[place] != NONE;
        }

        /** The cosine of the angle between a paper that has one and a text, both of length 1. */
        float cosine(int place, float[] vector) {
            int from = rows[place] * dimensions;
            float sum = 0;
            for (int at = 0; at < dimensions; at++) {
                sum += numbers[from + at] * vector[at];
            }
            return sum;
        }
    }
}
