package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.events.Score;
import org.papertide.events.ShadowScore;
import org.papertide.events.Topic;
import org.papertide.ranking.model.TrendModel;

/** A change of the score's version, as the log tells it. */
class AnnouncedModelsTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int PRESENT = TrendModel.shipped().version();
    private static final int NEXT = PRESENT + 1;

    private final StreamDriver stream = new StreamDriver(START);
    private @Nullable Score last;

    @BeforeEach
    void begin() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.signal(upvotes(1, 5, START));
        stream.pass(SECOND);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void scoresSideBySideWhileOnTrial() {
        Score before = last();
        announce(NEXT, null);
        stream.pass(SECOND);

        Score score = last();
        assertThat(score.model()).isEqualTo(Integer.toString(PRESENT));
        assertThat(score.score()).isEqualTo(before.score(), within(1e-3));
        ShadowScore trial = Objects.requireNonNull(score.trial());
        assertThat(trial.model()).isEqualTo(Integer.toString(NEXT));
        assertThat(trial.score()).isEqualTo(2 * score.score(), within(1e-2));
        assertThat(trial.windows()).hasSameSizeAs(score.windows());
    }

    @Test
    void changesAtTheSecondAnnounced() {
        double before = last().score();
        announce(NEXT, stream.now().plusSeconds(3));
        stream.pass(SECOND);
        assertThat(last().model()).isEqualTo(Integer.toString(PRESENT));
        stream.pass(SECOND).pass(SECOND);

        Score score = last();
        assertThat(score.model()).isEqualTo(Integer.toString(NEXT));
        assertThat(score.trial()).isNull();
        assertThat(score.score()).isEqualTo(2 * before, within(1e-2));
        assertThat(stream.ranking("rising/day").entries().getFirst().score())
                .isEqualTo(score.score());
    }

    @Test
    void keepsWhatHoldsOverARestart() {
        announce(NEXT, stream.now());
        stream.pass(SECOND).restart();
        stream.pass(SECOND);
        stream.signal(upvotes(1, 50, stream.now()));
        stream.pass(SECOND);

        assertThat(last().model()).isEqualTo(Integer.toString(NEXT));
    }

    @Test
    void goesBackWhenAnEarlierVersionIsActivatedAgain() {
        announce(PRESENT, stream.now());
        announce(NEXT, stream.now().plusSeconds(1));
        stream.pass(SECOND);
        assertThat(last().model()).isEqualTo(Integer.toString(NEXT));
        announce(PRESENT, stream.now().plusSeconds(1));
        stream.pass(SECOND);

        assertThat(last().model()).isEqualTo(Integer.toString(PRESENT));
        assertThat(last().trial()).isNull();
    }

    @Test
    void aChangeOfPriorsIsNoBreakout() {
        announce(NEXT, stream.now(), 1e4);
        stream.pass(SECOND);

        assertThat(last().score()).isGreaterThan(1000);
        assertThat(stream.breakouts()).isEmpty();
    }

    @Test
    void aTrialLapses() {
        announce(NEXT, null);
        stream.pass(SECOND);
        assertThat(last().trial()).isNotNull();
        stream.pass(ModelVersion.TRIAL);

        assertThat(last().trial()).isNull();
        assertThat(last().model()).isEqualTo(Integer.toString(PRESENT));
    }

    @Test
    void aTrialWithoutBoundsScoresWithinThem() {
        send(encoded(new ModelVersion(NEXT, "x", List.of(), START, null, unbounded())));
        stream.signal(upvotes(1, 500, stream.now()));
        stream.pass(SECOND);

        assertThat(last().reasons().getFirst().reading()).isEqualTo(500);
        assertThat(Objects.requireNonNull(last().trial()).score()).isEqualTo(Bounds.MAX_NUMBER);
        assertThat(stream.count("assessments.failed")).isZero();
    }

    @Test
    void startsWithAnnouncementsThatAnotherReleaseMade() {
        ModelVersion other =
                new ModelVersion(
                        NEXT,
                        "x",
                        List.of(),
                        START,
                        START,
                        EventJson.mapper().createObjectNode().put("format", 99));
        stream.store(RankingTopology.TRENDS)
                .put(AnnouncedModels.KEY + NEXT, EventCodec.PRIORS.encode(other));
        stream.restart().pass(SECOND);
        stream.signal(upvotes(1, 500, stream.now()));
        stream.pass(SECOND);

        assertThat(last().model()).isEqualTo(Integer.toString(PRESENT));
        assertThat(last().reasons().getFirst().reading()).isEqualTo(500);
    }

    @Test
    void refusesWhatItCannotScoreByAndGoesOn() throws JsonProcessingException {
        send(
                "{\"version\":9,\"learntFrom\":\"x\",\"changes\":[],\"announcedAt\":\"2025-03-03T10:00:00Z\","
                        + "\"activeFrom\":\"2025-03-03T10:00:00Z\",\"priors\":{\"format\":99}}");
        send("{\"version\":0}");
        send(encoded(new ModelVersion(NEXT + 1, "x", List.of(), START, START, model(NEXT, 2))));
        announce(NEXT, null);
        send(encoded(new ModelVersion(NEXT, "x", List.of(), START, START, model(NEXT, 3))));
        stream.pass(SECOND);

        assertThat(stream.read(Topic.PRIORS_DLQ)).hasSize(4);
        assertThat(last().model()).isEqualTo(Integer.toString(PRESENT));
        assertThat(last().trial()).isNotNull();
    }

    private void announce(int version, @Nullable Instant from) {
        announce(version, from, version == PRESENT ? 1 : 2);
    }

    private void announce(int version, @Nullable Instant from, double factor) {
        ModelVersion announced =
                new ModelVersion(version, "a test", List.of(), START, from, model(version, factor));
        send(encoded(announced));
    }

    private void send(String json) {
        stream.send(Topic.PRIORS, "priors", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(ModelVersion version) {
        return new String(EventCodec.PRIORS.encode(version), StandardCharsets.UTF_8);
    }

    /**
     * The shipped priors under another number, by which every paper rises so many times as fast.
     */
    private static ObjectNode model(int version, double factor) {
        try {
            ObjectNode json =
                    (ObjectNode) EventJson.mapper().readTree(TrendModel.shipped().toJson());
            json.put("version", version);
            ObjectNode rising = rising(json);
            rising.put("base", rising.get("base").asDouble() + Math.log(factor));
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Priors that can be read, but by which everything rises without end. */
    private static ObjectNode unbounded() {
        ObjectNode json = model(NEXT, 1);
        rising(json).put("base", 1e4);
        return json;
    }

    private static ObjectNode rising(ObjectNode model) {
        return (ObjectNode) model.at("/metrics/UPVOTES/growth/rising");
    }

    /** The last score published since this was last asked. */
    private Score last() {
        List<@Nullable Score> scores = stream.scores();
        if (!scores.isEmpty()) {
            last = scores.getLast();
        }
        return Objects.requireNonNull(last);
    }
}
