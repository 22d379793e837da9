package org.papertide.notify.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads texts for their meaning. */
@FunctionalInterface
public interface TextReader {

    /** Most texts that are read at once. */
    int AT_ONCE = 20;

    /**
     * What a text means.
     *
     * @param vector of length 1
     * @param floor a paper whose cosine is not above it means something else; null if the ranking
     *     does not say
     */
    @SuppressWarnings(
            "ArrayRecordComponent") // Nobody compares or changes it; a list boxes each number.
    record Meaning(float[] vector, @Nullable Double floor) {}

    /** What became of it. */
    sealed interface TextAnswer {

        /**
         * All are read.
         *
         * @param model that made the vectors, name and version as {@link
         *     org.papertide.events.TextModel} prints them
         * @param meanings in the order of the texts
         */
        record Read(String model, List<Meaning> meanings) implements TextAnswer {
            public Read {
                meanings = List.copyOf(meanings);
            }
        }

        /**
         * It does not take these texts; others it may. Of several, one is enough.
         *
         * @param why for the log
         */
        record Refused(String why) implements TextAnswer {}

        /**
         * There are no vectors now.
         *
         * @param why for the log
         */
        record Away(Cause cause, String why) implements TextAnswer {}
    }

    /** Why there are no vectors. */
    enum Cause {
        /** It does not answer, or says nothing that is understood. */
        UNREACHABLE,
        /** Its text model is being loaded. */
        LOADING,
        /** Too many ask. */
        BUSY,
        /** The operator has switched text models off. */
        OFF,
        /** Its text model cannot be loaded, or fails. */
        BROKEN
    }

    /**
     * Reads texts; whatever happens there, it does not throw.
     *
     * @param texts at most {@value #AT_ONCE}
     */
    TextAnswer read(List<String> texts);
}
