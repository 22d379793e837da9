package org.papertide.ranking.topology;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Signal;

/** Papers and readings for tests. */
final class Samples {

    private Samples() {}

    static PaperId id(int number) {
        return new PaperId("arxiv:2501.%05d".formatted(number));
    }

    static Paper paper(int number, Instant listed, String... categories) {
        return paper(number, 1, listed, PaperStatus.LISTED, null, categories);
    }

    static Paper paper(
            int number,
            long revision,
            Instant listed,
            PaperStatus status,
            @Nullable PaperId mergedInto,
            String... categories) {
        return new Paper(
                id(number),
                revision,
                1,
                "On the matter of " + number,
                "We show what there is to show about " + number + ".",
                List.of("Ada Lovelace", "Charles Babbage"),
                List.of(categories),
                categories.length == 0 ? null : categories[0],
                Links.none(),
                listed,
                listed,
                listed,
                listed,
                status,
                mergedInto,
                List.of(),
                "arxiv",
                null,
                null,
                null,
                null);
    }

    static Signal upvotes(int number, long value, Instant at) {
        return new Signal(id(number), "UPVOTES", value, at, "huggingface");
    }
}
