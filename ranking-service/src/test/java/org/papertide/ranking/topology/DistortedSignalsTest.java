package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;
import static org.papertide.ranking.topology.StreamDriver.ids;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.PaperStatus;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Topic;

/** Signals that are well formed and not to be believed. */
class DistortedSignalsTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Some are read lower than others, the first lowest. */
    private static final int PAPERS = 20;

    private final StreamDriver stream = new StreamDriver(START);

    @AfterEach
    void close() {
        stream.close();
    }

    /** A day of genuine growth, each paper read every two hours. */
    private void grow() {
        stream.tick();
        for (int n = 1; n <= PAPERS; n++) {
            stream.paper(paper(n, START.minusSeconds(60), "cs.LG"));
        }
        for (int hour = 2; hour <= 12; hour += 2) {
            stream.pass(Duration.ofHours(2));
            for (int n = 1; n <= PAPERS; n++) {
                stream.signal(upvotes(n, genuine(n, hour), stream.now()));
                stream.signal(signal(n, "GITHUB_STARS", 3 * genuine(n, hour), "github"));
            }
        }
        stream.pass(SECOND);
    }

    private static long genuine(int n, int hour) {
        return 4L * n * hour / (hour + 12) + 1;
    }

    private Signal signal(int n, String metric, long value, String source) {
        return new Signal(id(n), metric, value, stream.now(), source);
    }

    private List<Reason> reasons(String ranking, int n) {
        return stream.ranking(ranking).entries().stream()
                .filter(entry -> entry.paper().id().equals(id(n)))
                .findFirst()
                .orElseThrow()
                .reasons();
    }

    private int rank(String ranking, int n) {
        return 1 + ids(stream.ranking(ranking)).indexOf(id(n).name());
    }

    @ParameterizedTest
    @CsvSource({"UPVOTES, huggingface, CAPPED"})
    void inflatedAHundredfoldGoToTheTopWithANoteOnly(String metric, String source, String note) {
        grow();
        inflate(metric, source);

        for (String ranking : List.of("rising/day", "top/day")) {
            assertThat(rank(ranking, 2)).as(ranking).isEqualTo(1);
            assertThat(reasons(ranking, 2).getFirst())
                    .as(ranking)
                    .satisfies(
                            reason -> assertThat(reason.metric()).isEqualTo(metric),
                            reason -> assertThat(reason.note()).isEqualTo(note));
            assertThat(reasons(ranking, 3)).allMatch(reason -> reason.note() == null);
        }
    }

    @Test
    void areWorthLittleIfTheyAreStarsOnly() {
        grow();
        inflate("GITHUB_STARS", "github");

        assertThat(rank("rising/day", 2)).isGreaterThan(PAPERS / 2);
        assertThat(rank("top/day", 2)).isGreaterThan(PAPERS / 2);
    }

    @Test
    void doNotGoToTheTopIfTheyArePointsOnly() {
        grow();
        inflate("HN_POINTS", "hackernews");

        assertThat(rank("rising/day", 2)).isGreaterThan(1);
    }

    /** One source says of one of the lowest papers a hundred times what is true. */
    private void inflate(String metric, String source) {
        assertThat(rank("rising/day", 2)).isGreaterThan(PAPERS / 2);
        stream.pass(Duration.ofHours(1));
        stream.signal(signal(2, metric, 100 * genuine(2, 13), source));
        stream.pass(SECOND);
    }

    @Test
    void thatJumpByAMillionAreCappedAndSayWhatWasRead() {
        grow();
        double best = stream.ranking("top/day").entries().getFirst().score();
        stream.pass(Duration.ofHours(1));
        stream.signal(upvotes(2, 1_000_000 + genuine(2, 13), stream.now()));
        stream.pass(SECOND);

        Reason reason = reasons("rising/day", 2).getFirst();
        assertThat(reason.note()).isEqualTo("CAPPED");
        assertThat(reason.reading()).isEqualTo(1_000_000 + genuine(2, 13));
        assertThat(reason.gain()).isGreaterThanOrEqualTo(1_000_000);
        assertThat(stream.ranking("top/day").entries().getFirst().score()).isLessThan(40 * best);
    }

    @Test
    void thatFallAreTakenAsTheyAre() {
        grow();
        int before = rank("rising/day", PAPERS);
        stream.pass(Duration.ofHours(1));
        stream.signal(upvotes(PAPERS, 3, stream.now()));
        stream.pass(SECOND);

        Reason reason =
                reasons("rising/day", PAPERS).stream()
                        .filter(r -> r.metric().equals("UPVOTES"))
                        .findFirst()
                        .orElseThrow();
        assertThat(reason.reading()).isEqualTo(3);
        assertThat(reason.gain()).isZero();
        assertThat(before).isEqualTo(1);
        assertThat(rank("rising/day", PAPERS)).isGreaterThan(1);
        assertThat(stream.read(Topic.SIGNALS_DLQ)).isEmpty();
    }

    @Test
    void thatAreOlderThanTheLastChangeWhatWasGainedSinceAndNotWhatIsRead() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(60), "cs.LG"));
        stream.pass(Duration.ofHours(8));
        stream.signal(upvotes(1, 60, stream.now()));
        stream.pass(SECOND);
        assertThat(reasons("rising/day", 1).getFirst().gain()).isEqualTo(60);
        double unknown = stream.ranking("rising/day").entries().getFirst().score();

        stream.signal(upvotes(1, 50, stream.now().minus(Duration.ofHours(4))));
        stream.pass(SECOND);

        Reason reason = reasons("rising/day", 1).getFirst();
        assertThat(reason.reading()).isEqualTo(60);
        assertThat(reason.gain()).isEqualTo(10);
        assertThat(stream.ranking("rising/day").entries().getFirst().score()).isNotEqualTo(unknown);
    }

    @Test
    void ofAWithdrawnPaperAreForgottenWithItAndItStartsAnew() {
        grow();
        stream.paper(paper(PAPERS, 2, START, PaperStatus.WITHDRAWN, null, "cs.LG"));
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("rising/day"))).doesNotContain(id(PAPERS).name());
        long kept = stream.size(RankingTopology.TRENDS);
        stream.scores();

        stream.signal(upvotes(PAPERS, 5_000, stream.now()));
        stream.pass(SECOND);
        assertThat(stream.size(RankingTopology.TRENDS)).isEqualTo(kept);
        assertThat(stream.scores())
                .filteredOn(Objects::nonNull)
                .extracting(Score::paper)
                .extracting("id")
                .doesNotContain(id(PAPERS));

        stream.paper(paper(PAPERS, 3, START, PaperStatus.LISTED, null));
        stream.pass(SECOND);
        assertThat(reasons("rising/day", PAPERS).getFirst().metric()).isEqualTo("RECENCY");
    }
}
