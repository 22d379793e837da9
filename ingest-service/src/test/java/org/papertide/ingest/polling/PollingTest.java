package org.papertide.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.PausingClock;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.tracing.Traces;

class PollingTest {

    private static final Item SOMETHING = new Item.LeftOut("x", "y");

    private final PausingClock clock = new PausingClock("2026-11-23T12:00:00Z");
    private final Log log = new Log();
    private final FakeLeases leases = new FakeLeases();
    private final Source source = new Source("one", true);
    private final Polling polling = polling(turn -> turn, false);

    @Test
    void writesEachPageDownAndGoesOnFromIt() throws Exception {
        source.then(page("p1", true)).then(page("p2", false));
        log.added = 1;

        turn();

        assertThat(source.positions).containsExactly(null, "p1");
        SourceStatus status = status();
        assertThat(status.state()).isEqualTo(SourceState.FRESH);
        assertThat(status.position()).isEqualTo("p2");
        assertThat(status.lastSuccess()).isEqualTo(clock.instant());
        assertThat(status.lastNew()).isEqualTo(clock.instant());
        assertThat(leases.held).isEmpty();
    }

    @Test
    void isQuietWhenNothingIsNewAndStaleWhenForTooLong() throws Exception {
        source.then(page("p", false)).then(page("p", false)).then(page("p", false));
        log.added = 1;
        turn();
        log.added = 0;
        clock.set("2026-11-23T14:00:00Z");
        turn();
        assertThat(status().state()).isEqualTo(SourceState.QUIET);
        assertThat(status().lastNew()).isEqualTo("2026-11-23T12:00:00Z");

        clock.set("2026-11-26T12:00:01Z");
        turn();
        assertThat(status().state()).isEqualTo(SourceState.STALE);
    }

    @Test
    void recordsAPageWithoutAnythingNewOnce() throws Exception {
        source.then(page("p", false));

        turn();

        assertThat(status().state()).isEqualTo(SourceState.QUIET);
        assertThat(log.records).isEqualTo(1);
    }

    @Test
    void keepsItsPositionWhenTurnedAway() throws Exception {
        source.then(page("p", false))
                .then(new FetchResult.Refused(Duration.ofHours(1), "HTTP 429"))
                .then(new FetchResult.Failed("no answer"))
                .then(page("q", false));
        turn();
        clock.set("2026-11-23T14:00:00Z");
        turn();
        assertThat(status().state()).isEqualTo(SourceState.REFUSED);
        assertThat(status().position()).isEqualTo("p");
        assertThat(status().failures()).isEqualTo(1);
        assertThat(status().message()).isEqualTo("HTTP 429");

        clock.set("2026-11-23T16:00:00Z");
        turn();
        assertThat(status().state()).isEqualTo(SourceState.FAILED);
        assertThat(status().failures()).isEqualTo(2);

        clock.set("2026-11-23T18:00:00Z");
        turn();
        assertThat(status().failures()).isZero();
    }

    @Test
    void aFlawOnOnePageMakesTheRunPartial() throws Exception {
        source.then(new FetchResult.Fetched(List.of(), "p1", true, "cut")).then(page("p2", false));
        log.added = 1;

        turn();

        assertThat(status().state()).isEqualTo(SourceState.PARTIAL);
        assertThat(status().message()).isEqualTo("cut");
        assertThat(status().lastSuccess()).isNull();
    }

    @Test
    void aFaultOfASourceIsAFailureLikeAnother() throws Exception {
        source.then(null);

        turn();

        assertThat(status().state()).isEqualTo(SourceState.FAILED);
    }

    /** Such as a stack that overflows: without a next time the host would be asked for ever. */
    @ParameterizedTest
    @MethodSource
    void anErrorOfASourceIsAFailureLikeAnother(Error error) throws Exception {
        for (int run = 0; run < 2; run++) {
            source.then(
                    page("p", false),
                    () -> {
                        throw error;
                    });
        }
        turn();
        assertThat(status().state()).isEqualTo(SourceState.FAILED);
        assertThat(status().nextRun()).isAfter(clock.instant());
        assertThat(turn()).isPositive();
        clock.set("2026-11-23T14:00:00Z");
        turn();
        assertThat(status().failures()).isEqualTo(2);
    }

    static Stream<Error> anErrorOfASourceIsAFailureLikeAnother() {
        return Stream.of(
                new StackOverflowError(),
                new NoClassDefFoundError("x"),
                new ExceptionInInitializerError(),
                new AssertionError());
    }

    /** The process ends after it; should it go on, other sources are polled. */
    @Test
    void spentMemoryIsNoFailureOfTheSource() throws Exception {
        source.then(
                page("p", false),
                () -> {
                    throw new OutOfMemoryError("spent");
                });
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this::turn);
        assertThat(log.find("one")).isEmpty();
        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(1);
    }

    /** The host is left alone then: it would send the same again. */
    @Test
    void aPageThatCannotBeRecordedIsAFailureLikeAnother() throws Exception {
        source.then(page("p1", true)).then(page("p2", false)).then(page("p2", false));
        log.fault = new IllegalStateException("violates a constraint");
        log.faultAt = "p2";

        turn();

        assertThat(status().state()).isEqualTo(SourceState.FAILED);
        assertThat(status().position()).isEqualTo("p1");
        assertThat(status().failures()).isEqualTo(1);
        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(2);

        log.faultAt = null;
        clock.set("2026-11-23T14:00:00Z");
        turn();
        assertThat(status().failures()).isZero();
        assertThat(status().position()).isEqualTo("p2");
    }

    @Test
    void aDatabaseThatWentAwayIsNoFaultOfTheSource() {
        source.then(page("p", false));
        log.fault = new UnavailableException("away");
        log.faultAt = "p";

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::turn);
        assertThat(log.find("one")).isEmpty();
    }

    /** Such as a full disk: reading goes on, writing does not. */
    @Test
    void leavesASourceAloneWhoseRunCannotBeWrittenDown() throws Exception {
        source.then(page("p", false)).then(page("p", false)).then(page("p", false));
        log.fault = new UnavailableException("disk full");
        log.faultAt = "p";
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::turn);

        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(1);
        clock.set("2026-11-23T12:01:00Z");
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::turn);
        clock.set("2026-11-23T12:02:59Z");
        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(2);

        log.faultAt = null;
        clock.set("2026-11-23T12:03:00Z");
        turn();
        assertThat(status().position()).isEqualTo("p");
    }

    @Test
    void leavesASourceAloneWhoseFailureCannotBeWrittenDown() throws Exception {
        source.then(new FetchResult.Failed("no answer"));
        log.faultOfFailures = new IllegalStateException("violates a constraint");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::turn);

        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(1);
    }

    @Test
    void aDatabaseThatGoesAwayWithinAFetchIsNoFailureOfTheSource() {
        source.then(
                page("p", false),
                () -> {
                    throw new UnavailableException("away");
                });

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::turn);
        assertThat(log.find("one")).isEmpty();
    }

    /** The database takes no NUL, and a log line is one line. */
    @Test
    void writesDownWhatTheOtherSideSaysAsOneShortLine() throws Exception {
        source.then(new FetchResult.Failed("HTTP 500: \u001f\u0000\nbusy"))
                .then(new FetchResult.Fetched(List.of(), "p", false, "a\u0000b".repeat(1_000)));

        turn();
        assertThat(status().message()).isEqualTo("HTTP 500: busy");

        clock.set("2026-11-23T14:00:00Z");
        turn();
        assertThat(status().message()).startsWith("abab").endsWith("…").hasSizeLessThan(1_001);
    }

    @Test
    void goesOnAtOnceWithARunThatWasBrokenOff() throws Exception {
        source.then(page("p1", true), () -> leases.taken = true).then(page("p2", false));
        turn();
        leases.taken = false;

        assertThat(turn()).isZero();

        assertThat(source.positions).containsExactly(null, "p1");
        assertThat(status().nextRun()).isEqualTo(clock.instant().plusSeconds(3600));
    }

    @Test
    void runsWhatAClockThatWasAheadPutOff() throws Exception {
        clock.set("2026-12-03T12:00:00Z");
        source.then(page("p1", false)).then(page("p2", false));
        turn();
        clock.set("2026-11-23T12:00:00Z");

        turn();

        assertThat(source.positions).hasSize(2);
        assertThat(clock.pauses()).containsExactly(source.spacing());
        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(2);
    }

    @Test
    void holdsTheLeaseForLongerThanAPageTakes() throws Exception {
        source.then(page("p1", true)).then(page("p2", false)).then(page("p3", false));
        turn();
        assertThat(leases.lengths).hasSize(2).containsOnly(Duration.ofMinutes(3));

        leases.lengths.clear();
        clock.set("2026-11-23T14:00:00Z");
        polling(turn -> turn, false, Duration.ofHours(1)).turn("host", List.of(source));
        assertThat(leases.lengths).containsExactly(Duration.ofSeconds(3 + 3600 + 60));
    }

    @Test
    void saysThatThereIsAHoliday() throws Exception {
        source.then(new FetchResult.Holiday("p", "weekend"));

        turn();

        assertThat(status().state()).isEqualTo(SourceState.HOLIDAY);
        assertThat(status().message()).isEqualTo("weekend");
    }

    @Test
    void doesNotRunBeforeItIsDue() throws Exception {
        source.then(page("p", false));
        turn();

        assertThat(turn()).isPositive();
        assertThat(source.positions).hasSize(1);
    }

    @Test
    void leavesAHostAloneThatAnotherProcessTalksTo() throws Exception {
        leases.taken = true;

        assertThat(turn()).isPositive();
        assertThat(source.positions).isEmpty();
    }

    @Test
    void stopsWhenTheHostIsNotOursAnyMore() throws Exception {
        source.then(
                new FetchResult.Fetched(List.of(SOMETHING), "p1", true, null),
                () -> leases.taken = true);

        turn();

        assertThat(source.positions).hasSize(1);
        assertThat(status().position()).isEqualTo("p1");
    }

    @Test
    void waitsUntilTheHostMayBeAskedAgain() throws Exception {
        leases.mayAsk = clock.instant().plusSeconds(2);
        source.then(page("p", false));

        turn();

        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(2));
        assertThat(leases.mayAsk).isEqualTo(clock.instant().plusSeconds(3));
    }

    @Test
    void whatIsSwitchedOffIsDisabledAndNotPolled() {
        Polling offline = polling(turn -> turn, true);
        Source off = new Source("off", false);

        assertThat(offline.entry(source).status().state()).isEqualTo(SourceState.DISABLED);
        assertThat(polling.entry(off).status().state()).isEqualTo(SourceState.DISABLED);
        try (offline) {
            offline.start();
        }
        assertThat(source.positions).isEmpty();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToSixHours() {
        FetchResult failed = new FetchResult.Failed("no answer");
        assertThat(failed.pause(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(failed.pause(3)).isEqualTo(Duration.ofMinutes(4));
        assertThat(failed.pause(1_000)).isEqualTo(Duration.ofHours(6));
        assertThat(new FetchResult.Refused(Duration.ofHours(9), "HTTP 429").pause(1))
                .isEqualTo(Duration.ofHours(9));
        assertThat(new FetchResult.Refused(Duration.ofSeconds(9), "HTTP 429").pause(1))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void namesTheFirstRecordThatWasRefused() throws Exception {
        Item refused = new Item.Refused("x", "y");
        source.then(new FetchResult.Fetched(List.of(refused, refused), "p1", true, null))
                .then(page("p2", false));

        turn();

        assertThat(status().state()).isEqualTo(SourceState.PARTIAL);
        assertThat(status().message()).isEqualTo("2 refused; the first is x: y");
        assertThat(status().lastSuccess()).isEqualTo(clock.instant());
    }

    /** A stop that waited for the database's return would take the 8 s that a stop may take. */
    @Test
    @Timeout(7)
    void endsAtOnceWhileTheDatabaseIsAway() {
        Dependency away =
                new Dependency(
                        "database",
                        () -> {
                            throw new IOException("refused");
                        },
                        () -> {});
        try (away;
                Polling waiting = polling(away::whenPresent, false)) {
            waiting.start();
        }
        assertThat(source.positions).isEmpty();
    }

    private Polling polling(UnaryOperator<Loop.Turn> whenReady, boolean offline) {
        return polling(whenReady, offline, Duration.ofSeconds(90));
    }

    private Polling polling(
            UnaryOperator<Loop.Turn> whenReady, boolean offline, Duration longestRequest) {
        return new Polling(
                List.of(source),
                log,
                leases,
                clock,
                clock,
                longestRequest,
                whenReady,
                offline,
                Traces.OFF);
    }

    private Duration turn() throws InterruptedException {
        return polling.turn("host", List.of(source));
    }

    private SourceStatus status() {
        return log.find("one").orElseThrow().status();
    }

    private static FetchResult page(String position, boolean more) {
        return new FetchResult.Fetched(List.of(SOMETHING), position, more, null);
    }

    private static final class Source implements PaperSource {
        private record Step(@Nullable FetchResult result, Runnable meanwhile) {}

        private final String name;
        private final boolean enabled;
        private final Queue<Step> steps = new ArrayDeque<>();
        private final List<@Nullable String> positions = new ArrayList<>();

        Source(String name, boolean enabled) {
            this.name = name;
            this.enabled = enabled;
        }

        Source then(@Nullable FetchResult result) {
            return then(result, () -> {});
        }

        Source then(@Nullable FetchResult result, Runnable meanwhile) {
            steps.add(new Step(result, meanwhile));
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean enabled() {
            return enabled;
        }

        @Override
        public String host() {
            return "host";
        }

        @Override
        public FetchResult fetch(@Nullable String position) {
            positions.add(position);
            Step step = steps.remove();
            step.meanwhile.run();
            if (step.result == null) {
                throw new IllegalStateException("a fault");
            }
            return step.result;
        }

        @Override
        public Instant nextRun(SourceStatus status, FetchResult result, Instant now) {
            return now.plusSeconds(3600);
        }

        @Override
        public Duration spacing() {
            return Duration.ofSeconds(3);
        }

        @Override
        public Duration staleAfter() {
            return Duration.ofDays(3);
        }
    }

    private static final class Log implements SourceLog {
        private final Map<String, Entry> entries = new HashMap<>();
        private long added;
        private int records;
        private RuntimeException fault = new IllegalStateException();

        /** The position behind the page that cannot be recorded. */
        private @Nullable String faultAt;

        private @Nullable RuntimeException faultOfFailures;

        @Override
        public Optional<Entry> find(String source) {
            return Optional.ofNullable(entries.get(source));
        }

        @Override
        public SourceStatus record(
                String source,
                List<Item> items,
                Instant observedAt,
                Function<IngestCounts, SourceStatus> status) {
            IngestCounts taken = new IngestCounts(items.isEmpty() ? 0 : added, 0, 0, 0, 0);
            IngestCounts before = find(source).map(Entry::total).orElse(IngestCounts.NONE);
            SourceStatus written = status.apply(taken);
            if (!items.isEmpty() && Objects.equals(written.position(), faultAt)) {
                throw fault;
            }
            if (written.failures() > 0 && faultOfFailures != null) {
                throw faultOfFailures;
            }
            entries.put(source, new Entry(written, before.plus(taken)));
            records++;
            return written;
        }
    }

    private static final class FakeLeases implements Leases {
        private final List<String> held = new ArrayList<>();
        private final List<Duration> lengths = new ArrayList<>();
        private boolean taken;
        private Instant mayAsk = Instant.EPOCH;

        @Override
        public Optional<Instant> acquire(String host, Duration atMost) {
            lengths.add(atMost);
            if (taken) {
                return Optional.empty();
            }
            if (!held.contains(host)) {
                held.add(host);
            }
            return Optional.of(mayAsk);
        }

        @Override
        public void release(String host, Instant nextRequest) {
            held.remove(host);
            mayAsk = nextRequest;
        }
    }
}
