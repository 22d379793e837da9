package org.papertide.ingest.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Sleeper;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.tracing.Traces;

/**
 * Runs every source when it is due: one loop, and so one connection, per host, under the host's
 * lease. A database that is away is waited for.
 */
public final class Polling implements AutoCloseable {

    /** Longest wait between looks at the clock: it may be set, and others may have run a source. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** A lease left behind by a process that died blocks its host for this long, or longer. */
    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(3);

    /** To record a page, besides the pause and the request that it took. */
    private static final Duration RECORDING = Duration.ofMinutes(1);

    /**
     * After a run whose outcome could not be written down, as on a full disk: without a status the
     * host would be asked for the same again with each turn of the loop.
     */
    private static final Backoff UNWRITTEN =
            Backoff.of(Duration.ofMinutes(1), Duration.ofMinutes(15));

    /** More than the clocks of replicas are apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    /** Runs in a row whose outcome could not be written down, and when the last one ended. */
    private record Unwritten(int runs, Instant at) {

        boolean holds(Instant now) {
            return !at.isAfter(now) && until().isAfter(now);
        }

        Instant until() {
            return at.plus(UNWRITTEN.pause(runs));
        }
    }

    private final List<PaperSource> sources;
    private final SourceLog log;
    private final Leases leases;
    private final Clock clock;
    private final Sleeper pause;
    private final Duration longestRequest;
    private final UnaryOperator<Loop.Turn> whenReady;
    private final boolean offline;
    private final Traces traces;
    private final List<Loop> loops = new ArrayList<>();
    private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * @param longestRequest how long one request of a source may take
     * @param whenReady makes a turn wait while what it needs is away
     * @param offline polls nothing, whatever the sources' own settings
     * @param traces begins one with each run of a source
     */
    public Polling(
            List<PaperSource> sources,
            SourceLog log,
            Leases leases,
            Clock clock,
            Sleeper pause,
            Duration longestRequest,
            UnaryOperator<Loop.Turn> whenReady,
            boolean offline,
            Traces traces) {
        this.sources = sources.stream().sorted(Comparator.comparing(PaperSource::name)).toList();
        this.log = log;
        this.leases = leases;
        this.clock = clock;
        this.pause = pause;
        this.longestRequest = longestRequest;
        this.whenReady = whenReady;
        this.offline = offline;
        this.traces = traces;
    }

    /** Begins to poll, unless closed before. */
    public synchronized void start() {
        if (closed) {
            return;
        }
        Map<String, List<PaperSource>> byHost = new TreeMap<>();
        sources.stream()
                .filter(this::isOn)
                .forEach(source ->
                        byHost.computeIfAbsent(source.host(), _ -> new ArrayList<>()).add(source));
        byHost.forEach((host, together) ->
                loops.add(
                        new Loop("polling " + host, whenReady.apply(() -> turn(host, together)))));
    }

    /** All sources by name, switched on or not. */
    public List<PaperSource> sources() {
        return sources;
    }

    /** Whether a source is polled. */
    public boolean isOn(PaperSource source) {
        return !offline && source.enabled();
    }

    /** How a source stands. */
    public SourceLog.Entry entry(PaperSource source) {
        SourceLog.Entry entry =
                log.find(source.name())
                        .orElseGet(() ->
                                new SourceLog.Entry(
                                        SourceStatus.unknown(source.name()), IngestCounts.NONE));
        return isOn(source) ? entry : new SourceLog.Entry(entry.status().disabled(), entry.total());
    }

    @Override
    public synchronized void close() {
        closed = true;
        Loop.closeAll(loops);
    }

    /** Runs the source of this host that is due the longest; answers how long to wait. */
    Duration turn(String host, List<PaperSource> together) throws InterruptedException {
        record Due(PaperSource source, Instant at) {}
        Instant now = clock.instant();
        Due due =
                together.stream()
                        .map(source -> new Due(source, dueAt(entry(source).status(), now)))
                        .min(Comparator.comparing(Due::at))
                        .orElseThrow();
        if (due.at.isAfter(now)) {
            return shorter(Duration.between(now, due.at), LONGEST_WAIT);
        }
        Optional<Instant> mayAsk = leases.acquire(host, lease(due.source));
        if (mayAsk.isEmpty()) {
            return LONGEST_WAIT;
        }
        try (Traces.Step step = traces.begin("poll a source").with("source", due.source.name())) {
            step.during(() -> {
                // The time may be of a clock that was ahead.
                pause.pause(
                        shorter(
                                Duration.between(clock.instant(), mayAsk.get()),
                                due.source.spacing()));
                run(due.source, host);
            });
        } finally {
            leases.release(host, clock.instant().plus(due.source.spacing()));
        }
        return Duration.ZERO;
    }

    /**
     * When a source is due: at once if a clock that was ahead wrote its status, for the next run
     * would come as much later.
     */
    private Instant dueAt(SourceStatus status, Instant now) {
        Unwritten last = unwritten.get(status.source());
        if (last != null && last.holds(now)) {
            return last.until();
        }
        Instant ran = status.lastRun();
        boolean wasAhead = ran != null && ran.isAfter(now.plus(CLOCKS_APART));
        Instant next = status.nextRun();
        return next == null || wasAhead ? Instant.MIN : next;
    }

    private void run(PaperSource source, String host) throws InterruptedException {
        SourceStatus status = entry(source).status();
        Duration lease = lease(source);
        try {
            new SourceRun(source, log, clock, () -> leases.acquire(host, lease).isPresent())
                    .run(status);
            unwritten.remove(source.name());
        } catch (RuntimeException | Error e) {
            unwritten.merge(
                    source.name(),
                    new Unwritten(1, clock.instant()),
                    (before, now) -> new Unwritten(before.runs + 1, now.at));
            throw e;
        }
    }

    /** Longer than a page takes; renewed for each page. */
    private Duration lease(PaperSource source) {
        Duration page = source.spacing().plus(longestRequest).plus(RECORDING);
        return page.compareTo(SHORTEST_LEASE) > 0 ? page : SHORTEST_LEASE;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
