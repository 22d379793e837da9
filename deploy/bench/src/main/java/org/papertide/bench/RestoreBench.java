package org.papertide.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Topic;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the ranking service takes to be ready again after its disk was lost: a million papers,
 * 50 times what arXiv lists in the month that a ranking looks back, each with three signals. All
 * are in a window, which is the worst case: a quiet paper is in the catalogue store only. Its
 * reference is a consumer that reads the same changelogs and keeps nothing.
 */
@Command(
        name = "restore",
        description =
                "From a lost disk to ready, with a million papers; compared with reading the"
                        + " changelogs alone.")
final class RestoreBench implements Callable<Integer> {

    private static final Duration LISTED_WITHIN = Duration.ofDays(28);
    private static final String PREFIX = "restore.";
    private static final String GROUP = PREFIX + "ranking";
    private static final String HEAP = "2g";

    @Option(names = "--papers", paramLabel = "N", description = "Papers in the windows.")
    private int papers = 1_000_000;

    @Option(names = "--signals", paramLabel = "N", description = "Signals of each paper.")
    private int signals = 3;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("restore", clock.instant());

    @Override
    public Integer call() {
        StateDirectory state = StateDirectory.fresh();
        try (PrivateStack stack = TestStack.privateStack()) {
            TestServer kafka = stack.newKafka();
            kafka.start();
            try (TopicProbe log = new TopicProbe(kafka.address(), PREFIX);
                    ServiceProcess ranking =
                            ServiceProcess.fast(
                                    "ranking-service",
                                    HEAP,
                                    ServiceSettings.of(kafka.address(), PREFIX))) {
                ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
                table.add("service", ranking.flags() + ", 4 partitions, exactly-once v2");
                ranking.start();
                ranking.awaitReady();
                fill(log);
                ranking.stop();
                Set<String> changelogs = changelogs(log);
                restarts(ranking, state, false);
                double restored = restarts(ranking, state, true);
                reference(log, changelogs, restored);
            }
        } finally {
            state.wipe();
        }
        System.out.print(table);
        return 0;
    }

    /** Starts with no state, after a stop and after a kill; returns the seconds of the first. */
    private double restarts(ServiceProcess ranking, StateDirectory state, boolean transactional) {
        table.add("state stores", transactional ? "transactional" : "plain");
        ranking.set("PAPERTIDE_RANKING_TRANSACTIONAL_STORES", Boolean.toString(transactional));
        state.wipe();
        double restored = start(ranking, "with no state");
        ranking.stop();
        start(ranking, "with its state, after an orderly stop");
        ranking.kill();
        start(ranking, "with its state, after a kill");
        ranking.stop();
        return restored;
    }

    private void reference(TopicProbe log, Set<String> changelogs, double restored) {
        Stopwatch stopwatch = Stopwatch.start();
        long bytes = log.readAll(changelogs);
        double read = stopwatch.seconds();
        table.add(
                "reference: one consumer reads the changelogs",
                "%.1f s, %,.0f MB of keys and values".formatted(read, bytes / 1e6));
        table.addRatio("time with no state", restored, read);
    }

    private void fill(TopicProbe log) {
        Stopwatch stopwatch = Stopwatch.start();
        Instant now = clock.instant();
        for (int n = 0; n < papers; n++) {
            Instant listed =
                    now.minus(Duration.ofHours(6))
                            .minus(LISTED_WITHIN.multipliedBy(n).dividedBy(papers));
            log.produce(
                    Topic.PAPERS, TopicProbe.Prepared.of(EventCodec.PAPER, paper(n, listed), now));
            for (int number = 1; number <= signals; number++) {
                log.produce(Topic.SIGNALS, signal(n, number, listed, now));
            }
        }
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS), log.name(Topic.SIGNALS)));
        table.add("papers", papers, "with %d signals each".formatted(signals));
        table.add("all scored and committed after", stopwatch.seconds(), "s");
    }

    /** The size of the changelogs, and of their newest records. */
    private Set<String> changelogs(TopicProbe log) {
        Map<String, Long> changelogs = log.bytes(GROUP, "-changelog");
        long all = 0;
        for (Map.Entry<String, Long> changelog : changelogs.entrySet()) {
            all += changelog.getValue();
            table.add("  " + changelog.getKey(), changelog.getValue() / 1e6, "MB at the broker");
        }
        table.add("changelogs", all / 1e6, "MB at the broker");
        table.add("changelogs", (double) all / papers, "bytes per paper");
        return changelogs.keySet();
    }

    private double start(ServiceProcess ranking, String how) {
        Stopwatch stopwatch = Stopwatch.start();
        ranking.start();
        ranking.awaitReady(Duration.ofMinutes(10));
        double seconds = stopwatch.seconds();
        table.add("start %s, until ready".formatted(how), seconds, "s");
        table.add("  heap then in use", ranking.heapInUse() / 1e6, "MB");
        table.add("  memory of the process", ranking.peakMemory());
        return seconds;
    }

    private static Paper paper(int n, Instant listed) {
        String category = n % 2 == 0 ? "cs.LG" : "cs.CL";
        return SamplePaper.of(id(n), listed)
                .title("On the matter of " + n)
                .abstractText(null)
                .categories(category)
                .build();
    }

    private static TopicProbe.Prepared signal(int n, int number, Instant listed, Instant now) {
        return TopicProbe.Prepared.of(
                EventCodec.SIGNAL,
                SamplePaper.upvotes(
                        id(n), (long) number * (n % 50), listed.plus(Duration.ofHours(number))),
                now);
    }

    private static PaperId id(int n) {
        return new PaperId("arxiv:%04d.%05d".formatted(2601 + n / 100_000, n % 100_000));
    }
}
