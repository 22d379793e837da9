package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The ranking service's throughput, latency, state and restore, with exactly-once v2. Its reference
 * is one keyed store with exactly-once on the same broker and the same signals.
 */
@Command(
        name = "ranking",
        description =
                "Signals per second to rankings, latency at rest, size of the state, restart;"
                        + " compared with one keyed store.")
final class RankingBench implements Callable<Integer> {

    @Option(names = "--papers", paramLabel = "N", description = "Papers that are ranked.")
    private int papers = 20_000;

    @Option(names = "--rounds", paramLabel = "N", description = "Signals of each paper.")
    private int rounds = 50;

    private static final Duration SENT_WITHIN = Duration.ofSeconds(5);
    private static final Duration INDEXED_WITHIN = Duration.ofMinutes(3);
    private static final int SAMPLES = 20;
    private static final String PREFIX = "bench.";

    /** The default name of the service's group of replicas. */
    private static final String GROUP = PREFIX + "ranking";

    /** Besides text the catalogue holds 37 bytes of each paper. */
    private static final Set<String> TEXT_STORES = Set.of("papers", "texts");

    private static final RankingKey RISING = new RankingKey(Order.RISING, Window.DAY, null);

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("ranking", clock.instant());
    private final StateDirectory state = StateDirectory.fresh();

    @Override
    public Integer call() {
        try (PrivateStack stack = TestStack.privateStack()) {
            TestServer kafka = stack.newKafka();
            kafka.start();
            try (TopicProbe log = new TopicProbe(kafka.address(), PREFIX);
                    ServiceProcess ranking =
                            ServiceProcess.fast(
                                    "ranking-service",
                                    ServiceSettings.HEAP,
                                    ServiceSettings.of(kafka.address(), PREFIX))) {
                ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
                table.add("service", ranking.flags() + ", 4 partitions, exactly-once v2");
                ranking.start();
                ranking.awaitReady();
                double scored = throughput(log, ranking);
                latency(log);
                table.add("memory of the process", ranking.peakMemory());
                ranking.stop();
                size(log);
                restore(ranking);
                reference(log, kafka.address(), scored);
            }
        } finally {
            state.wipe();
        }
        System.out.print(table);
        return 0;
    }

    /** The same signals into one keyed store, which scores nothing and ranks nothing. */
    private void reference(TopicProbe log, String kafka, double scored) {
        String topic = PREFIX + "reference";
        log.create(topic);
        state.wipe();
        Process store = KeyedStore.start(kafka, topic, topic, state.path());
        try {
            Workload workload = new Workload(papers, clock.instant());
            // One signal first, so that the store runs.
            log.produce(topic, workload.signals(1).findFirst().orElseThrow());
            log.flush();
            log.awaitCommitted(topic, List.of(topic));
            List<TopicProbe.Prepared> signals = workload.signals(rounds).toList();
            Stopwatch stopwatch = Stopwatch.start();
            signals.forEach(signal -> log.produce(topic, signal));
            log.flush();
            log.awaitCommitted(topic, List.of(topic));
            double kept = signals.size() / stopwatch.seconds();
            table.add("reference: one keyed store with exactly-once", kept, "signals/s");
            table.addRatio("throughput to scores", scored, kept);
        } finally {
            store.destroy();
            store.onExit().join();
        }
    }

    private double throughput(TopicProbe log, ServiceProcess ranking) {
        Workload workload = new Workload(papers, clock.instant());
        for (int n = 0; n < papers; n++) {
            log.produce(Topic.PAPERS, workload.paper(n));
        }
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS)));
        awaitIndexed(ranking);
        List<TopicProbe.Prepared> signals = workload.signals(rounds).toList();
        table.add("signals", signals.size(), "on %,d papers".formatted(papers));

        Duration before = ranking.processorTime();
        Stopwatch stopwatch = Stopwatch.start();
        produce(log, signals);
        log.flush();
        table.add("produced after", stopwatch.seconds(), "s");
        log.awaitCommitted(GROUP, List.of(log.name(Topic.SIGNALS)));
        double scored = stopwatch.seconds();
        log.awaitCommitted(GROUP, List.of(GROUP + "-candidates-repartition"));
        double ranked = stopwatch.seconds();
        Duration taken = ranking.processorTime().minus(before);
        table.add("all scored and committed after", scored, "s");
        table.add("all ranked and committed after", ranked, "s");
        table.add(
                "processor time of the service",
                taken.toNanos() / 1e3 / signals.size(),
                "µs per signal");
        table.add("throughput to scores", signals.size() / scored, "signals/s");
        table.add("throughput to rankings", signals.size() / ranked, "signals/s");
        return signals.size() / scored;
    }

    /**
     * Papers come by the thousand only at a first start; what search makes of them is no ranking.
     */
    private void awaitIndexed(ServiceProcess ranking) {
        await("the index holds every paper")
                .atMost(INDEXED_WITHIN)
                .until(() -> SearchBench.gauge(ranking, "papertide_search_papers") >= papers);
    }

    /**
     * Signals whose records' times span five seconds. A paper is assessed twice at most between two
     * ticks, so the work depends on that span; it must not depend on how fast they are produced.
     */
    private void produce(TopicProbe log, List<TopicProbe.Prepared> signals) {
        String topic = log.name(Topic.SIGNALS);
        long start = clock.millis();
        long number = 0;
        for (TopicProbe.Prepared signal : signals) {
            long after = SENT_WITHIN.toMillis() * number++ / signals.size();
            log.produce(topic, signal, start + after);
        }
    }

    /** Papers without signals get their first, one after another, while nothing else happens. */
    private void latency(TopicProbe log) {
        Instant listed = clock.instant().minus(Duration.ofHours(1));
        List<Paper> fresh =
                Stream.iterate(papers, n -> n + 1)
                        .limit(SAMPLES)
                        .map(n -> Workload.paper(n, listed))
                        .toList();
        fresh.forEach(paper ->
                log.produce(
                        Topic.PAPERS,
                        TopicProbe.Prepared.of(EventCodec.PAPER, paper, clock.instant())));
        log.flush();
        log.awaitCommitted(GROUP, List.of(log.name(Topic.PAPERS)));
        Timings timings = new Timings();
        try (Consumer<byte[], byte[]> rankings = log.readFromNow(Topic.RANKINGS)) {
            for (Paper paper : fresh) {
                rest(rankings);
                timings.add(untilRanked(log, rankings, paper.id()));
            }
        }
        table.add("signal to changed ranking, at rest", timings.toString());
    }

    private Duration untilRanked(TopicProbe log, Consumer<byte[], byte[]> rankings, PaperId paper) {
        long value = 2_000;
        long start = System.nanoTime();
        log.produce(Topic.SIGNALS, Workload.upvotes(paper, value, clock.instant()));
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

    /** Whether the ranking has the paper, and for that signal. */
    private static boolean shows(
            ConsumerRecord<byte[], byte[]> message, PaperId paper, long value) {
        return TopicProbe.hasKey(message.key(), RISING.toString())
                && EventCodec.RANKING.decode(message.value())
                        instanceof Decoded.Event<Ranking>(Ranking ranking)
                && ranking.entries().stream()
                        .filter(entry -> entry.paper().id().equals(paper))
                        .flatMap(entry -> entry.reasons().stream())
                        .anyMatch(reason -> reason.reading() == value);
    }

    /**
     * Waits longer than a second, the shortest interval between two versions of a ranking, so that
     * pending changes are over.
     */
    private static void rest(Consumer<byte[], byte[]> rankings) {
        long until = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
        while (System.nanoTime() < until) {
            rankings.poll(Duration.ofMillis(50));
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /**
     * The stored bytes of a paper: the newest records of the changelogs, which compaction keeps.
     * Texts are in the catalogue and in the candidates.
     */
    private void size(TopicProbe log) {
        double all = papers + SAMPLES;
        double besides = 0;
        for (String store :
                List.of("papers", "texts", "trends", "candidates", "progress", "past")) {
            double bytes = log.compactedBytes(GROUP + "-" + store + "-changelog") / all;
            table.add("state in " + store, bytes, "bytes per paper");
            if (!TEXT_STORES.contains(store)) {
                besides += bytes;
            }
        }
        table.add("state besides the text, at most 2,048", besides, "bytes per paper");
        long disk = state.bytes().values().stream().mapToLong(Long::longValue).sum();
        table.add("state directory", disk / all, "bytes per paper");
    }

    private void restore(ServiceProcess ranking) {
        state.wipe();
        startAgain(ranking, "start with no state until ready");
        ranking.stop();
        startAgain(ranking, "start with its state until ready");
        ranking.stop();
    }

    private void startAgain(ServiceProcess ranking, String what) {
        Stopwatch stopwatch = Stopwatch.start();
        ranking.start();
        ranking.awaitReady();
        table.add(what, stopwatch.seconds(), "s");
    }
}
