package org.papertide.notify.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;

/** Finds papers by words and by meaning. */
public interface RankingSearch {

    /** Longest text that is searched for, in characters: any title of a paper fits. */
    int MAX_QUERY = Bounds.MAX_TITLE;

    /** Most papers that are found. */
    int MOST = 200;

    /** In which order papers are wanted. */
    enum Sort {
        RELEVANCE,
        RISING,
        TOP
    }

    /**
     * What is asked.
     *
     * @param text with the operators of ranking-service in it, at most {@value #MAX_QUERY}
     *     characters
     * @param category null for all papers
     * @param from a day or an instant, listed then or later; empty for any time
     * @param until an instant, listed before, or a day, listed on it or before; empty for any time
     * @param withCode whether only papers with code are wanted
     * @param limit how many papers, at most {@value #MOST}
     */
    record Question(
            String text,
            Sort sort,
            @Nullable String category,
            String from,
            String until,
            boolean withCode,
            int limit) {

        /** Of any time, with code and without. */
        public Question(String text, Sort sort, @Nullable String category, int limit) {
            this(text, sort, category, "", "", false, limit);
        }
    }

    /** What became of it. */
    sealed interface Answer {

        /**
         * What was found.
         *
         * @param note what a reader should know of the answer, as a sentence; null mostly
         * @param didYouMean a question that may have been meant; null mostly
         * @param entries in order
         */
        record Found(@Nullable String note, @Nullable String didYouMean, List<Entry> entries)
                implements Answer {
            public Found {
                entries = List.copyOf(entries);
            }
        }

        /** The question is wrong, or names a paper that is not there. */
        record Nothing() implements Answer {}

        /**
         * There is no answer now.
         *
         * @param why for the log
         */
        record Away(String why) implements Answer {}
    }

    /**
     * A paper that was found.
     *
     * @param rank from 1
     * @param match why it was found
     * @param score by the order that was asked for; null for a paper that is quiet
     * @param reasons for the score
     * @param paper without its abstract
     */
    record Entry(
            int rank,
            Match match,
            @Nullable Double score,
            List<Reason> reasons,
            PaperSummary paper) {
        public Entry {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Why a paper was found.
     *
     * @param words of the question that it has
     * @param similarity how near its meaning is, 1 at most; null if nobody can tell
     * @param highlights where its words are
     */
    record Match(List<String> words, @Nullable Double similarity, List<Highlight> highlights) {
        public Match {
            words = List.copyOf(words);
            highlights = List.copyOf(highlights);
        }
    }

    /**
     * A part of a paper's text, in pieces of plain text.
     *
     * @param field {@code title} or {@code abstract}
     */
    record Highlight(String field, List<Part> parts) {
        public Highlight {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A piece of text.
     *
     * @param marked whether it was looked for
     */
    record Part(String text, boolean marked) {}

    /** Searches; whatever happens there, it does not throw. */
    Answer search(Question question);

    /** Finds one paper, under any of its identities; whatever happens there, it does not throw. */
    default Answer paper(PaperId id) {
        return search(new Question("id:" + id, Sort.RELEVANCE, null, 1));
    }

    /** Finds the papers that are most like one; whatever happens there, it does not throw. */
    Answer similar(PaperId paper, int limit);
}
