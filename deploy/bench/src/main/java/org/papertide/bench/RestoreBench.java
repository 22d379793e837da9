package org.papertide.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.papertide.events.EventCodec;
import org.papertide.events.Links;
import org.papertide.events.Metric;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;

/**
 * How long the ranking service takes to be ready again after its disk was lost: a million papers,
 * 50 times what arXiv lists in the month that a ranking looks back, each with three readings. All
 * are in a window, which is the worst case: what is quiet is only in the catalogue store.
 */
final class RestoreBench {

    private static final int PAPERS = 1_000_000;
    private static final int READINGS = 3;
    private static final Duration LISTED_WITHIN = Duration.ofDays(28);
    private static final String PREFIX = "restore.";
    private static final String GROUP = PREFIX + "ranking";
    private static final String HEAP = "2g";

    private final Clock clock;
    private final Table table;

    RestoreBench(Clock clock, Table table) {
        this.clock = clock;
        this.table = table;
    }

    void run() {
        StateDirectory state = StateDirectory.fresh();
        try (PrivateStack stack = TestStack.privateStack()) {
            TestServer kafka = stack.newKafka();
            kafka.start();
            try (Log log = new Log(kafka.address(), PREFIX);
                    ServiceProcess ranking =
                            new ServiceProcess("ranking-service", kafka.address(), PREFIX, HEAP)) {
                ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
                table.add("service", ranking.flags() + ", 4 partitions, exactly-once v2");
                ranking.start();
                fill(log);
                ranking.stop();
                changelogs(log);
                start(ranking, "with its state", "until ready");
                ranking.stop();
                state.wipe();
                start(ranking, "with no state", "until ready");
            }
        } finally {
            state.wipe();
        }
    }

    private void fill(Log log) {
        long start = System.nanoTime();
        Instant now = clock.instant();
        for (int n = 0; n < PAPERS; n++) {
            Instant listed =
                    now.minus(Duration.ofHours(6))
                            .minus(LISTED_WITHIN.multipliedBy(n).dividedBy(PAPERS));
            log.produce(Topic.PAPERS, Log.Prepared.of(EventCodec.PAPER, paper(n, listed), now));
            for (int reading = 1; reading <= READINGS; reading++) {
                log.produce(Topic.SIGNALS, reading(n, reading, listed, now));
            }
        }
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS), log.name(Topic.SIGNALS)));
        table.add("papers", PAPERS, "with %d readings each".formatted(READINGS));
        table.add("all scored and committed after", seconds(start), "s");
    }

    /** What there is to restore from, and what of it is not outdated. */
    private void changelogs(Log log) {
        long all = 0;
        for (Map.Entry<String, Long> changelog : log.bytes(GROUP, "-changelog").entrySet()) {
            all += changelog.getValue();
            table.add("  " + changelog.getKey(), changelog.getValue() / 1e6, "MB at the broker");
        }
        table.add("changelogs", all / 1e6, "MB at the broker");
        table.add("changelogs", (double) all / PAPERS, "bytes per paper");
    }

    private void start(ServiceProcess ranking, String how, String until) {
        long start = System.nanoTime();
        ranking.start();
        table.add("start %s %s".formatted(how, until), seconds(start), "s");
        table.add("  heap then in use", ranking.heapInUse() / 1e6, "MB");
        table.add("  memory of the process", ranking.peakMemory());
    }

    private static Paper paper(int n, Instant listed) {
        String category = n % 2 == 0 ? "cs.LG" : "cs.CL";
        return new Paper(
                id(n),
                1,
                1,
                "On the matter of " + n,
                null,
                List.of("Ada Lovelace", "Charles Babbage"),
                List.of(category),
                category,
                Links.none(),
                listed,
                listed,
                listed,
                listed,
                PaperStatus.LISTED,
                null,
                List.of(),
                "arxiv",
                null,
                null,
                null,
                null);
    }

    private static Log.Prepared reading(int n, int number, Instant listed, Instant now) {
        return Log.Prepared.of(
                EventCodec.SIGNAL,
                new Signal(
                        id(n),
                        Metric.UPVOTES.name(),
                        (long) number * (n % 50),
                        listed.plus(Duration.ofHours(number)),
                        "huggingface"),
                now);
    }

    private static PaperId id(int n) {
        return new PaperId("arxiv:%04d.%05d".formatted(2601 + n / 100_000, n % 100_000));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
