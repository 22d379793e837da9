package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.events.Topic;

/**
 * Topics and rights in Kafka are those of the product: what the services' sources say that they do.
 */
final class KafkaRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "every topic of the product is there, as the services have it",
                            KafkaRules::topics),
                    new Rule("brokers keep what was written while one is away", KafkaRules::copies),
                    new Rule(
                            "each service may do in Kafka what it does, and nothing more",
                            KafkaRules::rights),
                    new Rule(
                            "operators may do in Kafka what the runbooks do, and nothing more",
                            KafkaRules::tools),
                    new Rule(
                            "scalers ask for groups and topics that are there",
                            KafkaRules::scalers));

    private static final Pattern TOPIC = Pattern.compile("Topic\\.([A-Z_]+)\\b");

    /** Of which Kafka 4 still understands what a client says (KIP-896): 2.1 and later. */
    private static final Pattern VERSION =
            Pattern.compile("(?:2[.](?:[1-9]|1[0-9])|[3-9][.][0-9]+)[.][0-9]+");

    private static final String RANKING = "ranking-service/src/main/java/org/papertide/ranking/";
    private static final String NOTIFY = "notify-service/src/main/java/org/papertide/notify/";

    private KafkaRules() {}

    private static boolean isOurs(Rendering rendering) {
        return rendering.all("Kafka").findAny().isPresent();
    }

    private static List<String> topics(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, String>> wanted = new TreeMap<>();
        if (isOurs(rendering)) {
            for (Topic topic : Topic.values()) {
                Map<String, String> settings = new TreeMap<>(topic.settings());
                settings.put(
                        "min.insync.replicas",
                        rendering.value("/kafka/strimzi/minInSyncReplicas").asText());
                settings.putAll(
                        Manifest.strings(
                                rendering.value("/kafka/strimzi/topics").path(topic.baseName())));
                wanted.put(
                        rendering.value("/kafka/topicPrefix").asText() + topic.baseName(),
                        settings);
            }
        }
        Map<String, Map<String, String>> there = new TreeMap<>();
        rendering
                .all("KafkaTopic")
                .forEach(topic -> {
                    there.put(
                            topic.name(),
                            new TreeMap<>(Manifest.strings(topic.spec().path("config"))));
                    for (PapertideService service : PapertideService.values()) {
                        JsonNode container = service.container(rendering);
                        if (!told(container, "PAPERTIDE_KAFKA_PARTITIONS")
                                        .equals(topic.spec().path("partitions").asText())
                                || !told(container, "PAPERTIDE_KAFKA_REPLICATION")
                                        .equals(topic.spec().path("replicas").asText())) {
                            problems.add(
                                    topic
                                            + ": other partitions or copies than "
                                            + service
                                            + " is told");
                        }
                    }
                });
        wanted.forEach((name, settings) -> {
            if (!settings.equals(there.get(name))) {
                problems.add("topic %s: %s, not %s".formatted(name, there.get(name), settings));
            }
        });
        there.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> problems.add("topic of nobody: " + name));
        Set<String> partitions = new TreeSet<>();
        for (PapertideService service : PapertideService.values()) {
            partitions.add(told(service.container(rendering), "PAPERTIDE_KAFKA_PARTITIONS"));
        }
        if (partitions.size() != 1) {
            problems.add("services are told several numbers of partitions: " + partitions);
        }
        return problems;
    }

    private static List<String> copies(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .all("Kafka")
                .forEach(kafka -> {
                    JsonNode config = kafka.spec().at("/kafka/config");
                    int copies = rendering.value("/kafka/replication").asInt();
                    int least = config.path("min.insync.replicas").asInt();
                    if (least < 2 || copies <= least) {
                        problems.add(
                                kafka
                                        + ": %d copies, of which %d must be there"
                                                .formatted(copies, least));
                    }
                    for (String topic :
                            List.of(
                                    "default",
                                    "offsets.topic",
                                    "transaction.state.log",
                                    "share.coordinator.state.topic")) {
                        if (config.path(topic + ".replication.factor").asInt() != copies) {
                            problems.add(kafka + ": other copies of " + topic);
                        }
                    }
                    if (config.path("auto.create.topics.enable").asBoolean(true)) {
                        problems.add(kafka + ": a name that is misspelt becomes a topic");
                    }
                });
        rendering
                .all("KafkaNodePool")
                .forEach(pool -> {
                    if (pool.spec().path("replicas").asInt()
                            < rendering.value("/kafka/replication").asInt()) {
                        problems.add(pool + ": fewer nodes than copies");
                    }
                });
        return problems;
    }

    /**
     * The group of the ranking. Its internal topics, its transactions and the group that it
     * rebuilds in begin with it: rights and scalers are for what it is told.
     */
    private static String application(Rendering rendering) {
        return told(
                PapertideService.RANKING.container(rendering), "PAPERTIDE_RANKING_APPLICATION_ID");
    }

    /** Rights as lines of text. */
    private static List<String> rights(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        if (!isOurs(rendering)) {
            return problems;
        }
        String prefix = rendering.value("/kafka/topicPrefix").asText();
        if (!application(rendering)
                .matches(Pattern.quote(prefix + "ranking") + "(-[0-9]+)?(-rebuilt-[0-9]+)?")) {
            problems.add("ranking may not be " + application(rendering));
        }
        for (PapertideService service : PapertideService.values()) {
            Set<String> there =
                    rendering
                            .find("KafkaUser", "papertide-" + service)
                            .map(KafkaRules::lines)
                            .orElse(Set.of());
            Set<String> wanted = wanted(service, prefix);
            there.stream()
                    .filter(line -> !wanted.contains(line))
                    .forEach(line -> problems.add(service + " may " + line));
            wanted.stream()
                    .filter(line -> !there.contains(line))
                    .forEach(line -> problems.add(service + " may not " + line));
        }
        rendering
                .all("KafkaUser")
                .forEach(user ->
                        lines(user)
                                .forEach(line -> {
                                    if (user.name().endsWith("-scaler")
                                            && !line.startsWith("Describe ")) {
                                        problems.add(user + " may " + line);
                                    }
                                }));
        return problems;
    }

    /**
     * To look at all and to set groups back; what is deleted is an earlier application's of the
     * ranking. They come with the properties that the tools' pod has.
     */
    private static List<String> tools(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        if (!isOurs(rendering)) {
            return problems;
        }
        String prefix = rendering.value("/kafka/topicPrefix").asText();
        Set<String> wanted =
                Set.of(
                        line("Read", "topic", prefix, "prefix"),
                        line("DescribeConfigs", "topic", prefix, "prefix"),
                        line("Delete", "topic", prefix + "ranking-", "prefix"),
                        line("AlterConfigs", "topic", prefix + "ranking-", "prefix"),
                        line("Read", "group", prefix, "prefix"),
                        line("Delete", "group", prefix, "prefix"),
                        line("Read", "group", "console-consumer-", "prefix"),
                        line("Describe", "cluster", "", ""));
        Set<String> there =
                rendering
                        .find("KafkaUser", "papertide-tools")
                        .map(KafkaRules::lines)
                        .orElse(Set.of());
        if (!there.equals(wanted)) {
            problems.add("operators may %s, not %s".formatted(there, wanted));
        }
        Set<String> files = new TreeSet<>();
        rendering
                .find("Deployment", "papertide-tools")
                .ifPresent(tools -> {
                    JsonNode container = tools.containers().getFirst();
                    Set<String> secrets = new TreeSet<>();
                    for (JsonNode volume : tools.pod().at("/spec/volumes")) {
                        secrets.add(volume.at("/secret/secretName").asText());
                        Manifest.elements(container.path("volumeMounts"))
                                .filter(mount -> mount.path("name").equals(volume.path("name")))
                                .forEach(mount ->
                                        volume.findValues("path")
                                                .forEach(path ->
                                                        files.add(
                                                                mount.path("mountPath").asText()
                                                                        + "/"
                                                                        + path.asText())));
                    }
                    if (!secrets.contains("papertide-tools")) {
                        problems.add(tools + ": has another's certificate");
                    }
                    if (!files.contains(told(container, "CLIENT"))
                            || told(container, "KAFKA").isEmpty()) {
                        problems.add(tools + ": has no $CLIENT or no $KAFKA");
                    }
                });
        String client =
                rendering
                        .find("ConfigMap", "papertide-tools")
                        .map(map -> map.tree().at("/data/client.properties").asText())
                        .orElse("");
        Set<String> read = new TreeSet<>();
        Pattern.compile("(?m)(?:location=|[{]directory:)(/[^:\n}]+)(?:(:)([^}]+)})?$")
                .matcher(client)
                .results()
                .forEach(file ->
                        read.add(
                                file.group(2) == null
                                        ? file.group(1)
                                        : file.group(1) + "/" + file.group(3)));
        if (read.size() != 3 || !files.containsAll(read)) {
            problems.add("the tools read %s, and have %s".formatted(read, files));
        }
        return problems;
    }

    private static Set<String> lines(Manifest user) {
        Set<String> lines = new TreeSet<>();
        user.spec()
                .at("/authorization/acls")
                .forEach(acl ->
                        acl.path("operations")
                                .forEach(operation -> {
                                    JsonNode resource = acl.path("resource");
                                    lines.add(
                                            line(
                                                    operation.asText(),
                                                    resource.path("type").asText(),
                                                    resource.path("name").asText(),
                                                    resource.path("patternType").asText()));
                                    if (!acl.path("type").asText().equals("allow")) {
                                        lines.add("what is denied");
                                    }
                                }));
        return lines;
    }

    private static String line(String operation, String type, String name, String pattern) {
        return "%s %s %s (%s)".formatted(operation, type, name, pattern);
    }

    /** What a service does, as its sources tell. */
    private static Set<String> wanted(PapertideService service, String prefix) {
        Set<String> lines = new TreeSet<>();
        Set<Topic> reads = reads(service);
        for (Topic topic : prepared(service)) {
            String name = prefix + topic.baseName();
            if (reads.contains(topic)) {
                lines.add(line("Read", "topic", name, "literal"));
            }
            if (writers(topic).contains(service)) {
                lines.add(line("Write", "topic", name, "literal"));
            }
        }
        switch (service) {
            case INGEST -> {
                // It reads nothing: no group.
            }
            case RANKING -> {
                for (String operation :
                        List.of("Read", "Write", "Create", "Delete", "DescribeConfigs")) {
                    lines.add(line(operation, "topic", prefix + "ranking-", "prefix"));
                }
                lines.add(line("Read", "group", prefix + "ranking", "literal"));
                lines.add(line("Read", "group", prefix + "ranking-", "prefix"));
                lines.add(line("Write", "transactionalId", prefix + "ranking-", "prefix"));
                lines.add(line("Write", "transactionalId", prefix + "priors", "literal"));
            }
            case NOTIFY ->
                    readers()
                            .forEach(reader -> {
                                String group = prefix + "notify-" + reader;
                                lines.add(line("Read", "group", group, "literal"));
                                lines.add(line("Write", "transactionalId", group + "-", "prefix"));
                            });
        }
        return lines;
    }

    /** The names of notify's readers: what each is started with, a text or a constant. */
    private static List<String> readers() {
        String source = source(NOTIFY + "assembly/StreamReaders.java");
        return Pattern.compile("startReader\\(\\s*([A-Z_]+|\"[a-z]+\"),")
                .matcher(source)
                .results()
                .map(started -> started.group(1))
                .map(name ->
                        name.startsWith("\"")
                                ? name.substring(1, name.length() - 1)
                                : constant(source, name))
                .toList();
    }

    private static String constant(String source, String name) {
        Matcher declared = Pattern.compile(" " + name + " = \"([a-z]+)\"").matcher(source);
        if (!declared.find()) {
            throw new AssertionError("no constant " + name);
        }
        return declared.group(1);
    }

    /** Each topic of events has one writer; dead letters are written by all who may find one. */
    private static Set<PapertideService> writers(Topic topic) {
        return switch (topic) {
            case PAPERS, SIGNALS -> EnumSet.of(PapertideService.INGEST);
            case SCORES, RANKINGS, PAST_RANKINGS, EMBEDDINGS, BREAKOUTS, TICKS, PRIORS ->
                    EnumSet.of(PapertideService.RANKING);
            case DELIVERIES -> EnumSet.of(PapertideService.NOTIFY);
            case PAPERS_DLQ,
                    SIGNALS_DLQ,
                    SCORES_DLQ,
                    RANKINGS_DLQ,
                    PAST_RANKINGS_DLQ,
                    EMBEDDINGS_DLQ,
                    BREAKOUTS_DLQ,
                    TICKS_DLQ,
                    PRIORS_DLQ,
                    DELIVERIES_DLQ ->
                    EnumSet.allOf(PapertideService.class);
        };
    }

    /** Those that it creates or verifies: all that it has to do with. */
    private static Set<Topic> prepared(PapertideService service) {
        return topics(
                source(
                        switch (service) {
                            case INGEST ->
                                    "ingest-service/src/main/java/org/papertide/ingest/assembly/TopicBeans.java";
                            case RANKING -> RANKING + "assembly/TopicBeans.java";
                            case NOTIFY -> NOTIFY + "assembly/TopicBeans.java";
                        }));
    }

    private static Set<Topic> reads(PapertideService service) {
        return switch (service) {
            case INGEST -> Set.of();
            case RANKING -> {
                Set<Topic> read = EnumSet.noneOf(Topic.class);
                for (String file :
                        List.of(
                                "topology/ScoringProcessor.java",
                                "topology/RankingTopology.java",
                                "meaning/EmbeddingMaker.java",
                                "api/readmodel/ReadModelStores.java")) {
                    String source = source(RANKING + file);
                    int inputs = source.indexOf(" INPUTS =");
                    read.addAll(topics(source.substring(inputs, source.indexOf(';', inputs))));
                }
                yield read;
            }
            case NOTIFY -> topics(source(NOTIFY + "assembly/StreamReaders.java"));
        };
    }

    private static Set<Topic> topics(String source) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        TOPIC.matcher(source).results().forEach(found -> topics.add(Topic.valueOf(found.group(1))));
        return topics;
    }

    private static String source(String file) {
        return Checkout.read(Checkout.ROOT.resolve(file));
    }

    private static List<String> scalers(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        Set<String> may =
                rendering
                        .find("KafkaUser", "papertide-scaler")
                        .map(KafkaRules::lines)
                        .orElse(Set.of());
        String prefix = rendering.value("/kafka/topicPrefix").asText();
        Set<String> needed = new TreeSet<>();
        rendering
                .all("ScaledObject")
                .forEach(scaler ->
                        scaler.spec()
                                .path("triggers")
                                .forEach(trigger -> {
                                    JsonNode about = trigger.path("metadata");
                                    if (!trigger.path("type").asText().equals("kafka")) {
                                        return;
                                    }
                                    if (!VERSION.matcher(about.path("version").asText())
                                            .matches()) {
                                        problems.add(
                                                scaler
                                                        + ": Kafka 4 does not understand version '"
                                                        + about.path("version").asText()
                                                        + "'");
                                    }
                                    String topic = about.path("topic").asText();
                                    String group = about.path("consumerGroup").asText();
                                    needed.add(line("Describe", "topic", topic, "literal"));
                                    boolean isRanking = group.equals(application(rendering));
                                    PapertideService service =
                                            isRanking
                                                    ? PapertideService.RANKING
                                                    : PapertideService.NOTIFY;
                                    if (isRanking) {
                                        needed.add(
                                                line(
                                                        "Describe",
                                                        "group",
                                                        prefix + "ranking",
                                                        "literal"));
                                        needed.add(
                                                line(
                                                        "Describe",
                                                        "group",
                                                        prefix + "ranking-",
                                                        "prefix"));
                                    } else {
                                        needed.add(line("Describe", "group", group, "literal"));
                                    }
                                    if ((!isRanking
                                                    && !wanted(service, prefix)
                                                            .contains(
                                                                    line(
                                                                            "Read", "group", group,
                                                                            "literal")))
                                            || !wanted(service, prefix)
                                                    .contains(
                                                            line(
                                                                    "Read", "topic", topic,
                                                                    "literal"))) {
                                        problems.add(scaler + ": no group reads so: " + about);
                                    }
                                }));
        if (isOurs(rendering) && !needed.isEmpty()) {
            needed.stream()
                    .filter(line -> !may.contains(line))
                    .forEach(line -> problems.add("the scaler may not " + line));
            may.stream()
                    .filter(line -> !needed.contains(line))
                    .forEach(line -> problems.add("the scaler may " + line));
        }
        return problems;
    }

    private static String told(JsonNode container, String variable) {
        return PapertideService.variable(container, variable).path("value").asText();
    }
}
