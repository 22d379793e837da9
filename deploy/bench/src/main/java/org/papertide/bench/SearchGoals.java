package org.papertide.bench;

import java.util.OptionalLong;

/** What searches have to reach, and the vectors that they need. */
final class SearchGoals {

    /**
     * How long 95 of 100 searches take at most, of what a page of rankings takes at the same rate
     * in the same run: machines differ.
     */
    static final double TIMES_A_PAGE = 3;

    /** The index besides the texts that it stores, in bytes a paper. */
    static final double INDEX = 1_024;

    /** What searches and the text model take beside the same service without them, in MB. */
    static final double MEMORY = 250;

    /** What making vectors takes of one processor, where half of one is its share. */
    static final double PROCESSOR = 0.51;

    private static final double BYTES_PER_MB = 1e6;

    private SearchGoals() {}

    /**
     * Judges a run.
     *
     * @param timesAPage 95 of 100 searches, of the same of a page of rankings
     * @param index bytes a paper, without stored texts
     * @param processor that makes vectors, of one
     * @param searched memory of the service that is searched, in bytes
     * @param bare memory of the one that has no text model and is not
     */
    static Goals judge(
            double timesAPage,
            double index,
            double processor,
            OptionalLong searched,
            OptionalLong bare) {
        Goals goals = new Goals();
        goals.below("searches, of a page of rankings", timesAPage, TIMES_A_PAGE);
        goals.below("index in bytes a paper", index, INDEX);
        goals.below("processor that makes vectors", processor, PROCESSOR);
        if (searched.isPresent() && bare.isPresent()) {
            double more = (searched.getAsLong() - bare.getAsLong()) / BYTES_PER_MB;
            goals.below("memory in MB more than without", more, MEMORY);
        } else {
            goals.unknown("memory");
        }
        return goals;
    }
}
