package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PastRankings;
import org.papertide.events.Score;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.ranking.model.TrendModel;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.fuzz.MutatedEvents;

/**
 * Almost good records of each topic go through the whole stream, decoded and applied: none ends it,
 * each that is refused is one dead letter, and the good record behind them is applied.
 */
class MutatedInputTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final int PACE = 50;

    private final StreamDriver stream = new StreamDriver(START);
    private final List<String> letters = new ArrayList<>();
    private @Nullable Score last;

    @BeforeEach
    void begin() {
        stream.tick();
        stream.paper(paper(2, START, "cs.LG"));
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void ofPapers() {
        send(Topic.PAPERS, EventCodec.PAPER, paper(1, START, "cs.LG", "stat.ML"));
        appliesWhatComesBehind();
        appliesTheNextRevision(stream.now().getEpochSecond());
    }

    /** Else one record would hide its paper for good. */
    @Test
    void ofRevisionsAheadOfTheClock() {
        stream.paper(paper(1, START, "cs.LG"));
        List<Long> ahead = new ArrayList<>();
        for (long seconds = 1; seconds < Bounds.MAX_COUNT / 10; seconds *= 7) {
            ahead.add(seconds);
        }
        ahead.addAll(List.of(299L, 300L, 301L, 599L, 600L, 601L));
        long refused = 0;
        for (long seconds : ahead) {
            stream.paper(revision(stream.now().getEpochSecond() + seconds, "Ahead"));
            refused += seconds > 600 ? 1 : 0;
            stream.pass(Duration.ofSeconds(1));
        }
        drain();
        assertThat(letters).doesNotHaveDuplicates().hasSize((int) refused);
        // What was taken counts until the clock is there.
        stream.pass(Duration.ofMinutes(10));
        appliesTheNextRevision(stream.now().getEpochSecond());
    }

    private static Paper revision(long revision, String title) {
        return SamplePaper.of(id(1), START)
                .revision(revision)
                .title(title)
                .categories("cs.LG")
                .build();
    }

    private void appliesTheNextRevision(long revision) {
        stream.paper(revision(revision, "What is true"));
        stream.signal(upvotes(1, 900, stream.now()));
        stream.pass(Duration.ofSeconds(1));
        stream.pass(Duration.ofSeconds(5));
        assertThat(stream.ranking("top/day").entries())
                .filteredOn(entry -> entry.paper().id().equals(id(1)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.paper().title()).isEqualTo("What is true"));
    }

    @Test
    void ofSignals() {
        stream.paper(paper(1, START, "cs.LG"));
        send(Topic.SIGNALS, EventCodec.SIGNAL, upvotes(1, 40, START));
        appliesWhatComesBehind();
    }

    @Test
    void ofTicks() {
        send(Topic.TICKS, EventCodec.TICK, new Tick(START));
        appliesWhatComesBehind();
    }

    @Test
    void ofPastRankings() {
        Instant quarter = Instant.parse("2025-03-03T09:45:00Z");
        send(
                Topic.PAST_RANKINGS,
                EventCodec.PAST_RANKINGS,
                new PastRankings(
                        "cs.LG",
                        quarter,
                        List.of(id(1)),
                        List.of(
                                new PastRankings.Places(
                                        Order.TOP, Window.DAY, List.of(0), List.of(2.5)))));
        appliesWhatComesBehind();
    }

    @Test
    void ofModels() throws Exception {
        TrendModel shipped = TrendModel.shipped();
        send(Topic.PRIORS, EventCodec.PRIORS, model(shipped.withVersion(7), START));
        appliesWhatComesBehind();

        int next = 1_000;
        ModelVersion good = model(shipped.withVersion(next), stream.now());
        stream.send(Topic.PRIORS, EventCodec.PRIORS.key(good), EventCodec.PRIORS.encode(good));
        stream.signal(upvotes(2, 700, stream.now()));
        stream.pass(Duration.ofSeconds(1));
        drain();
        assertThat(Objects.requireNonNull(last).model()).isEqualTo(Integer.toString(next));
    }

    /** Each is a version of its own and holds as soon as it is announced, if it can be read. */
    @Test
    void ofModelsThatHoldAtOnce() throws Exception {
        TrendModel shipped = TrendModel.shipped();
        int held = 0;
        for (int seed = 0; seed < MutatedEvents.count() / 4; seed++) {
            ModelVersion good = model(shipped.withVersion(10 + seed), stream.now());
            byte[] value = new MutatedEvents(EventCodec.PRIORS.encode(good)).mutation(seed);
            stream.send(Topic.PRIORS, EventCodec.PRIORS.key(good), value);
            stream.signal(upvotes(2, 10 + seed, stream.now()));
            stream.pass(Duration.ofSeconds(1));
            drain();
            if (Integer.toString(10 + seed).equals(Objects.requireNonNull(last).model())) {
                held++;
            }
        }
        assertThat(held).isPositive();
        assertThat(stream.count("assessments.failed")).isZero();
    }

    private static ModelVersion model(TrendModel model, Instant from) throws Exception {
        return new ModelVersion(
                model.version(),
                "a recording",
                List.of("a constant"),
                from,
                from,
                EventJson.mapper().readTree(model.toJson()));
    }

    private <T> void send(Topic topic, EventCodec<T> codec, T good) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        int refusedByItself = 0;
        for (int seed = 0; seed < MutatedEvents.count(); seed++) {
            byte[] value = mutations.mutation(seed);
            String key = codec.key(good);
            if (codec.decode(value) instanceof Decoded.Event<T>(T event)) {
                key = codec.key(event);
            } else {
                refusedByItself++;
            }
            stream.send(topic, key, value);
            if (seed % PACE == 0) {
                stream.pass(Duration.ofSeconds(1));
                drain();
            }
        }
        drain();
        assertThat(letters).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(refusedByItself);
        assertThat(refusedByItself).isPositive();
    }

    private void appliesWhatComesBehind() {
        int before = letters.size();
        stream.signal(upvotes(2, 600, stream.now()));
        stream.paper(paper(3, stream.now(), "cs.LG"));
        stream.pass(Duration.ofSeconds(1));
        stream.pass(Duration.ofSeconds(5));
        drain();
        assertThat(letters).hasSize(before);
        assertThat(StreamDriver.ids(stream.ranking("top/day")))
                .contains(id(2).name(), id(3).name());
        assertThat(last).isNotNull();
        assertThat(stream.ranking("top/week/cs.LG").entries())
                .filteredOn(entry -> entry.paper().id().equals(id(2)))
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.reasons().getFirst().reading()).isEqualTo(600));
    }

    private void drain() {
        Consumer<Score> keep =
                score -> {
                    if (score.paper().id().equals(id(2))) {
                        last = score;
                    }
                };
        for (@Nullable Score score : stream.scores()) {
            if (score != null) {
                keep.accept(score);
            }
        }
        for (Topic topic : RankingTopology.INPUTS) {
            for (TestRecord<byte[], byte[]> letter : stream.read(topic.deadLetters())) {
                letters.add(
                        new String(
                                letter.headers().lastHeader(DeadLetter.ORIGIN).value(),
                                StandardCharsets.UTF_8));
            }
        }
    }
}
