package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.papertide.events.Topic;
import org.papertide.testing.Http;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What more replicas of a service give. Each is a container of the built image that has the same
 * part of a processor, so that several fit into one machine beside the servers that they share; the
 * reference is one replica with that part.
 */
@Command(
        name = "replicas",
        description =
                "What 1, 2 and 3 replicas of each service do in the same time, as containers that"
                        + " have the same part of a processor each. Fails if something is missing"
                        + " or came twice. Needs Docker and ./papertide images --tag TAG.")
final class ReplicasBench implements Callable<Integer> {

    private static final String NAME = "papertide-replica-";
    private static final String MEMORY = "768m";

    /** Enough for three replicas to have as many tasks each. */
    private static final String PARTITIONS = "12";

    private static final int PAPERS = 2_000;
    private static final int CLIENTS = 2;
    private static final int EVENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Option(names = "--tag", paramLabel = "TAG", description = "Of the images.")
    private String tag = "test";

    @Option(names = "--most", paramLabel = "N", description = "Replicas of a service, at most.")
    private int most = 3;

    @Option(
            names = "--percent",
            paramLabel = "N",
            description = "Of one processor, for each replica.")
    private int percent = 25;

    @Option(names = "--signals", paramLabel = "N", description = "Scored, and pushed, each time.")
    private int signals = 100_000;

    @Option(names = "--subscriptions", paramLabel = "N", description = "Readers of an edition.")
    private int subscriptions = 20_000;

    private final Clock clock = Clock.systemUTC();
    private final TestStack stack = TestStack.get();
    private final Table table = new Table("replicas", clock.instant());
    private final Goals goals = new Goals();
    private final Tool docker = Tool.require("docker", "docker.io");

    @Override
    public Integer call() throws Exception {
        table.add(
                "each replica",
                "%d %% of a processor, %s of memory; %s partitions"
                        .formatted(percent, MEMORY, PARTITIONS));
        List<Double> scored = new ArrayList<>();
        List<Double> pushed = new ArrayList<>();
        try {
            for (int replicas = 1; replicas <= most; replicas++) {
                scored.add(score(replicas));
                compare("ranking-service", "signals/s to scores", scored);
            }
            for (int replicas = 1; replicas <= most; replicas++) {
                pushed.add(push(replicas));
                compare("ingest-service", "signals/s to the topic", pushed);
            }
            mail();
        } finally {
            System.out.print(table);
        }
        return goals.conclude(table);
    }

    /** Adds the newest figure, and how it compares with that of one replica. */
    private void compare(String service, String unit, List<Double> figures) {
        String what = "%s, %d of them".formatted(service, figures.size());
        table.add(what, figures.getLast(), unit);
        if (figures.size() > 1) {
            table.addRatio("  which is", figures.getLast(), figures.getFirst());
        }
    }

    /** Replicas of a service that are ready. */
    private Replicas started(String service, int count, Map<String, String> settings) {
        ServiceContainer.Size size = new ServiceContainer.Size(percent / 100.0, MEMORY);
        List<ServiceContainer> containers = new ArrayList<>();
        Replicas replicas = new Replicas(containers);
        try {
            // One after another: the first makes topics and tables.
            for (int n = 0; n < count; n++) {
                Map<String, String> all = new HashMap<>(settings);
                all.put("PAPERTIDE_KAFKA_PARTITIONS", PARTITIONS);
                all.put("PAPERTIDE_SOURCE_OFFLINE", "true");
                // In the network of the machine all have its name.
                all.put("PAPERTIDE_RANKING_INSTANCE_ID", NAME + n);
                ServiceContainer container =
                        new ServiceContainer(
                                docker,
                                "papertide/%s:%s".formatted(service, tag),
                                NAME + n,
                                size,
                                all);
                containers.add(container);
                container.remove();
                container.start();
                container.awaitReady();
            }
            return replicas;
        } catch (RuntimeException e) {
            replicas.close();
            throw e;
        }
    }

    private record Replicas(List<ServiceContainer> containers) implements AutoCloseable {

        ServiceContainer first() {
            return containers.getFirst();
        }

        ServiceContainer get(int n) {
            return containers.get(n % containers.size());
        }

        @Override
        public void close() {
            containers.forEach(ServiceContainer::close);
        }
    }

    /** Signals a second until all are scored; all replicas must rank the same papers then. */
    private double score(int count) {
        String prefix = stack.newTopicPrefix();
        Map<String, String> settings = ServiceSettings.of(stack.kafka(), prefix);
        settings.put("PAPERTIDE_RANKING_STATE_DIR", ServiceContainer.STATE);
        settings.put("PAPERTIDE_MEANING_ENABLED", "false");
        try (Replicas replicas = started("ranking-service", count, settings);
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            String group = prefix + "ranking";
            Workload workload = new Workload(PAPERS, clock.instant());
            for (int n = 0; n < PAPERS; n++) {
                probe.produce(Topic.PAPERS, workload.paper(n));
            }
            probe.flush();
            probe.awaitCommitted(group, List.of(probe.name(Topic.PAPERS)));
            List<TopicProbe.Prepared> all = workload.signals(2 * signals / PAPERS).toList();
            // The first half is for the compiler.
            int half = all.size() / 2;
            double _ = untilScored(probe, group, all.subList(0, half));
            double seconds = untilScored(probe, group, all.subList(half, all.size()));
            await("all replicas rank the same papers")
                    .atMost(PATIENCE)
                    .until(() ->
                            !ranked(replicas.first()).isEmpty()
                                    && replicas.containers().stream()
                                                    .map(ReplicasBench::ranked)
                                                    .distinct()
                                                    .count()
                                            == 1);
            return (all.size() - half) / seconds;
        }
    }

    private static double untilScored(
            TopicProbe probe, String group, List<TopicProbe.Prepared> some) {
        Stopwatch stopwatch = Stopwatch.start();
        some.forEach(signal -> probe.produce(Topic.SIGNALS, signal));
        probe.flush();
        probe.awaitCommitted(group, List.of(probe.name(Topic.SIGNALS)));
        return stopwatch.seconds();
    }

    private static List<String> ranked(ServiceContainer replica) {
        return Http.get(replica.at("/api/v1/trending?order=top&window=week&limit=50"))
                .json()
                .path("entries")
                .findValuesAsText("id");
    }

    /** Signals a second that are pushed by HTTP until all are in the topic, each once. */
    private double push(int count) throws Exception {
        String prefix = stack.newTopicPrefix();
        TestDatabase database = stack.newDatabase("ingest");
        try (Replicas replicas =
                        started(
                                "ingest-service",
                                count,
                                ServiceSettings.of(stack.kafka(), prefix, database));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            int first = rounded(signals / 4);
            int second = rounded(signals);
            double _ = untilPushed(probe, replicas, first, "first");
            double seconds = untilPushed(probe, replicas, second, "second");
            long different = probe.differentValues(Topic.SIGNALS);
            if (different != first + second) {
                goals.missed(
                        "%d of ingest-service: %,d different signals in the topic of %,d"
                                .formatted(count, different, first + second));
            }
            return second / seconds;
        }
    }

    /** To whole requests. */
    private static int rounded(int some) {
        return Math.max(1, some / EVENTS) * EVENTS;
    }

    private double untilPushed(TopicProbe probe, Replicas replicas, int some, String round)
            throws Exception {
        long before = probe.end(Topic.SIGNALS);
        Instant observed = clock.instant();
        Stopwatch stopwatch = Stopwatch.start();
        AtomicInteger next = new AtomicInteger();
        int clients = CLIENTS * replicas.containers().size();
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> done = new ArrayList<>();
            for (int n = 0; n < clients; n++) {
                ServiceContainer replica = replicas.get(n);
                done.add(
                        executor.submit(() -> {
                            for (int from = next.getAndAdd(EVENTS);
                                    from < some;
                                    from = next.getAndAdd(EVENTS)) {
                                push(replica, events(from, observed, round));
                            }
                        }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        await("all signals are in the topic")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> probe.end(Topic.SIGNALS) - before >= some);
        double seconds = stopwatch.seconds();
        long found = probe.end(Topic.SIGNALS) - before;
        if (found != some) {
            goals.missed(
                    "%d of ingest-service: %,d signals in the topic of %,d"
                            .formatted(replicas.containers().size(), found, some));
        }
        return seconds;
    }

    private static void push(ServiceContainer replica, String events) {
        Http.Answer answer =
                Http.send(
                        HttpRequest.newBuilder(replica.at("/api/v1/signals"))
                                .header("authorization", "Bearer " + ServiceSettings.OPERATOR_TOKEN)
                                .header("content-type", "application/json")
                                .timeout(PATIENCE)
                                .POST(HttpRequest.BodyPublishers.ofString(events)));
        if (answer.status() != 200 || answer.json().path("taken").asInt() != EVENTS) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    /** Counts of as many papers. */
    private static String events(int from, Instant observed, String round) {
        return IntStream.range(from, from + EVENTS)
                .mapToObj(n ->
                        """
                        {"paperId":"arxiv:2611.%05d","metric":"UPVOTES","value":%d,"source":"bench",\
                        "eventId":"%s-%d","observedAt":"%s"}\
                        """
                                .formatted(n % 99_999 + 1, n + 1, round, n, observed.plusMillis(n)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Mails a second of one edition, which all replicas send; each reader gets it once. */
    private void mail() throws SQLException {
        try (ReceiverSink sink = new ReceiverSink(List.of(), Duration.ZERO, clock);
                MailTrial trial = new MailTrial(MailLoad.HEAP)) {
            // It makes the tables, reads the papers, and goes: containers send.
            MailTrial.sendTo(trial.service(), sink.port(), 1);
            trial.service().set("PAPERTIDE_KAFKA_PARTITIONS", PARTITIONS);
            trial.start(new MailTrial.Readers(subscriptions, "'example.org'", 1, 2));
            trial.service().stop();
            Map<String, String> settings = trial.settings();
            settings.put("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
            settings.put("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(sink.port()));
            settings.put("PAPERTIDE_TRAFFIC_GROUP_BY_MX", "false");
            List<Double> sent = new ArrayList<>();
            for (int count = 1; count <= most; count++) {
                try (Replicas replicas = started("notify-service", count, settings)) {
                    // The first is for the compiler.
                    edition(trial, sink, replicas);
                    edition(trial, sink, replicas);
                    sent.add(trial.rate());
                    compare("notify-service", "mails/s", sent);
                }
            }
        }
    }

    private void edition(MailTrial trial, ReceiverSink sink, Replicas replicas)
            throws SQLException {
        trial.forgetEditions();
        sink.forget();
        String id = trial.requestEdition(replicas.first().at("/api/v1/editions"));
        await("nothing waits any more")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode account =
                            MailTrial.account(replicas.first().at("/api/v1/editions/" + id));
                    return account.path("planned").asInt() > 0
                            && account.path("closed").asBoolean();
                });
        int twice = sink.taken().values().stream().mapToInt(times -> times - 1).sum();
        int missing = subscriptions - sink.taken().size();
        if (missing != 0 || twice != 0) {
            goals.missed(
                    "%d of notify-service: %,d mails missing, %,d twice"
                            .formatted(replicas.containers().size(), missing, twice));
        }
    }
}
