package org.papertide.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.tools.filter.TopicFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.local.command.Commands;
import picocli.CommandLine;

/** Every command of the runbooks is one that there is. */
class RunbooksTest {

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```sh\n(.*?)^ *```");

    /** A command within a line or a table: a program of below, and what follows. */
    private static final Pattern INLINE =
            Pattern.compile(
                    "`((?:\\./[a-z]+|docker|kubectl|helm|curl|psql|pg_[a-z]+|kafka-[a-z-]+[.]sh) [^`\n]+)`");

    private static final Pattern WORD =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s\"']+)");
    private static final Pattern LINK = Pattern.compile("]\\(([a-z-]+\\.md)(?:#[a-z]+)?\\)");

    private static final Pattern SETTING_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern SETTING =
            Pattern.compile("`(papertide[.](?:[a-z0-9-]+|[.]|\"[^\"`]+\")+)");
    private static final Pattern VALUE =
            Pattern.compile("`([a-z][a-zA-Z]*(?:[.][a-zA-Z]+)+)(?::[^`]*)?`");
    private static final Pattern METRIC =
            Pattern.compile("[`(]((?:papertide|process|http_server|jvm)_[a-z_]+)");
    private static final Pattern PATH = Pattern.compile("`((?:(?:GET|POST) /api|/q)/[^`? .]+)");
    private static final Pattern LOG_LINE = Pattern.compile("`([A-Z][^`\\n]+[.])`");

    /** As kubectl takes them: {@code deployment/x}, {@code clusters.postgresql.cnpg.io/x}. */
    private static final Pattern OBJECT =
            Pattern.compile("([a-z]+?)(?:s\\.[a-z.]+)?/([a-z][a-z0-9.-]*)");

    /** Tools of Kafka and the classes that read their options. */
    private static final Map<String, String> KAFKA =
            Map.of(
                    "kafka-topics.sh",
                    "org.apache.kafka.tools.TopicCommand$TopicCommandOptions",
                    "kafka-consumer-groups.sh",
                    "org.apache.kafka.tools.consumer.group.ConsumerGroupCommandOptions",
                    "kafka-console-consumer.sh",
                    "org.apache.kafka.tools.consumer.ConsoleConsumerOptions",
                    "kafka-configs.sh",
                    "org.apache.kafka.tools.ConfigCommand$ConfigCommandOptions",
                    "kafka-log-dirs.sh",
                    "org.apache.kafka.tools.LogDirsCommand$LogDirsCommandOptions",
                    "kafka-broker-api-versions.sh",
                    "org.apache.kafka.tools.BrokerApiVersionsCommand$BrokerVersionCommandOptions");

    /** Services by the variable that has their address. */
    private static final Map<String, String> SERVICES =
            Map.of(
                    "$NOTIFY", "notify-service",
                    "$INGEST", "ingest-service",
                    "$RANKING", "ranking-service");

    /** Paths of the management port: in no document, and there in each service. */
    private static final Set<String> MANAGEMENT =
            Set.of(
                    "/q/health",
                    "/q/health/ready",
                    "/q/health/live",
                    "/q/health/group/alarms",
                    "/q/metrics");

    private static final Set<String> KUBECTL =
            Set.of(
                    "create",
                    "get",
                    "scale",
                    "rollout",
                    "delete",
                    "port-forward",
                    "logs",
                    "exec",
                    "apply",
                    "annotate",
                    "patch",
                    "wait");

    private static final Set<String> HELM =
            Set.of("upgrade", "rollback", "history", "install", "uninstall", "test");

    /** Others that need no look: they are the machine's, not ours. */
    private static final Set<String> MACHINE =
            Set.of("echo", "rm", "pg_dump", "pg_restore", "pg_isready", "psql");

    private static final Path COMPOSE_FOLDER = Deploy.ROOT.resolve("deploy/compose");

    /** What compose does with services, which follow. */
    private static final Set<String> COMPOSE =
            Set.of("up", "ps", "start", "stop", "restart", "rm", "exec", "logs");

    /**
     * A command of a page.
     *
     * @param words as a shell would give them to the program
     */
    record Command(String page, List<String> words) {
        @Override
        public String toString() {
            return page + ": " + String.join(" ", words);
        }
    }

    static Stream<Command> commands() {
        return Deploy.files(Deploy.RUNBOOKS, ".md").stream().flatMap(RunbooksTest::commandsOf);
    }

    private static Stream<Command> commandsOf(Path page) {
        List<Command> commands = new ArrayList<>();
        String text = Deploy.text(page);
        String name = page.getFileName().toString();
        blocks(text)
                .flatMap(List::stream)
                .map(line -> new Command(name, words(line)))
                .forEach(commands::add);
        INLINE.matcher(FENCE.matcher(text).replaceAll(""))
                .results()
                .map(inline -> new Command(name, words(inline.group(1))))
                .forEach(commands::add);
        return commands.stream();
    }

    /** The lines of each block of commands. */
    private static Stream<List<String>> blocks(String text) {
        return FENCE.matcher(text)
                .results()
                .map(fence ->
                        fence.group(1)
                                .replace("\\\n", " ")
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                .toList());
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        int end = -1;
        while (word.find()) {
            String text =
                    word.group(1) != null
                            ? word.group(1)
                            : word.group(2) != null ? word.group(2) : word.group(3);
            // What touches the word before is part of it: papertide.mail."x".
            if (word.start() == end && !words.isEmpty()) {
                words.set(words.size() - 1, words.getLast() + text);
            } else {
                words.add(text);
            }
            end = word.end();
        }
        return words;
    }

    @Test
    void haveCommandsInEachPage() {
        assertThat(commands()).hasSizeGreaterThan(60);
        assertThat(commands().map(Command::toString))
                .as("those of tables")
                .contains(
                        "README.md: docker compose exec kafka bash",
                        "README.md: kubectl -n papertide exec -it papertide-kafka-0 -- bash");
    }

    /** A block is for one folder, the checkout's or that of compose, or says where it goes on. */
    @Test
    void findTheirProgramsWhereTheyStand() {
        for (Path page : Deploy.files(Deploy.RUNBOOKS, ".md")) {
            blocks(Deploy.text(page))
                    .forEach(block -> {
                        Set<Path> folders = new HashSet<>(Set.of(Deploy.ROOT, COMPOSE_FOLDER));
                        for (String line : block) {
                            List<String> words = words(line);
                            if (words.getFirst().equals("cd")) {
                                folders =
                                        folders.stream()
                                                .map(folder ->
                                                        folder.resolve(words.get(1)).normalize())
                                                .collect(Collectors.toSet());
                            } else if (words.getFirst().startsWith("./")) {
                                folders.removeIf(folder ->
                                        !Files.isRegularFile(folder.resolve(words.getFirst())));
                            } else if (words.subList(0, 2).equals(List.of("docker", "compose"))) {
                                folders.retainAll(Set.of(COMPOSE_FOLDER));
                            }
                            assertThat(folders).as("%s: where is: %s", page, line).isNotEmpty();
                        }
                    });
        }
    }

    /** What is sent to a namespace that nobody made is refused. */
    @Test
    void makeTheNamespacesThatTheyNeed() {
        String ours = "papertide";
        assertThat(Deploy.text(Deploy.ROOT.resolve("deploy/kubernetes/namespace.yaml")))
                .contains("name: " + ours);
        for (Path page : Deploy.files(Deploy.RUNBOOKS, ".md")) {
            Set<String> there = new HashSet<>(Set.of(ours));
            commandsOf(page)
                    .map(Command::words)
                    .filter(RunbooksTest::isKubectl)
                    .forEach(words -> {
                        if (words.subList(1, 3).equals(List.of("create", "namespace"))) {
                            there.add(words.get(3));
                        } else {
                            assertThat(there)
                                    .as("%s: %s", page, words)
                                    .contains(words.get(words.indexOf("-n") + 1));
                        }
                    });
        }
    }

    private static boolean isKubectl(List<String> words) {
        return words.getFirst().equals("kubectl");
    }

    /** A pod that is deleted alone comes back to the volume that it had. */
    @Test
    void takeTheVolumeOfAReplicaBeforeItsPod() {
        int found = 0;
        for (Path page : Deploy.files(Deploy.RUNBOOKS, ".md")) {
            List<String> lines = blocks(Deploy.text(page)).flatMap(List::stream).toList();
            for (int i = 0; i < lines.size(); i++) {
                Matcher pod =
                        Pattern.compile("delete pod (papertide-ranking-[0-9]+)$")
                                .matcher(lines.get(i));
                if (pod.find()) {
                    found++;
                    assertThat(i == 0 ? "" : lines.get(i - 1))
                            .as("%s: before: %s", page, lines.get(i))
                            .endsWith(
                                    "delete persistentvolumeclaim stores-%s --wait=false"
                                            .formatted(pod.group(1)));
                }
            }
        }
        assertThat(found).isPositive();
    }

    /** What was held goes on with no fewer replicas than production has at least. */
    @Test
    void giveServicesTheirReplicasBack() {
        JsonNode production = Deploy.yaml(Deploy.ROOT.resolve("deploy/kubernetes/production.yaml"));
        Pattern replicas =
                Pattern.compile(
                        " scale [a-z]+/papertide-(ingest|ranking|notify) --replicas=([1-9])");
        List<String> scaled =
                Deploy.files(Deploy.RUNBOOKS, ".md").stream()
                        .flatMap(page -> replicas.matcher(Deploy.text(page)).results())
                        .map(found -> found.group(1) + " " + found.group(2))
                        .toList();
        assertThat(scaled)
                .hasSizeGreaterThan(3)
                .allSatisfy(each -> {
                    String[] parts = each.split(" ", -1);
                    assertThat(Integer.parseInt(parts[1]))
                            .as(each)
                            .isGreaterThanOrEqualTo(
                                    production
                                            .path(parts[0])
                                            .at("/autoscaling/min")
                                            .asInt(Integer.MAX_VALUE));
                });
    }

    /** Commands that know a stack of this machine alone: the page of pages says so. */
    @Test
    void sayWhichCommandsKnowTheLocalStackAlone() {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Map<String, CommandLine> known =
                Commands.of(Deploy.ROOT, nowhere, nowhere).getSubcommands();
        Set<String> local =
                commands()
                        .filter(command -> command.words().getFirst().equals("./papertide"))
                        .map(command -> command.words().get(1))
                        .filter(name -> !name.equals("up"))
                        .filter(name -> {
                            CommandLine.Model.CommandSpec spec =
                                    Objects.requireNonNull(known.get(name), name).getCommandSpec();
                            return spec.findOption("--data") != null
                                    && spec.findOption("--bootstrap") == null;
                        })
                        .collect(Collectors.toCollection(TreeSet::new));
        String sentence =
                Deploy.text(Deploy.RUNBOOKS.resolve("README.md"))
                        .lines()
                        .filter(line -> line.contains("a stack of this machine"))
                        .findFirst()
                        .orElse("");
        assertThat(local)
                .contains("status", "deliveries")
                .allSatisfy(name ->
                        assertThat(sentence).containsPattern("`(?:./papertide )?" + name + "`"));
    }

    /**
     * What a page deletes by a pattern is the state of one application of the ranking. Beside it
     * there may be others, by a number or by {@code rebuilt}, whose state is in use.
     */
    @Test
    void deleteTheTopicsOfOneApplicationAlone() {
        List<String> patterns =
                commands()
                        .map(Command::words)
                        .filter(words -> words.getFirst().equals("kafka-topics.sh"))
                        .filter(words -> words.contains("--delete"))
                        .map(words -> words.get(words.indexOf("--topic") + 1))
                        .toList();
        assertThat(patterns).isNotEmpty();
        List<String> applications =
                List.of(
                        "ranking",
                        "ranking-2",
                        "ranking-12",
                        "ranking-rebuilt-1",
                        "ranking-rebuilt-2",
                        "ranking-2-rebuilt-1");
        List<String> own =
                List.of("papers-changelog", "trends-changelog", "candidates-repartition");
        for (String pattern : patterns) {
            // With another application in the place of the page's, as the page has it.
            for (String meant : List.of("ranking", "ranking-2", "ranking-2-rebuilt-1")) {
                TopicFilter filter =
                        new TopicFilter.IncludeList(pattern.replaceFirst("ranking", meant));
                for (String application : applications) {
                    for (String topic : own) {
                        String name = "papertide.%s-%s".formatted(application, topic);
                        assertThat(filter.isTopicAllowed(name, true))
                                .as("%s of %s takes %s", pattern, meant, name)
                                .isEqualTo(application.equals(meant));
                    }
                }
                assertThat(List.of("papertide.rankings.v1", "papertide.past-rankings.dlq.v1"))
                        .noneMatch(name -> filter.isTopicAllowed(name, true));
            }
        }
    }

    /** The pods of a database that an operator made have numbers that change with each loss. */
    @Test
    void knowPodsByTheirNumberWhereTheyKeepIt() {
        Set<String> objects =
                Set.of("statefulset/a-postgresql", "cluster/a-db", "service/a", "deployment/b");
        assertThat(List.of("a-postgresql-0", "service/a-db-rw", "service/a", "deployment/b"))
                .allMatch(named -> leads(named, objects));
        assertThat(
                        List.of(
                                "a-postgres-0",
                                "a-db-1",
                                "service/a-rw",
                                "service/a-db-ro",
                                "deployment/a"))
                .noneMatch(named -> leads(named, objects));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void areCommandsThatThereAre(Command command) throws Exception {
        String program = command.words().getFirst();
        switch (program) {
            case "./papertide" -> assertPapertide(command);
            case "curl" -> assertPath(command);
            case "kubectl" -> assertKubectl(command);
            case "docker" -> assertDocker(command);
            case "./prepare", "./backup", "./restore" -> {
                assumeCompose();
                assertThat(COMPOSE_FOLDER.resolve(program)).exists();
            }
            case "cd" -> assertThat(Deploy.ROOT.resolve(command.words().get(1))).isDirectory();
            case "helm" -> assertThat(HELM).contains(command.words().get(1));
            default -> {
                if (program.startsWith("kafka-")) {
                    assertKafka(program, command.words().subList(1, command.words().size()));
                } else {
                    assertThat(MACHINE).contains(program);
                }
            }
        }
    }

    /** The launcher's own parser reads it; what it would do is not done. */
    private static void assertPapertide(Command command) {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        CommandLine line = Commands.of(Deploy.ROOT, nowhere, nowhere);
        List<String> words = command.words().subList(1, command.words().size());
        CommandLine.ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
        assertThat(parsed.hasSubcommand()).isTrue();
    }

    private static void assertPath(Command command) {
        String url =
                command.words().stream()
                        .filter(word -> word.startsWith("$") || word.startsWith("http"))
                        .findFirst()
                        .orElseThrow();
        String path =
                url.replaceFirst("^(?:\\$[A-Z]+|https?://[^/]+)", "").replaceFirst("\\?.*", "");
        if (path.startsWith("/q/")) {
            assertThat(MANAGEMENT).contains(path);
            return;
        }
        String variable = url.substring(0, url.indexOf('/'));
        assertThat(SERVICES).containsKey(variable);
        JsonNode paths =
                Deploy.json(
                                Deploy.ROOT.resolve(
                                        SERVICES.get(variable)
                                                + "/src/test/resources/openapi.json"))
                        .path("paths");
        JsonNode operation = operation(paths, path, method(command));
        assertThat(operation.isMissingNode()).as("%s %s", method(command), path).isFalse();
        Set<String> known = new TreeSet<>();
        operation.path("parameters").forEach(each -> known.add(each.path("name").asText()));
        if (url.contains("?")) {
            for (String parameter : url.substring(url.indexOf('?') + 1).split("&", -1)) {
                assertThat(known).contains(parameter.split("=", 2)[0]);
            }
        }
    }

    private static String method(Command command) {
        List<String> words = command.words();
        if (words.contains("-X")) {
            return words.get(words.indexOf("-X") + 1).toLowerCase(Locale.ROOT);
        }
        return words.contains("-d") || words.contains("--data-binary") ? "post" : "get";
    }

    private static JsonNode operation(JsonNode paths, String path, String method) {
        for (Map.Entry<String, JsonNode> each : paths.properties()) {
            String pattern = each.getKey().replaceAll("\\{[^}]*}", "[^/]+");
            if (path.matches(pattern)) {
                return each.getValue().path(method);
            }
        }
        return MissingNode.getInstance();
    }

    private static void assumeCompose() {
        assumeThat(COMPOSE_FOLDER.resolve("compose.yaml")).as("deploy/compose").exists();
    }

    /** Services of compose; of exec only the first word is one. */
    private static void assertDocker(Command command) {
        List<String> words = command.words();
        if (!words.get(1).equals("compose")) {
            assertThat(words.subList(1, 3)).isEqualTo(List.of("volume", "rm"));
            return;
        }
        assertThat(COMPOSE).contains(words.get(2));
        assumeCompose();
        JsonNode services = Deploy.yaml(COMPOSE_FOLDER.resolve("compose.yaml")).path("services");
        assertThat(services).isNotEmpty();
        List<String> named =
                words.subList(3, words.size()).stream()
                        .filter(word -> !word.startsWith("-"))
                        .limit(words.get(2).equals("exec") ? 1 : words.size())
                        .toList();
        assertThat(named).allMatch(services::has);
    }

    private static void assertKubectl(Command command) {
        List<String> words = new ArrayList<>(command.words());
        if (words.subList(1, 3).equals(List.of("create", "namespace"))) {
            return;
        }
        int namespace = words.indexOf("-n");
        assertThat(namespace).as("the namespace is given").isPositive();
        words.subList(namespace, namespace + 2).clear();
        assertThat(KUBECTL).contains(words.get(1));
        Set<String> objects = chartObjects();
        assumeThat(objects).as("the chart, rendered, is not here").isNotEmpty();
        assertThat(words.stream().skip(2).filter(word -> OBJECT.matcher(word).matches()))
                .as("objects of the chart")
                .allMatch(word -> leads(word, objects));
        if (words.get(1).equals("exec")) {
            assertThat(words.stream().skip(2).filter(word -> !word.startsWith("-")).findFirst())
                    .as("what it is run in")
                    .hasValueSatisfying(in -> assertThat(leads(in, objects)).as(in).isTrue());
        }
    }

    /**
     * Whether there is such an object: of the chart; the service that an operator makes for the
     * primary of a database cluster; or a pod by its number, which those of a StatefulSet keep.
     */
    private static boolean leads(String named, Set<String> objects) {
        Matcher object = OBJECT.matcher(named);
        if (!object.matches()) {
            return objects.contains("statefulset/" + named.replaceFirst("-[0-9]+$", ""));
        }
        return objects.contains(object.group(1) + "/" + object.group(2))
                || (object.group(1).equals("service")
                        && object.group(2).endsWith("-rw")
                        && objects.contains("cluster/" + object.group(2).replaceFirst("-rw$", "")));
    }

    /** The objects of the rendered chart, as kind/name. */
    private static Set<String> chartObjects() {
        Path rendered = Deploy.ROOT.resolve("deploy/manifests/src/test/resources/golden");
        Set<String> objects = new TreeSet<>();
        if (Files.isDirectory(rendered)) {
            for (Path file : Deploy.files(rendered, ".yaml")) {
                for (String document : Deploy.text(file).split("(?m)^---", -1)) {
                    Matcher kind = Pattern.compile("(?m)^kind: (\\w+)").matcher(document);
                    Matcher name = Pattern.compile("(?m)^  name: \"?([\\w-]+)").matcher(document);
                    if (kind.find() && name.find()) {
                        objects.add(kind.group(1).toLowerCase(Locale.ROOT) + "/" + name.group(1));
                    }
                }
            }
        }
        return objects;
    }

    /** Kafka's own reader of options takes them. */
    private static void assertKafka(String program, List<String> words) throws Exception {
        assertThat(KAFKA).containsKey(program);
        // Brokers that want a certificate take no other command.
        assertThat(words).containsSequence("--command-config", "$CLIENT");
        List<String> arguments =
                words.stream()
                        .map(word -> word.replace("$KAFKA", "localhost:9092"))
                        .map(word -> word.replace("$CLIENT", "/dev/null"))
                        .toList();
        Exit.setExitProcedure((code, message) -> {
            throw new IllegalArgumentException(code + " " + message);
        });
        try {
            Class<?> options = Class.forName(KAFKA.get(program));
            Constructor<?> reader = options.getDeclaredConstructor(String[].class);
            reader.setAccessible(true);
            Object read = reader.newInstance((Object) arguments.toArray(String[]::new));
            checkArguments(options, read);
        } catch (InvocationTargetException e) {
            throw new AssertionError(program + " " + words + ": " + e.getCause(), e);
        } finally {
            Exit.resetExitProcedure();
        }
    }

    /** Some look at the combination only when they are asked to. */
    private static void checkArguments(Class<?> options, Object read) throws Exception {
        for (Method check : options.getDeclaredMethods()) {
            if (check.getName().equals("checkArgs")) {
                check.setAccessible(true);
                check.invoke(read);
            }
        }
    }

    /** What a page names between its commands is there as well: an operator looks for it. */
    @Test
    void nameSettingsThatThereAre() {
        Set<String> known = new TreeSet<>();
        SETTING_ROW
                .matcher(Deploy.text(Deploy.ROOT.resolve("docs/settings.md")))
                .results()
                .forEach(row -> known.add(row.group(1)));
        assertThat(
                        named(SETTING)
                                .map(name -> name.replaceAll("\"[^\"]+\"", "\"NAME\""))
                                // All of a source: papertide.source.*
                                .filter(name -> !name.endsWith("."))
                                // Topics and groups of Kafka begin alike.
                                .filter(name -> !name.matches("papertide[.]([a-z-]+[.])+v1"))
                                .filter(name ->
                                        !name.matches("papertide[.](notify|ranking)-[a-z0-9-]+")))
                .hasSizeGreaterThan(20)
                .isSubsetOf(known);
    }

    @Test
    void nameValuesOfTheChartThatThereAre() {
        JsonNode values =
                Deploy.yaml(Deploy.ROOT.resolve("deploy/kubernetes/papertide/values.yaml"));
        Set<String> roots = new TreeSet<>();
        values.fieldNames().forEachRemaining(roots::add);
        assertThat(named(VALUE).filter(name -> roots.contains(name.split("[.]", 2)[0])))
                .hasSizeGreaterThan(5)
                .allMatch(name -> !values.at("/" + name.replace('.', '/')).isMissingNode());
    }

    @Test
    void nameMetricsThatThereAre() {
        assertThat(
                        named(METRIC)
                                // Headers of dead letters.
                                .filter(name ->
                                        !Set.of("papertide_reason", "papertide_origin")
                                                .contains(name)))
                .hasSizeGreaterThan(10)
                .isSubsetOf(Deploy.metrics());
    }

    @Test
    void namePathsThatThereAre() {
        Set<String> known = new TreeSet<>(MANAGEMENT);
        for (String service : SERVICES.values()) {
            Deploy.json(Deploy.ROOT.resolve(service + "/src/test/resources/openapi.json"))
                    .path("paths")
                    .properties()
                    .forEach(path ->
                            path.getValue()
                                    .fieldNames()
                                    .forEachRemaining(method ->
                                            known.add(
                                                    method.toUpperCase(Locale.ROOT)
                                                            + " "
                                                            + anyNumber(path.getKey()))));
        }
        assertThat(named(PATH).map(RunbooksTest::anyNumber))
                .hasSizeGreaterThan(5)
                .isSubsetOf(known);
    }

    private static String anyNumber(String path) {
        return path.replaceAll("/(?:[{][^}]*}|[0-9]+)", "/N");
    }

    /** Of a log line the whole sentence stands in a source, or in several pieces. */
    @Test
    void quoteLogLinesThatAreWritten() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module :
                List.of("platform", "ingest-service", "ranking-service", "notify-service")) {
            try (Stream<Path> files = Files.walk(Deploy.ROOT.resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.append(Deploy.text(file)));
            }
        }
        String texts = sources.toString().replaceAll("\"\\s*[+]\\s*\"", "");
        assertThat(named(LOG_LINE)).hasSizeGreaterThan(4).allMatch(texts::contains);
    }

    private static Stream<String> named(Pattern what) {
        return Deploy.files(Deploy.RUNBOOKS, ".md").stream()
                .flatMap(page -> what.matcher(Deploy.text(page)).results())
                .map(found -> found.group(1))
                .distinct();
    }

    /** A page that nobody finds is of no use. */
    @Test
    void areAllInTheTableAndLeadToPagesThatThereAre() {
        String table = Deploy.text(Deploy.RUNBOOKS.resolve("README.md"));
        Set<String> listed = new TreeSet<>();
        LINK.matcher(table).results().forEach(link -> listed.add(link.group(1)));
        assertThat(
                        Deploy.files(Deploy.RUNBOOKS, ".md").stream()
                                .map(file -> file.getFileName().toString())
                                .filter(name -> !name.equals("README.md")))
                .containsExactlyInAnyOrderElementsOf(listed);
    }
}
