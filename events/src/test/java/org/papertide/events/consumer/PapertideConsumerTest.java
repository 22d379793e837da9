package org.papertide.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.events.Bounds;
import org.papertide.events.Breakout;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Samples;
import org.papertide.events.Score;
import org.papertide.events.Topic;

class PapertideConsumerTest {

    private final FakePapertide papertide = new FakePapertide();
    private final List<String> seen = new ArrayList<>();

    @Test
    void tellsTombstonesAndMergesApart() {
        papertide.send(Samples.paper());
        papertide.send(Samples.merged());
        papertide.remove(Topic.PAPERS, "doi:10.1000/gone");
        papertide.send(Samples.score());
        papertide.remove(Topic.SCORES, "arxiv:2605.09999");
        papertide.remove(Topic.SCORES, "isbn:1");
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        group().on(
                                        EventStream.PAPERS,
                                        received -> {
                                            switch (received.event()) {
                                                case PaperChange.Listed(var paper) ->
                                                        seen.add("listed " + paper.id());
                                                case PaperChange.Withdrawn(var paper) ->
                                                        seen.add("withdrawn " + paper.id());
                                                case PaperChange.Merged(var id, var into, _) ->
                                                        seen.add(id + " is " + into);
                                                case PaperChange.Gone(var id) ->
                                                        seen.add("gone " + id);
                                            }
                                        })
                                .on(
                                        EventStream.SCORES,
                                        received -> {
                                            switch (received.event()) {
                                                case Change.Put<Score>(var key, _) ->
                                                        seen.add("score of " + key);
                                                case Change.Gone<Score>(var key) ->
                                                        seen.add("no score of " + key);
                                            }
                                        }));
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "listed " + Samples.paper().id(),
                        Samples.merged().id() + " is " + Samples.merged().mergedInto(),
                        "gone doi:10.1000/gone",
                        "score of " + Samples.score().paper().id(),
                        "no score of arxiv:2605.09999");
        assertThat(outcome.givenUp())
                .singleElement()
                .satisfies(lost -> assertThat(lost.letter().reason()).startsWith("key: "));
        assertThat(outcome.uncommitted()).isZero();
    }

    @Test
    void givesUpWhatCannotBeReadAndNothingBesideIt() {
        papertide.send(breakout(1));
        papertide.sendBytes(Topic.BREAKOUTS, id(1), "{\"paper\":".getBytes(StandardCharsets.UTF_8));
        papertide.remove(Topic.BREAKOUTS, id(1));
        papertide.send(breakout(2));
        FakePapertide.Outcome outcome = papertide.deliver(noting());
        assertThat(outcome.handled()).isEqualTo(2);
        assertThat(outcome.givenUp())
                .hasSize(2)
                .allSatisfy(lost -> assertThat(lost).isInstanceOf(GivenUp.Unreadable.class))
                .extracting(lost -> lost.letter().reason())
                .anySatisfy(reason -> assertThat(reason).startsWith("breakout: "))
                .contains("no value");
        assertThat(outcome.waiting()).isZero();
        assertThat(outcome.uncommitted()).isZero();
    }

    @Test
    void givesUpRevisionsThatAreAheadOfTheClock() {
        List<Long> taken = new ArrayList<>();
        long now = Instant.now().getEpochSecond();
        for (long ahead = 660; ahead < Bounds.MAX_COUNT - now; ahead *= 5) {
            papertide.send(Samples.revision(now + ahead));
        }
        papertide.send(Samples.revision(now + 500));
        FakePapertide.Outcome outcome = papertide.deliver(revisions(taken));
        assertThat(taken).containsExactly(now + 500);
        assertThat(outcome.givenUp())
                .hasSizeGreaterThan(10)
                .allSatisfy(lost -> {
                    assertThat(lost).isInstanceOf(GivenUp.Unreadable.class);
                    assertThat(lost.letter().reason()).contains("revision", "clock");
                });
    }

    /** Who writes a record writes its headers, too. */
    @Test
    void believesNoHeaderThatSaysAnotherTime() {
        List<Long> taken = new ArrayList<>();
        for (String time :
                List.of("+1000000000-12-31T23:59:59.999999999Z", "2036-01-01T00:00:00Z", "")) {
            Paper paper = Samples.revision(Instant.parse("2036-01-01T00:00:00Z").getEpochSecond());
            papertide.sendBytes(
                    Topic.PAPERS,
                    paper.id().value(),
                    EventCodec.PAPER.encode(paper),
                    new RecordHeaders().add("ce_time", time.getBytes(StandardCharsets.UTF_8)));
        }
        papertide.send(Samples.paper());
        FakePapertide.Outcome outcome = papertide.deliver(revisions(taken));
        assertThat(taken).containsExactly(Samples.paper().revision());
        assertThat(outcome.waiting()).isZero();
        assertThat(outcome.givenUp())
                .hasSize(3)
                .allSatisfy(
                        lost -> assertThat(lost.letter().reason()).contains("revision", "clock"));
    }

    @Test
    void comparesRevisionsWithTheServicesClockIfThatIsAhead() {
        List<Long> taken = new ArrayList<>();
        long ahead = Instant.now().plus(Duration.ofDays(30)).getEpochSecond();
        papertide.send(Samples.revision(ahead));
        papertide.send(Samples.revision(ahead + 900));
        FakePapertide.Outcome outcome =
                papertide.deliver(revisions(taken).clockOffset(Duration.ofDays(30)));
        assertThat(taken).containsExactly(ahead);
        assertThat(outcome.givenUp()).hasSize(1);
    }

    @Test
    void givesUpWhatItsReaderFailsAt() {
        EventStream<Breakout> failing =
                new EventStream<>(
                        Topic.BREAKOUTS,
                        (_, _, _) -> {
                            throw new DateTimeException("no such day");
                        });
        papertide.send(breakout(1));
        FakePapertide.Outcome outcome =
                papertide.deliver(group().on(failing, _ -> seen.add("handled")));
        assertThat(seen).isEmpty();
        assertThat(outcome.waiting()).isZero();
        assertThat(outcome.givenUp())
                .singleElement()
                .satisfies(lost -> {
                    assertThat(lost).isInstanceOf(GivenUp.Unreadable.class);
                    assertThat(lost.letter().reason()).contains("no such day");
                });
    }

    @Test
    void givesUpAnEventUnderTheKeyOfAnother() {
        papertide.sendBytes(
                Topic.PAPERS, "arxiv:2605.00001", EventCodec.PAPER.encode(Samples.paper()));
        papertide.sendBytes(
                Topic.SCORES, "arxiv:2605.00001", EventCodec.SCORE.encode(Samples.score()));
        papertide.sendBytes(
                Topic.BREAKOUTS, "arxiv:2605.00001", EventCodec.BREAKOUT.encode(breakout(2)));
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        noting().on(EventStream.PAPERS, _ -> seen.add("paper"))
                                .on(EventStream.SCORES, _ -> seen.add("score")));
        assertThat(seen).isEmpty();
        assertThat(outcome.givenUp())
                .hasSize(3)
                .allSatisfy(lost ->
                        assertThat(lost.letter().reason()).isEqualTo("key and value disagree"));
    }

    @Test
    void triesAHandlerThatFailsThreeTimesAndGoesOn() {
        for (int n = 0; n < 20; n++) {
            papertide.send(breakout(n));
        }
        Map<String, Integer> tries = new HashMap<>();
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        group().on(
                                        EventStream.BREAKOUTS,
                                        received -> {
                                            String id = received.event().paper().id().value();
                                            int tried = tries.merge(id, 1, Integer::sum);
                                            if (id.equals(id(7))
                                                    || (id.equals(id(8)) && tried < 3)) {
                                                throw new IllegalStateException("cannot");
                                            }
                                        }));
        assertThat(outcome.handled()).isEqualTo(19);
        assertThat(outcome.givenUp())
                .singleElement()
                .isInstanceOfSatisfying(
                        GivenUp.NotApplied.class,
                        lost -> {
                            assertThat(lost.attempts()).isEqualTo(3);
                            assertThat(lost.failure()).hasMessage("cannot");
                            assertThat(lost.letter().reason()).isEqualTo("not applied: cannot");
                            assertThat(new String(lost.letter().key(), StandardCharsets.UTF_8))
                                    .isEqualTo(id(7));
                        });
        assertThat(tries).containsEntry(id(7), 3).containsEntry(id(8), 3).containsEntry(id(9), 1);
        assertThat(outcome.uncommitted()).isZero();
    }

    @Test
    void waitsWithoutEndForWhatIsAwayAndKeepsTheOrderOfAKey() {
        for (int level = 1; level <= 5; level++) {
            papertide.send(breakout(1, level));
            papertide.send(breakout(2, level));
        }
        int[] left = {30};
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        group().on(
                                        EventStream.BREAKOUTS,
                                        received -> {
                                            Breakout breakout = received.event();
                                            if (breakout.level() == 2 && left[0]-- > 0) {
                                                throw new UnavailableException(
                                                        "no database", new Exception());
                                            }
                                            seen.add(
                                                    breakout.paper().id() + "/" + breakout.level());
                                        }));
        assertThat(outcome.handled()).isEqualTo(10);
        assertThat(outcome.givenUp()).isEmpty();
        for (int n : List.of(1, 2)) {
            assertThat(seen.stream().filter(one -> one.startsWith(id(n))))
                    .containsExactly(
                            id(n) + "/1", id(n) + "/2", id(n) + "/3", id(n) + "/4", id(n) + "/5");
        }
    }

    @Test
    void aPartitionThatWaitsHoldsUpNoOther() {
        for (int n = 0; n < 40; n++) {
            papertide.send(breakout(n));
        }
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        group().on(
                                        EventStream.BREAKOUTS,
                                        received -> {
                                            if (received.origin().partition() == 2) {
                                                throw new UnavailableException(
                                                        "away", new Exception());
                                            }
                                        }));
        assertThat(outcome.waiting()).isPositive();
        assertThat(outcome.handled()).isPositive().isEqualTo(40 - outcome.waiting());
        assertThat(outcome.givenUp()).isEmpty();
    }

    @Test
    void aDeadLetterThatNobodyTakesIsNotDropped() {
        papertide.sendBytes(Topic.BREAKOUTS, id(1), new byte[0]);
        int[] failures = {4};
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        noting().onDeadLetter(lost -> {
                            if (failures[0]-- > 0) {
                                throw new java.io.IOException("disk is full");
                            }
                            seen.add(lost.letter().reason());
                        }));
        assertThat(seen).hasSize(1);
        assertThat(outcome.givenUp()).hasSize(1);
        assertThat(outcome.waiting()).isZero();
    }

    @Test
    void withoutAGroupItReadsEverythingAnewAndSaysWhenItIsThere() {
        papertide.send(Samples.score());
        papertide.send(Samples.ranking());
        List<String> steps = new ArrayList<>();
        PapertideConsumer.Builder table =
                PapertideConsumer.of("unused:9092")
                        .on(EventStream.SCORES, _ -> steps.add("event"))
                        .on(EventStream.RANKINGS, _ -> steps.add("event"))
                        .onCaughtUp(() -> steps.add("complete"));
        papertide.deliver(table);
        papertide.deliver(table);
        assertThat(steps)
                .containsExactly("event", "event", "complete", "event", "event", "complete");
    }

    @Test
    void givesWhatTheHeadersSay() {
        papertide.send(breakout(1));
        List<Received<Breakout>> received = new ArrayList<>();
        papertide.deliver(group().on(EventStream.BREAKOUTS, received::add));
        assertThat(received)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.id()).isEqualTo(id(1) + "/1");
                    assertThat(one.time()).isNotNull();
                    assertThat(one.origin().topic()).isEqualTo("papertide.breakouts.v1");
                });
    }

    @Test
    void aPauseDoublesUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(List.of(1, 2, 3, 4, 5, 1000))
                .extracting(failures -> backoff.after(failures).toMillis())
                .containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void refusesWhatWouldEndItsGuarantees() {
        PapertideConsumer.Builder builder = noting();
        assertThatThrownBy(() -> builder.set("isolation.level", "read_uncommitted"))
                .hasMessageContaining("isolation.level");
        assertThatThrownBy(() -> builder.set("enable.auto.commit", "true"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.on(EventStream.BREAKOUTS, _ -> {}))
                .hasMessageContaining("breakouts.v1");
        assertThatThrownBy(() -> builder.attempts(0)).hasMessageContaining("attempts");
        assertThatThrownBy(() -> builder.backoff(Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("backoff");
        assertThatThrownBy(() -> PapertideConsumer.of("unused:9092").build())
                .hasMessageContaining("no stream");
    }

    @Test
    void asksKafkaForWhatItsGuaranteesStandOn() {
        Map<String, Object> asked = new HashMap<>();
        PapertideConsumer consumer =
                noting().set("security.protocol", "SASL_SSL")
                        .build(
                                settings -> {
                                    asked.putAll(settings);
                                    return new MockConsumer<>("earliest");
                                },
                                System::nanoTime);
        consumer.close();
        assertThat(asked)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("group.id", "tests")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("max.poll.records", 500);
        assertThatThrownBy(consumer::run).isInstanceOf(IllegalStateException.class);
    }

    /** The client of these is not the fake: they state how it commits, and how it ends. */
    private static final TopicPartition PARTITION = new TopicPartition("papertide.breakouts.v1", 0);

    @Test
    @Timeout(60)
    void commitsWhatWasHandledBeforeItsPartitionsGo() {
        Scripted kafka = new Scripted();
        kafka.schedulePollTask(() -> kafka.addBreakouts(3));
        kafka.schedulePollTask(() -> kafka.failCommits(new TimeoutException("slow"), 1));
        kafka.schedulePollTask(() -> kafka.addBreakouts(1));
        kafka.schedulePollTask(() -> kafka.rebalance(List.of()));
        kafka.run(noting());
        assertThat(seen).hasSize(4);
        assertThat(kafka.commits).contains(3L, 4L);
    }

    @Test
    @Timeout(60)
    void repeatsWhatOthersTookOverAndGoesOn() {
        Scripted kafka = new Scripted();
        kafka.failCommits(new CommitFailedException("others have it"), 1);
        kafka.schedulePollTask(() -> kafka.addBreakouts(2));
        kafka.schedulePollTask(() -> kafka.losePartitions(List.of(PARTITION)));
        kafka.schedulePollTask(() -> kafka.rebalance(List.of(PARTITION)));
        kafka.schedulePollTask(() -> kafka.addBreakouts(1));
        kafka.run(noting());
        assertThat(seen).hasSize(3);
        assertThat(kafka.commits).containsExactly(3L);
    }

    /** With a cooperative assignor, in every rebalance. */
    @Test
    @Timeout(60)
    void commitsAfterTheRebalanceThatACommitMet() {
        Scripted kafka = new Scripted();
        kafka.failCommits(new RebalanceInProgressException("poll first"), 1);
        kafka.schedulePollTask(() -> kafka.addBreakouts(2));
        kafka.schedulePollTask(() -> {});
        kafka.run(noting());
        assertThat(seen).hasSize(2);
        assertThat(kafka.commits).containsExactly(2L);
    }

    @Test
    @Timeout(60)
    void waitsForTheBrokersWithoutAGroupToo() {
        Scripted kafka = new Scripted(1);
        kafka.schedulePollTask(() -> kafka.addBreakouts(2));
        kafka.schedulePollTask(() -> {});
        kafka.run(
                PapertideConsumer.of("unused:9092")
                        .on(
                                EventStream.BREAKOUTS,
                                received -> seen.add(received.event().paper().id().value())));
        assertThat(seen).hasSize(2);
    }

    @Test
    @Timeout(60)
    void aRightThatIsMissingEndsIt() {
        Scripted kafka = new Scripted();
        kafka.schedulePollTask(
                () -> kafka.setPollException(new TopicAuthorizationException("not yours")));
        assertThatThrownBy(() -> kafka.run(noting()))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    @Timeout(60)
    void closeLetsTheHandlerFinishAndCommits() throws InterruptedException {
        Scripted kafka = new Scripted();
        kafka.schedulePollTask(() -> kafka.addBreakouts(3));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        PapertideConsumer consumer =
                group().on(
                                EventStream.BREAKOUTS,
                                received -> {
                                    begun.countDown();
                                    goOn.await();
                                    seen.add(received.event().paper().id().value());
                                })
                        .build(kafka, System::nanoTime);
        Thread running = Thread.ofVirtual().start(consumer);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(consumer::close);
        goOn.countDown();
        closing.join();
        running.join();
        assertThat(kafka.closed()).isTrue();
        assertThat(kafka.commits).containsExactly((long) seen.size());
        consumer.close();
    }

    @Test
    @Timeout(60)
    void anInterruptEndsItAndWhatWasHandledIsCommitted() throws InterruptedException {
        Scripted kafka = new Scripted();
        kafka.schedulePollTask(() -> kafka.addBreakouts(3));
        CountDownLatch second = new CountDownLatch(1);
        PapertideConsumer consumer =
                group().on(
                                EventStream.BREAKOUTS,
                                received -> {
                                    if (received.origin().offset() == 1) {
                                        second.countDown();
                                        Thread.sleep(Duration.ofHours(1));
                                    }
                                })
                        .build(kafka, System::nanoTime);
        Thread running = Thread.ofVirtual().start(consumer);
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        running.interrupt();
        running.join();
        assertThat(kafka.closed()).isTrue();
        assertThat(kafka.commits).containsExactly(1L);
        assertThat(consumer.handled()).isEqualTo(1);
    }

    private static PapertideConsumer.Builder revisions(List<Long> taken) {
        return group().on(
                        EventStream.PAPERS,
                        received -> {
                            if (received.event() instanceof PaperChange.Listed(Paper paper)) {
                                taken.add(paper.revision());
                            }
                        });
    }

    private PapertideConsumer.Builder noting() {
        return group().on(
                        EventStream.BREAKOUTS,
                        received -> seen.add(received.event().paper().id().value()));
    }

    private static PapertideConsumer.Builder group() {
        return PapertideConsumer.of("unused:9092").group("tests");
    }

    private static Breakout breakout(int n) {
        return breakout(n, 1);
    }

    private static Breakout breakout(int n, int level) {
        Breakout sample = Samples.breakout();
        PaperSummary paper = sample.paper();
        return new Breakout(
                new PaperSummary(
                        new PaperId(id(n)),
                        paper.title(),
                        paper.authors(),
                        paper.authorCount(),
                        paper.abstractText(),
                        paper.categories(),
                        paper.primaryCategory(),
                        paper.links(),
                        paper.submitted(),
                        paper.listed(),
                        paper.aliases(),
                        paper.organisation(),
                        paper.moreAuthors(),
                        paper.moreAbstract()),
                sample.score(),
                sample.bar(),
                level,
                sample.reasons(),
                sample.at());
    }

    private static String id(int n) {
        return "arxiv:2605.%05d".formatted(n);
    }

    /** One partition, whose polls follow a script and end with it. */
    private static final class Scripted extends MockConsumer<byte[], byte[]>
            implements Function<Map<String, Object>, Consumer<byte[], byte[]>> {

        private final List<Long> commits = new ArrayList<>();
        private RuntimeException failure = new IllegalStateException();
        private int failing;
        private int away;
        private long end;

        Scripted() {
            super("earliest");
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            schedulePollTask(() -> rebalance(List.of(PARTITION)));
        }

        /**
         * @param away how often no broker says which partitions there are
         */
        Scripted(int away) {
            super("earliest");
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            this.away = away;
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            if (away-- > 0) {
                throw new TimeoutException("no broker");
            }
            return List.of(new PartitionInfo(topic, 0, null, new Node[0], new Node[0]));
        }

        @Override
        public Consumer<byte[], byte[]> apply(Map<String, Object> settings) {
            return this;
        }

        void run(PapertideConsumer.Builder builder) {
            PapertideConsumer consumer = builder.build(this, System::nanoTime);
            schedulePollTask(consumer::close);
            consumer.run();
        }

        void addBreakouts(int count) {
            for (int i = 0; i < count; i++) {
                Breakout breakout = breakout((int) end);
                addRecord(
                        new ConsumerRecord<>(
                                PARTITION.topic(),
                                0,
                                end++,
                                EventCodec.BREAKOUT.key(breakout).getBytes(StandardCharsets.UTF_8),
                                EventCodec.BREAKOUT.encode(breakout)));
            }
        }

        void failCommits(RuntimeException with, int times) {
            failure = with;
            failing = times;
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (failing-- > 0) {
                throw failure;
            }
            super.commitSync(offsets);
            offsets.values().forEach(offset -> commits.add(offset.offset()));
        }
    }

    /** What was given up can be read again from the consumer's own topic of dead letters. */
    @Test
    void aDeadLetterHasTheRecordAndWhereItStood() {
        papertide.send(breakout(1));
        FakePapertide.Outcome outcome =
                papertide.deliver(
                        group().attempts(1)
                                .on(
                                        EventStream.BREAKOUTS,
                                        _ -> {
                                            throw new java.io.IOException("no");
                                        }));
        DeadLetter letter = outcome.givenUp().getFirst().letter();
        assertThat(EventCodec.BREAKOUT.decode(letter.value()))
                .isEqualTo(new Decoded.Event<>(breakout(1)));
        assertThat(
                        new String(
                                letter.headers().lastHeader(DeadLetter.ORIGIN).value(),
                                StandardCharsets.UTF_8))
                .isEqualTo(outcome.givenUp().getFirst().origin().toString());
    }
}
