package org.papertide.notify.ranking;

import java.util.List;

/** Reads texts for their meaning. */
@FunctionalInterface
public interface TextReader {

    /** Most texts that are read at once. */
    int AT_ONCE = 20;

    /** What became of it. */
    sealed interface Reading {

        /**
         * All are read.
         *
         * @param model that made the vectors, name and version as {@link
         *     org.papertide.events.TextModel} prints them
         * @param vectors in the order of the texts, each of length 1
         */
        record Read(String model, List<float[]> vectors) implements Reading {
            public Read {
                vectors = List.copyOf(vectors);
            }
        }

        /** No text model runs there. */
        record NoModel() implements Reading {}

        /**
         * There is no answer now.
         *
         * @param why for the log
         */
        record Away(String why) implements Reading {}
    }

    /**
     * Reads texts; whatever happens there, it does not throw.
     *
     * @param texts at most {@value #AT_ONCE}
     */
    Reading read(List<String> texts);
}
