package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.events.Order;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.testing.Http;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;

/** Ranking spread over two processes publishes what one process publishes. */
class ReplicasIT {

    private static final int PARTITIONS = 4;
    private static final int STAGES = 2;
    private static final int PAPERS = 240;

    /** A paper of every window whose count was low. */
    private static final int SURGING = 13;

    private final TestStack stack = TestStack.get();
    private final Topics alone = topics();
    private final Topics shared = topics();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir private Path states;

    @Test
    void twoInstancesRankAsOneDoesAndOneGoesOnFromItsCopiesAlone() {
        try (ServiceProcess one = ranking(alone, "one");
                ServiceProcess first = ranking(shared, "first");
                ServiceProcess second = ranking(shared, "second");
                RankingLog log = new RankingLog(stack.kafka(), now, alone, shared)) {
            List<ServiceProcess> services = List.of(one, first, second);
            services.forEach(ServiceProcess::start);
            services.forEach(ServiceProcess::awaitReady);
            awaitShared();

            log.write(PAPERS);

            awaitSameRankings(log, services);
            assertThat(entries(one, keys().getFirst()).getFirst().path("reasons")).isNotEmpty();

            await("a copy of what the other works on")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> tasks("second") == STAGES * PARTITIONS);
            first.kill();
            log.surge(SURGING);
            await("the surge in the other's ranking")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        log.tick();
                        assertThat(entries(second, "rising/day"))
                                .extracting(entry -> entry.at("/reasons/0/reading").asInt())
                                .contains(900);
                    });
            awaitSameRankings(log, List.of(one, second));
        }
    }

    private static void awaitSameRankings(RankingLog log, List<ServiceProcess> services) {
        await("the same rankings from all")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    log.tick();
                    for (String key : keys()) {
                        List<JsonNode> entries = entries(services.getFirst(), key);
                        assertThat(entries).as(key + " of one").hasSizeGreaterThan(20);
                        for (ServiceProcess other : services) {
                            assertThat(entries(other, key)).as(key + " of two").isEqualTo(entries);
                        }
                    }
                });
    }

    /**
     * How many tasks an instance has stores of, its own and the copies of the other's. Those of the
     * third part of the topology have none.
     */
    private long tasks(String instance) throws IOException {
        Path state = states.resolve(instance).resolve(applicationId(shared));
        try (Stream<Path> folders = Files.list(state)) {
            return folders.filter(each -> each.getFileName().toString().matches("[01]_\\d+"))
                    .count();
        }
    }

    /** Until each of the two works on partitions, there is nothing to compare. */
    private void awaitShared() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            await("both have partitions")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> {
                        ConsumerGroupDescription group =
                                admin.describeConsumerGroups(List.of(applicationId(shared)))
                                        .describedGroups()
                                        .values()
                                        .iterator()
                                        .next()
                                        .get();
                        return Stream.of("first", "second").allMatch(name -> works(group, name));
                    });
        }
    }

    private boolean works(ConsumerGroupDescription group, String instance) {
        return group.members().stream()
                .filter(member -> member.groupInstanceId().orElse("").startsWith(instance))
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .anyMatch(partition -> partition.topic().equals(shared.name(Topic.PAPERS)));
    }

    private static List<String> keys() {
        return Stream.of(Order.values())
                .flatMap(order ->
                        Stream.of(Window.values())
                                .map(window -> order.wireName() + "/" + window.wireName()))
                .flatMap(key ->
                        Stream.concat(
                                Stream.of(key),
                                RankingLog.CATEGORIES.stream().map(each -> key + "/" + each)))
                .toList();
    }

    private static List<JsonNode> entries(ServiceProcess service, String key) {
        return Http.get(service.at(Pipeline.trending(key)))
                .json()
                .path("entries")
                .valueStream()
                .toList();
    }

    private Topics topics() {
        return new Topics(stack.newTopicPrefix(), PARTITIONS, (short) 1);
    }

    private static String applicationId(Topics topics) {
        return topics.prefix() + "ranking";
    }

    private ServiceProcess ranking(Topics topics, String instance) {
        Map<String, String> settings = new HashMap<>();
        settings.put("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", stack.kafka());
        settings.put("PAPERTIDE_KAFKA_TOPIC_PREFIX", topics.prefix());
        settings.put("PAPERTIDE_KAFKA_PARTITIONS", Integer.toString(topics.partitions()));
        settings.put("PAPERTIDE_RANKING_APPLICATION_ID", applicationId(topics));
        settings.put("PAPERTIDE_RANKING_INSTANCE_ID", instance);
        settings.put("PAPERTIDE_RANKING_STATE_DIR", states.resolve(instance).toString());
        settings.put("PAPERTIDE_RANKING_STANDBY_REPLICAS", "1");
        // One that was killed is missed after this; on a busy machine one that lives is silent
        // for seconds, and must not be taken for dead.
        settings.put("PAPERTIDE_RANKING_SESSION_TIMEOUT", "PT15S");
        // The test writes the ticks, the same to both.
        settings.put("PAPERTIDE_RANKING_TICKS", "false");
        return ServiceProcess.small("ranking-service", settings);
    }
}
