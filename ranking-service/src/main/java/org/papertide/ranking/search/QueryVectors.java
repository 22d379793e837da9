package org.papertide.ranking.search;

import java.util.Optional;

/** Says what a query means, by the model that searches go by now. */
public interface QueryVectors {

    /** Nothing knows what texts mean: papers are found by words alone. */
    QueryVectors NONE =
            new QueryVectors() {
                @Override
                public Optional<QueryVector> vector(String text) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> model() {
                    return Optional.empty();
                }
            };

    /** The direction in which a text points; empty while there is no model, or it fails. */
    Optional<QueryVector> vector(String text);

    /** The model, as {@link ModelVector} names it; empty while there is none. */
    Optional<String> model();
}
