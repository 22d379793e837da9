package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;
import static org.papertide.ranking.topology.StreamDriver.ids;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.events.Ranking;

class RankingTopologyTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");

    @Test
    void ranksPapersByTheirReadings() {
        try (StreamDriver stream = new StreamDriver(START)) {
            stream.tick();
            stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
            stream.paper(paper(2, START.minusSeconds(3600), "cs.CL", "cs.LG"));
            stream.paper(paper(3, START.minusSeconds(60), "cs.CL"));
            stream.signal(upvotes(1, 5, START));
            stream.signal(upvotes(2, 50, START));
            stream.pass(Duration.ofSeconds(1));

            Map<String, Ranking> rankings = stream.rankings();
            assertThat(ids(rankings.get("rising/day")))
                    .containsExactly("2501.00002", "2501.00001", "2501.00003");
            assertThat(ids(rankings.get("top/week/cs.LG")))
                    .containsExactly("2501.00002", "2501.00001");
            assertThat(ids(rankings.get("top/month/cs.CL")))
                    .containsExactly("2501.00002", "2501.00003");
            assertThat(stream.scores()).isNotEmpty();
        }
    }
}
