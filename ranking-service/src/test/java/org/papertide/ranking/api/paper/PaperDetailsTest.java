package org.papertide.ranking.api.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperStatus;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.Readers;

class PaperDetailsTest {

    /** Else a reader who asks two replicas in turn is sent the same answer again and again. */
    @Test
    void namesWindowsInTheSameOrderOnEveryReplica() {
        Map<Window, Boolean> windows =
                Map.of(Window.MONTH, true, Window.DAY, true, Window.WEEK, true);
        Score score =
                Readers.score(
                        Readers.paper(1, Readers.NOW, "cs.LG"), 7, Readers.upvotes(), windows);

        PaperDetails details = PaperDetails.of(score, PaperStatus.LISTED, List.of(), List.of());

        assertThat(details.windows().keySet())
                .containsExactly(Window.DAY, Window.WEEK, Window.MONTH);
    }
}
