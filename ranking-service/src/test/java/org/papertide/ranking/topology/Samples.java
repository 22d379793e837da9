package org.papertide.ranking.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Signal;
import org.papertide.testing.SamplePaper;

/** Papers and signals for tests. */
final class Samples {

    private Samples() {}

    static PaperId id(int number) {
        return SamplePaper.id("2501", number);
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
        return SamplePaper.of(id(number), listed)
                .revision(revision)
                .title("On the matter of " + number)
                .abstractText("We show what there is to show about " + number + ".")
                .categories(categories)
                .status(status, mergedInto)
                .build();
    }

    static Signal upvotes(int number, long value, Instant at) {
        return SamplePaper.upvotes(id(number), value, at);
    }
}
