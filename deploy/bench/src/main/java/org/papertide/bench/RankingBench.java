package org.papertide.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;

/** The ranking service's throughput, latency, state and restore, with exactly-once v2. */
final class RankingBench {

    private static final int PAPERS = 20_000;
    private static final int ROUNDS = 50;
    private static final int SAMPLES = 20;
    private static final String PREFIX = "bench.";

    /** As the service names its group of replicas by default. */
    private static final String GROUP = PREFIX + "ranking";

    /** Besides text the catalogue holds 37 bytes of each paper. */
    private static final Set<String> TEXT_STORES = Set.of("papers", "texts");

    private static final RankingKey RISING = new RankingKey(Order.RISING, Window.DAY, null);

    private final Clock clock;
    private final Table table;
    private final StateDirectory state = StateDirectory.fresh();

    RankingBench(Clock clock, Table table) {
        this.clock = clock;
        this.table = table;
    }

    void run() {
        try (PrivateStack stack = TestStack.privateStack()) {
            TestServer kafka = stack.newKafka();
            kafka.start();
            try (Log log = new Log(kafka.address(), PREFIX);
                    ServiceProcess ranking =
                            new ServiceProcess("ranking-service", kafka.address(), PREFIX)) {
                ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
                table.add("service", ranking.flags() + ", 4 partitions, exactly-once v2");
                ranking.start();
                throughput(log, ranking);
                latency(log);
                table.add("memory of the process", ranking.peakMemory());
                ranking.stop();
                size(log);
                restore(ranking);
            }
        } finally {
            state.wipe();
        }
    }

    private void throughput(Log log, ServiceProcess ranking) {
        Workload workload = new Workload(PAPERS, clock.instant());
        for (int n = 0; n < PAPERS; n++) {
            log.produce(Topic.PAPERS, workload.paper(n));
        }
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS)));
        List<Log.Prepared> readings = workload.readings(ROUNDS).toList();
        table.add("signals", readings.size(), "on %,d papers".formatted(PAPERS));

        Duration before = ranking.processorTime();
        long start = System.nanoTime();
        readings.forEach(reading -> log.produce(Topic.SIGNALS, reading));
        log.flush();
        table.add("produced after", seconds(start), "s");
        log.awaitCommitted(GROUP, List.of(log.name(Topic.SIGNALS)));
        double scored = seconds(start);
        log.awaitCommitted(GROUP, List.of(GROUP + "-candidates-repartition"));
        double ranked = seconds(start);
        Duration taken = ranking.processorTime().minus(before);
        table.add("all scored and committed after", scored, "s");
        table.add("all ranked and committed after", ranked, "s");
        table.add(
                "processor time of the service",
                taken.toNanos() / 1e3 / readings.size(),
                "µs per signal");
        table.add("throughput to scores", readings.size() / scored, "signals/s");
        table.add("throughput to rankings", readings.size() / ranked, "signals/s");
    }

    /** Papers without readings get their first, one after another, while nothing else happens. */
    private void latency(Log log) {
        Instant listed = clock.instant().minus(Duration.ofHours(1));
        List<Paper> fresh =
                Stream.iterate(PAPERS, n -> n + 1)
                        .limit(SAMPLES)
                        .map(n -> Workload.paper(n, listed))
                        .toList();
        fresh.forEach(paper ->
                log.produce(
                        Topic.PAPERS, Log.Prepared.of(EventCodec.PAPER, paper, clock.instant())));
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS)));
        Samples samples = new Samples();
        try (Consumer<byte[], byte[]> rankings = log.readFromNow(Topic.RANKINGS)) {
            for (Paper paper : fresh) {
                rest(rankings);
                samples.add(untilRanked(log, rankings, paper.id()));
            }
        }
        table.add("signal to changed ranking, at rest", samples.toString());
    }

    private Duration untilRanked(Log log, Consumer<byte[], byte[]> rankings, PaperId paper) {
        long value = 2_000;
        long start = System.nanoTime();
        log.produce(Topic.SIGNALS, Workload.reading(paper, value, clock.instant()));
        Duration patience = Duration.ofSeconds(30);
        while (System.nanoTime() - start < patience.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> message : rankings.poll(Duration.ofMillis(100))) {
                if (shows(message, paper, value)) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
            }
        }
        throw new IllegalStateException("%s is not in %s".formatted(paper, RISING));
    }

    /** Whether the ranking has the paper, and for that reading. */
    private static boolean shows(
            ConsumerRecord<byte[], byte[]> message, PaperId paper, long value) {
        return Log.hasKey(message.key(), RISING.toString())
                && EventCodec.RANKING.decode(message.value())
                        instanceof Decoded.Event<Ranking>(Ranking ranking)
                && ranking.entries().stream()
                        .filter(entry -> entry.paper().id().equals(paper))
                        .flatMap(entry -> entry.reasons().stream())
                        .anyMatch(reason -> reason.reading() == value);
    }

    /**
     * Longer than the second in which a ranking is published once: what still changes passes by.
     */
    private static void rest(Consumer<byte[], byte[]> rankings) {
        long until = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
        while (System.nanoTime() < until) {
            rankings.poll(Duration.ofMillis(50));
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /**
     * What is kept of a paper: the newest records of the change logs, which is what compaction
     * leaves; the text is that of the catalogue and of the candidates.
     */
    private void size(Log log) {
        double papers = PAPERS + SAMPLES;
        double besides = 0;
        for (String store :
                List.of("papers", "texts", "trends", "candidates", "progress", "past")) {
            double bytes = log.compactedBytes(GROUP + "-" + store + "-changelog") / papers;
            table.add("state in " + store, bytes, "bytes per paper");
            if (!TEXT_STORES.contains(store)) {
                besides += bytes;
            }
        }
        table.add("state besides the text, at most 2,048", besides, "bytes per paper");
        long disk = state.bytes().values().stream().mapToLong(Long::longValue).sum();
        table.add("state directory", disk / papers, "bytes per paper");
    }

    private void restore(ServiceProcess ranking) {
        state.wipe();
        long start = System.nanoTime();
        ranking.start();
        table.add("start with no state until ready", seconds(start), "s");
        ranking.stop();
        start = System.nanoTime();
        ranking.start();
        table.add("start with its state until ready", seconds(start), "s");
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
