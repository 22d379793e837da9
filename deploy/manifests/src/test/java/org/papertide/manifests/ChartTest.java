package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Helm takes every set of values, refuses what is no value, and says which. */
class ChartTest {

    /** Helm checks values before it renders: without templates that is all that it does. */
    private static final Chart VALUES = Chart.copy(name -> !name.startsWith("templates/"));

    private static final ValuesSchema SCHEMA = ValuesSchema.read();

    static Set<String> sets() {
        return ValueSets.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void isSoundWith(String set) {
        LintResult result = Chart.copy(_ -> true).lint(ValueSets.values(set));
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(each -> each.contains("[WARNING]") || each.contains("[ERROR]"));
    }

    @Test
    void isNotInstalledByChance() {
        assertThatThrownBy(() -> VALUES.text(Yaml.JSON.createObjectNode()))
                .hasMessageContaining("/public/host")
                .hasMessageContaining("/kafka/mode")
                .hasMessageContaining("/database/mode");
    }

    /** As {@code ./papertide images} tags them: by the version of the build. */
    @Test
    void namesTheImagesThatAreBuilt() {
        Matcher version =
                Pattern.compile("<artifactId>papertide</artifactId>\\s*<version>([^<]+)</version>")
                        .matcher(Checkout.read(Checkout.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Yaml.values(Checkout.CHART.resolve("Chart.yaml")).path("appVersion").asText())
                .isEqualTo(version.group(1));
    }

    /** Null takes a default away. */
    @Test
    void refusesToBeWithoutAnyFieldThatItNeeds() {
        List<String> taken = new ArrayList<>();
        for (ValuesSchema.Field field : SCHEMA.fields()) {
            if (field.required() && isAccepted(with(field.path(), Yaml.JSON.nullNode()))) {
                taken.add(field.path());
            }
        }
        assertThat(taken).isEmpty();
        assertThat(SCHEMA.fields().stream().filter(ValuesSchema.Field::required))
                .hasSizeGreaterThan(50);
    }

    @Test
    void refusesFieldsThatItDoesNotKnow() {
        List<String> taken = new ArrayList<>();
        for (String object : SCHEMA.closedObjects()) {
            String path = object + "/misspelt";
            if (isAccepted(with(path, Yaml.JSON.getNodeFactory().textNode("x")))) {
                taken.add(path);
            }
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void refusesValuesOfAnotherType() {
        List<String> taken = new ArrayList<>();
        for (ValuesSchema.Field field : SCHEMA.fields()) {
            JsonNode wrong =
                    field.type().equals("array")
                            ? Yaml.JSON.getNodeFactory().numberNode(1)
                            : Yaml.JSON.createArrayNode().add(1);
            // Helm itself keeps the default of an object that is given as something else.
            if (!field.type().equals("object") && isAccepted(with(field.path(), wrong))) {
                taken.add(field.path());
            }
        }
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    trial      | /kafka/mode                    | "external"    | /kafka/external/bootstrapServers
                    trial      | /database/mode                 | "external"    | /database/external/host
                    trial      | /secrets/source                | "external"    | /secrets/external/store
                    trial      | /mailCapture/enabled           | false         | /notify/mail/smtp/host
                    trial      | /gateway/kind                  | "gateway-api" | /public/trustedProxies
                    trial      | /ranking/autoscaling/enabled   | true          | /ranking/autoscaling/enabled
                    trial      | /notify/autoscaling/enabled    | true          | /notify/autoscaling/enabled
                    production | /gateway/kind                  | "ingress"     | /gateway/ingress/tlsSecret
                    production | /database/cloudnativepg/backup/destination | "" | /database/cloudnativepg/backup/destination
                    production+restored | /database/cloudnativepg/backup/destination | "" | /database/cloudnativepg/backup/destination
                    production | /database/cloudnativepg/notify/restore/until | "yesterday" | /database/cloudnativepg/notify/restore/until
                    production | /ranking/applicationId         | "ranking-embeddings" | /ranking/applicationId
                    production | /ranking/applicationId         | "ranking-rebuilt" | /ranking/applicationId
                    production | /notify/mail/dkim/selectors    | []            | /notify/mail/dkim/selectors
                    production | /notify/mail/smtp/tls          | "NONE"        | /notify/mail/smtp/tls
                    production | /observability/prometheus/monitors | false     | /observability/prometheus/monitors
                    production | /observability/prometheus/runbooks | ""        | /observability/prometheus/runbooks
                    production | /public/scheme                 | "http"        | /public/scheme
                    production | /image/tag                     | "latest"      | /image/tag
                    trial      | /kafka/single/image            | "apache/kafka:latest" | /kafka/single/image
                    trial      | /kafka/single/image            | "apache/kafka" | /kafka/single/image
                    trial      | /public/host                   | "https://papertide.example.org" | /public/host
                    trial      | /ranking/resources/limits/memory | "lots"      | /ranking/resources/limits/memory
                    """)
    void refusesWhatDoesNotGoTogether(String set, String path, String value, String named)
            throws IOException {
        ObjectNode values =
                Yaml.merged(ValueSets.values(set), over(path, Yaml.JSON.readTree(value)));
        assertThatThrownBy(() -> VALUES.text(values)).hasMessageContaining(named);
    }

    @Test
    void refusesASettingThatTheChartSetsItself() throws IOException {
        JsonNode twice =
                Yaml.JSON.readTree(
                        "{\"ranking\":{\"settings\":{\"papertide.ranking.threads\":\"9\"}}}");
        assertThatThrownBy(
                        () -> Chart.papertide().text(Yaml.merged(ValueSets.values("trial"), twice)))
                .hasMessageContaining("papertide.ranking.threads has a value of its own");
    }

    /** How long the pod is given to end follows from it. */
    @ParameterizedTest
    @ValueSource(strings = {"90", "90s", "pt90s", "PT1H"})
    void refusesATimeoutOfWebhooksThatItCannotRead(String timeout) throws IOException {
        JsonNode other =
                Yaml.JSON.readTree(
                        "{\"notify\":{\"settings\":{\"papertide.webhooks.timeout\":\"%s\"}}}"
                                .formatted(timeout));
        assertThatThrownBy(
                        () -> Chart.papertide().text(Yaml.merged(ValueSets.values("trial"), other)))
                .hasMessageContaining("such as PT20S");
    }

    /** As it would be if the values of a restore named no new place for its backups. */
    @Test
    void refusesADatabaseThatWouldSpoilTheBackupsItIsMadeOf() throws IOException {
        JsonNode same = Yaml.JSON.readTree("\"papertide-notify-db\"");
        assertThatThrownBy(() ->
                        Chart.papertide()
                                .text(
                                        Yaml.merged(
                                                ValueSets.values("production"),
                                                over(
                                                        "/database/cloudnativepg/notify/restore/from",
                                                        same))))
                .hasMessageContaining("needs another serverName");
    }

    /**
     * Who says where the Kubernetes API and the store of backups are lets nothing out elsewhere.
     */
    @Test
    void letsOperatedPodsOutToTheNetworksThatAreNamed() {
        Rendering rendering = ValueSets.rendered("production+store");
        for (String name :
                List.of(
                        "strimzi-nodes",
                        "strimzi-entities",
                        "papertide-ingest-db",
                        "papertide-notify-db")) {
            Manifest policy =
                    rendering
                            .all("NetworkPolicy")
                            .filter(each -> each.name().endsWith(name))
                            .findFirst()
                            .orElseThrow();
            List<String> networks =
                    policy.spec().path("egress").findValuesAsText("cidr").stream().toList();
            assertThat(networks)
                    .as(name)
                    .contains("10.96.0.1/32", "192.0.2.0/28")
                    .doesNotContain("0.0.0.0/0", "::/0");
            assertThat(networks.contains("198.51.100.0/24"))
                    .as("%s to the store", name)
                    .isEqualTo(name.endsWith("-db"));
        }
    }

    @Test
    void refusesATopicThatIsNone() throws IOException {
        JsonNode none =
                Yaml.JSON.readTree("{\"kafka\":{\"strimzi\":{\"topics\":{\"paper.v1\":{}}}}}");
        assertThatThrownBy(() ->
                        Chart.papertide().text(Yaml.merged(ValueSets.values("production"), none)))
                .hasMessageContaining("there is no topic paper.v1");
    }

    /** Of these, {@code large} scales all three by their load, from 3, 4 and 4 replicas. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    large            | dict                            | 3 4 4
                    large            | dict "spec" (dict "replicas" 5) | 5 5 5
                    large            | dict "spec" (dict "replicas" 0) | 0 0 0
                    production+fixed | dict "spec" (dict "replicas" 5) | 0 0 0
                    """)
    void changesNoNumberOfReplicasThatTheLoadHasSet(String set, String there, String replicas) {
        ObjectNode values = ValueSets.values(set);
        values.withObject("/secrets").put("lookup", true);
        Rendering rendering = Chart.finding(there).render(set, values);
        assertThat(
                        Stream.of(PapertideService.values())
                                .map(service -> service.workload(rendering).spec())
                                .map(spec -> spec.path("replicas").asText())
                                .collect(Collectors.joining(" ")))
                .isEqualTo(replicas);
    }

    @Test
    void hasAValueForEachFieldOfItsSchemaAndAFieldForEachValue() {
        Set<String> described = new TreeSet<>();
        SCHEMA.fields().forEach(field -> described.add(field.path()));
        Set<String> given = new TreeSet<>();
        paths("", VALUES.ownValues(), given);
        described.remove("/global");
        // A limit of processor time is possible, and not given.
        described.removeIf(path -> path.endsWith("/limits/cpu"));
        assertThat(given).isEqualTo(described);
    }

    @Test
    void saysOfEachValueWhatItIs() {
        assertThat(SCHEMA.fields())
                .allSatisfy(field -> {
                    assertThat(field.description()).as(field.path()).isNotBlank();
                    assertThat(field.type()).as(field.path()).isNotBlank();
                });
    }

    @Test
    void usesEveryValueAndNoneThatIsNotThere() throws IOException {
        StringBuilder templates = new StringBuilder();
        try (Stream<Path> files = Files.walk(Checkout.CHART.resolve("templates"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                templates.append(Checkout.read(file));
            }
        }
        Set<String> paths = new TreeSet<>();
        paths("", VALUES.ownValues(), paths);
        Matcher used = Pattern.compile("\\.Values((?:\\.[a-zA-Z]+)+)").matcher(templates);
        Set<String> unknown = new TreeSet<>();
        while (used.find()) {
            String path = used.group(1).replace('.', '/');
            if (!paths.contains(path)) {
                unknown.add(path);
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(paths)
                .filteredOn(path ->
                        !path.matches(
                                ".*/(requests|limits)(/.*)?|.*/podLabels/.*|/database/external/(ingest|notify)/.*"))
                .allMatch(path ->
                        templates.indexOf("." + path.substring(path.lastIndexOf('/') + 1)) >= 0
                                || path.endsWith("/resources"));
    }

    /**
     * Of a value whose name others have as well, a template that has the name says nothing: each
     * such text and number is given as one that stands nowhere else, and must be in the objects.
     */
    @Test
    void usesEachValueThatSharesItsNameWithOthers() throws IOException {
        Chart lenient = Chart.copy(name -> !name.equals("values.schema.json"));
        List<String> shared =
                SCHEMA.fields().stream()
                        .filter(field -> field.type().matches("string|integer"))
                        .map(ValuesSchema.Field::path)
                        .filter(path -> !path.matches(".*/(mode|kind|source|scheme|limits/cpu)"))
                        .filter(path ->
                                SCHEMA.fields().stream()
                                                .filter(other ->
                                                        other.path()
                                                                .endsWith(
                                                                        path.substring(
                                                                                path.lastIndexOf(
                                                                                        '/'))))
                                                .count()
                                        > 1)
                        .toList();
        Set<String> unseen = new TreeSet<>(shared);
        for (String set : sets()) {
            ObjectNode values = Yaml.merged(VALUES.ownValues(), ValueSets.values(set));
            values.withObject("/secrets").put("lookup", false);
            for (String path : shared) {
                if (!values.at(path).asText().isEmpty()) {
                    values.withObject(path.substring(0, path.lastIndexOf('/')))
                            .set(path.substring(path.lastIndexOf('/') + 1), mark(path, values));
                }
            }
            String text = lenient.text(values);
            unseen.removeIf(path -> text.contains(mark(path, values).asText()));
        }
        assertThat(shared).hasSizeGreaterThan(30);
        assertThat(unseen).isEmpty();
    }

    private static JsonNode mark(String path, ObjectNode values) {
        int number = 10_000 + Math.floorMod(path.hashCode(), 50_000);
        var nodes = Yaml.JSON.getNodeFactory();
        if (values.at(path).isNumber()) {
            return nodes.numberNode(number);
        }
        return nodes.textNode(
                path.endsWith("/endpoint") ? "https://x" + number + ":4317" : "x" + number);
    }

    private static boolean isAccepted(ObjectNode values) {
        try {
            VALUES.text(values);
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("values don't meet the specifications");
            return false;
        }
    }

    private static ObjectNode with(String path, JsonNode value) {
        return Yaml.merged(ValueSets.values("trial"), over(path, value));
    }

    private static ObjectNode over(String path, JsonNode value) {
        ObjectNode values = Yaml.JSON.createObjectNode();
        int last = path.lastIndexOf('/');
        ObjectNode parent = last == 0 ? values : values.withObject(path.substring(0, last));
        parent.set(path.substring(last + 1), value);
        return values;
    }

    /** Of every value; what is in a map whose keys are free is one value. */
    private static void paths(String under, JsonNode values, Set<String> paths) {
        for (Map.Entry<String, JsonNode> each : values.properties()) {
            String path = under + "/" + each.getKey();
            paths.add(path);
            if (!SCHEMA.isOpen(path)) {
                paths(path, each.getValue(), paths);
            }
        }
    }
}
