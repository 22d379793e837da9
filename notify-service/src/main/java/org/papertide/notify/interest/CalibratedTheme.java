package org.papertide.notify.interest;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;

/**
 * A theme with what papers are compared with: a vector for each of its texts and papers, and the
 * bar that a paper has to reach.
 *
 * <p>Cosines of different texts cannot be compared: a short text is far from every paper, a liked
 * paper near to many. So nearness is measured in spreads above the mean of the papers of the last
 * days, text by text; a paper is as near as it is to the nearest. One bar holds for all of them:
 * the nearness that as many papers of those days reached as the reader wants in that time. A paper
 * that is nearer to something unwanted than to all that is wanted does not pass; where nothing is
 * wanted, it does not pass if it is as near to something unwanted as {@link Amount#MANY} papers
 * are.
 *
 * <p>Some papers are always the nearest, also to a text that no paper is about. So a paper that is
 * no nearer to a text than random letters are is not near to it at all, whatever the bar. The bar
 * itself is found without that: a text that few papers are near to lets each of them pass.
 *
 * <p>The bar stays as it is for days (what measures it is in {@code theme}): a reader learns what
 * passes, and a mail can be explained. Rejected: one cosine for all, which passes hundreds of
 * papers for one text and none for the next, and means something else with each model; a bar of
 * each edition's candidates, which passes on a quiet day what it refuses on a busy one; a higher
 * least nearness than that of random letters, which makes "many" few for a broad text: the preview
 * shows what passes.
 *
 * @param model that made the vectors
 * @param wanted about, then like; those alone that have a vector
 * @param unwanted what papers are not to be about
 * @param bar the least nearness of a wanted paper, or the least of one that is not
 */
public record CalibratedTheme(
        String model, List<Direction> wanted, List<Direction> unwanted, double bar) {

    /** Fewer papers say nothing about a bar. */
    public static final int LEAST_PAPERS = 20;

    /** Below every cosine: examples have none, and a text of which it is not known yet. */
    public static final double NO_FLOOR = -1.1;

    /** All papers alike: they are neither near nor far. */
    private static final double LEAST_SPREAD = 1e-6;

    public CalibratedTheme {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
    }

    /**
     * A text or paper, and how near papers are to it.
     *
     * @param name the text as it was given, or the title of the paper
     * @param paper the identity of the paper, if it is one
     * @param vector of length 1
     * @param mean of the cosines of recent papers
     * @param spread their standard deviation, above 0
     * @param floor a paper whose cosine is not above it is not near at all; {@link #NO_FLOOR} if
     *     there is none
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Nobody compares or changes it; a list boxes each number.
    public record Direction(
            String name,
            @Nullable String paper,
            float[] vector,
            double mean,
            double spread,
            double floor) {

        /** One that papers may be as far from as they are. */
        public Direction(
                String name, @Nullable String paper, float[] vector, double mean, double spread) {
            this(name, paper, vector, mean, spread, NO_FLOOR);
        }

        /** Whether it is a paper. */
        public boolean example() {
            return paper != null;
        }

        /** The same with a floor. */
        public Direction withFloor(double least) {
            return new Direction(name, paper, vector, mean, spread, least);
        }

        /** Whether it is a text of which no floor is known yet. */
        public boolean lacksFloor() {
            return paper == null && floor == NO_FLOOR;
        }

        /** Without what recent papers say. */
        public Named named() {
            return new Named(name, paper, vector, floor);
        }

        double nearness(PaperVectors.OfModel papers, int place) {
            return (papers.cosine(place, vector) - mean) / spread;
        }

        /** The same, but that of a paper that is not near at all is below all others. */
        double nearnessAboveFloor(PaperVectors.OfModel papers, int place) {
            double cosine = papers.cosine(place, vector);
            return cosine > floor ? (cosine - mean) / spread : Double.NEGATIVE_INFINITY;
        }
    }

    /** The titles of its examples, as far as they are known. */
    public Map<PaperId, String> titles() {
        Map<PaperId, String> titles = new HashMap<>();
        for (Direction each : wanted) {
            if (each.paper() != null) {
                PaperId paper = new PaperId(each.paper());
                if (ExampleName.isTitle(each.name(), paper)) {
                    titles.put(paper, each.name());
                }
            }
        }
        return titles;
    }

    /**
     * A text or paper whose bar is to be found.
     *
     * @param name the text as it was given, or the title of the paper
     * @param paper the identity of the paper, if it is one
     * @param vector of length 1
     * @param floor as in a direction
     */
    @SuppressWarnings("ArrayRecordComponent") // As in a direction.
    public record Named(String name, @Nullable String paper, float[] vector, double floor) {

        /** One that papers may be as far from as they are. */
        public Named(String name, @Nullable String paper, float[] vector) {
            this(name, paper, vector, NO_FLOOR);
        }
    }

    /**
     * Finds the bar: as many of those papers reach it as are wanted that would pass, neither nearer
     * to something unwanted nor an example.
     *
     * @param amount how many papers are wanted
     * @param recent papers of the last days, at least {@value #LEAST_PAPERS} of them with a vector
     * @param examples the places of those among them that the reader knows
     * @param papersADay how many a day come, with a vector or without
     */
    public static CalibratedTheme of(
            String model,
            List<Named> wanted,
            List<Named> unwanted,
            Amount amount,
            PaperVectors.OfModel recent,
            BitSet examples,
            double papersADay) {
        List<Direction> near = wanted.stream().map(each -> direction(each, recent)).toList();
        List<Direction> far = unwanted.stream().map(each -> direction(each, recent)).toList();
        double[] nearness =
                near.isEmpty()
                        ? nearness(far, List.of(), recent, new BitSet())
                        : nearness(near, far, recent, examples);
        if (nearness.length == 0) {
            nearness = nearness(near, List.of(), recent, new BitSet());
        }
        Amount share = near.isEmpty() ? Amount.MANY : amount;
        int passing = Math.min(nearness.length, share.of(recent.count(), papersADay));
        return new CalibratedTheme(model, near, far, bar(nearness, passing));
    }

    /** Of those that are not nearer to something unwanted, and not left out; in order. */
    private static double[] nearness(
            List<Direction> wanted,
            List<Direction> unwanted,
            PaperVectors.OfModel recent,
            BitSet leftOut) {
        double[] nearness = new double[recent.count()];
        int count = 0;
        for (int place = 0; place < recent.places(); place++) {
            if (recent.has(place) && !leftOut.get(place)) {
                double near = nearest(wanted, recent, place);
                if (nearest(unwanted, recent, place) <= near) {
                    nearness[count++] = near;
                }
            }
        }
        double[] ordered = Arrays.copyOf(nearness, count);
        Arrays.sort(ordered);
        return ordered;
    }

    /** What at most so many reach: of papers that are equally near all or none pass. */
    private static double bar(double[] ordered, int passing) {
        int first = ordered.length - passing;
        return first > 0 && ordered[first - 1] == ordered[first]
                ? Math.nextUp(ordered[first])
                : ordered[first];
    }

    private static Direction direction(Named named, PaperVectors.OfModel recent) {
        double sum = 0;
        double squares = 0;
        for (int place = 0; place < recent.places(); place++) {
            if (recent.has(place)) {
                double cosine = recent.cosine(place, named.vector());
                sum += cosine;
                squares += cosine * cosine;
            }
        }
        double mean = sum / recent.count();
        double spread = Math.sqrt(Math.max(0, squares / recent.count() - mean * mean));
        return new Direction(
                named.name(),
                named.paper(),
                named.vector(),
                mean,
                Math.max(LEAST_SPREAD, spread),
                named.floor());
    }

    private static double nearest(
            List<Direction> directions, PaperVectors.OfModel papers, int place) {
        double nearest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < directions.size(); i++) {
            nearest = Math.max(nearest, directions.get(i).nearness(papers, place));
        }
        return nearest;
    }

    /**
     * Those of some papers of which it can be told whether they pass, by their places: they have a
     * vector of the model. Of others nothing is known yet, which is not the same as that they do
     * not pass.
     *
     * @param asked the places of these papers
     */
    public BitSet known(PaperVectors vectors, BitSet asked) {
        BitSet known = new BitSet();
        PaperVectors.OfModel papers = papers(vectors);
        if (papers != null) {
            asked.stream().filter(papers::has).forEach(known::set);
        }
        return known;
    }

    /**
     * Those of some papers that are known to pass, by their places.
     *
     * @param asked the places of these papers
     */
    public BitSet passing(PaperVectors vectors, BitSet asked) {
        BitSet passing = new BitSet();
        PaperVectors.OfModel papers = papers(vectors);
        if (papers != null) {
            for (int place = asked.nextSetBit(0); place >= 0; place = asked.nextSetBit(place + 1)) {
                if (papers.has(place) && passes(papers, place)) {
                    passing.set(place);
                }
            }
        }
        return passing;
    }

    private boolean passes(PaperVectors.OfModel papers, int place) {
        if (wanted.isEmpty()) {
            return nearestAboveFloor(unwanted, papers, place) < bar;
        }
        double near = nearestAboveFloor(wanted, papers, place);
        return near >= bar && nearestAboveFloor(unwanted, papers, place) <= near;
    }

    private static double nearestAboveFloor(
            List<Direction> directions, PaperVectors.OfModel papers, int place) {
        double nearest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < directions.size(); i++) {
            nearest = Math.max(nearest, directions.get(i).nearnessAboveFloor(papers, place));
        }
        return nearest;
    }

    /** Which of {@code wanted} a paper is nearest to; empty if nobody can tell. */
    public Optional<Direction> met(PaperVectors vectors, int place) {
        PaperVectors.OfModel papers = papers(vectors);
        return papers == null || !papers.has(place)
                ? Optional.empty()
                : wanted.stream()
                        .filter(each ->
                                each.nearnessAboveFloor(papers, place) > Double.NEGATIVE_INFINITY)
                        .max(Comparator.comparingDouble(each -> each.nearness(papers, place)));
    }

    private PaperVectors.@Nullable OfModel papers(PaperVectors vectors) {
        int[] dimensions =
                Stream.of(wanted, unwanted)
                        .flatMap(List::stream)
                        .mapToInt(each -> each.vector().length)
                        .distinct()
                        .toArray();
        return switch (dimensions.length) {
            case 0 -> vectors.by(model);
            case 1 -> vectors.by(model, dimensions[0]);
            default -> null; // Nothing is like all of them.
        };
    }
}
