package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperStatus;
import org.papertide.ranking.score.PriorsRefresh.Sighting;

class SightingsTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");

    private final StreamDriver stream = new StreamDriver(START);

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void areMomentsOfWhichADayLaterIsKnown() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.paper(paper(2, START, "cs.LG"));
        stream.paper(paper(3, START, "cs.LG"));
        stream.signal(upvotes(2, 4, START));
        for (int hour = 0; hour <= 40; hour += 4) {
            stream.signal(upvotes(1, 5 + hour, stream.now()));
            stream.signal(upvotes(3, 5 + hour, stream.now()));
            stream.pass(Duration.ofHours(4));
        }
        stream.paper(paper(3, 2, START, PaperStatus.WITHDRAWN, null, "cs.LG"));
        stream.pass(Duration.ofSeconds(1));

        List<Sighting> sightings = new Sightings(stream::store).all();

        // Of the others one was read once, and one was withdrawn.
        assertThat(sightings)
                .extracting(Sighting::at)
                .containsExactly(
                        START, START.plus(Duration.ofHours(8)), START.plus(Duration.ofHours(16)));
        assertThat(sightings)
                .allSatisfy(sighting -> {
                    assertThat(sighting.until()).isEqualTo(sighting.at().plus(Duration.ofDays(1)));
                    assertThat(sighting.facts().primaryCategory()).isEqualTo("cs.LG");
                });
    }
}
