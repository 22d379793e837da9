package org.papertide.text.query;

import java.util.List;

/** A part of what a reader typed into the search field. */
public sealed interface QueryPart {

    /** Whether papers must not have it. */
    boolean excluded();

    /**
     * Words that papers are about.
     *
     * @param text as it was typed; a wanted phrase may be of signs alone
     * @param phrase whether they stood in quotes: then papers have them side by side
     */
    record Text(String text, boolean phrase, boolean excluded) implements QueryPart {}

    /**
     * Somebody who wrote them.
     *
     * @param name with a letter in it
     * @param written with its operator, as it was typed
     */
    record Author(String name, boolean excluded, String written) implements QueryPart {}

    /**
     * Categories of which they have one.
     *
     * @param names at least one
     * @param written with their operator, as they were typed
     */
    record Categories(List<String> names, boolean excluded, String written) implements QueryPart {
        public Categories {
            names = List.copyOf(names);
        }
    }

    /**
     * A paper.
     *
     * @param text that names it
     * @param only whether nothing else is wanted, as behind {@code id:}
     */
    record Paper(String text, boolean only) implements QueryPart {
        @Override
        public boolean excluded() {
            return false;
        }
    }
}
