package org.papertide.ingest.source.arxiv;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.Item;

/** What an interface of arXiv answered. */
sealed interface ArxivAnswer {

    /**
     * A listing.
     *
     * @param items in its order
     * @param total how many results there are in all, if it says so, else 0
     * @param etag to ask with next time
     * @param flaw why it is not complete
     */
    record Listed(List<Item> items, long total, @Nullable String etag, @Nullable String flaw)
            implements ArxivAnswer {

        /** How many records there were, taken or refused. */
        int records() {
            return (int) items.stream().filter(item -> !(item instanceof Item.LeftOut)).count();
        }
    }

    /** The same as last time. */
    record NotModified() implements ArxivAnswer {}

    /** arXiv says that what was asked for is wrong. */
    record WrongQuestion(String reason) implements ArxivAnswer {}

    /**
     * No answer, or one that is no listing: because of what was asked for, or of arXiv itself.
     *
     * @param status of HTTP; 0 if there was no answer, or too much of it
     */
    record Unreadable(int status, String reason) implements ArxivAnswer {

        /** Whether the question is at fault, as one that is too long. */
        boolean isOfTheQuestion() {
            return status >= 400 && status < 500;
        }
    }

    /** We are turned away; the result says for how long. */
    record Nothing(FetchResult result) implements ArxivAnswer {}
}
