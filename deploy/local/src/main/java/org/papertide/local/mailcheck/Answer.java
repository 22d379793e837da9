package org.papertide.local.mailcheck;

import java.util.List;

/** What a name server said to one question. */
sealed interface Answer<T> {

    /**
     * It is there.
     *
     * @param values at least one
     */
    record Found<T>(List<T> values) implements Answer<T> {

        public Found {
            values = List.copyOf(values);
        }
    }

    /** The name is not there, or has no such record. */
    record Nothing<T>() implements Answer<T> {}

    /**
     * Nobody knows.
     *
     * @param reason a clause that begins in lower case
     */
    record Failed<T>(String reason) implements Answer<T> {}

    /** The values; none if there are none or nobody knows. */
    default List<T> orEmpty() {
        return this instanceof Found<T>(List<T> values) ? values : List.of();
    }
}
