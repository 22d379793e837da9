package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The README's table of values is that of the chart. Written anew with {@code
 * -Dpapertide.write-documents=true}.
 */
class DocumentTest {

    private static final Path README = Checkout.KUBERNETES.resolve("README.md");
    private static final String BEGIN =
            "<!-- Generated from values.yaml and values.schema.json; see DocumentTest. -->\n";
    private static final String END = "<!-- End of what is generated. -->\n";

    @Test
    void tellsOfEveryValue() throws IOException {
        String text = Checkout.read(README);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).isGreaterThan(BEGIN.length());
        assertThat(end).isGreaterThanOrEqualTo(begin);
        String wanted = text.substring(0, begin) + table() + text.substring(end);
        if (Boolean.getBoolean("papertide.write-documents")) {
            Files.writeString(README, wanted);
        }
        assertThat(Checkout.read(README)).isEqualTo(wanted);
    }

    @Test
    void namespaceIsRestricted() {
        List<JsonNode> objects =
                Yaml.documents(Checkout.read(Checkout.KUBERNETES.resolve("namespace.yaml")));
        assertThat(objects).hasSize(1);
        Manifest namespace = new Manifest(objects.getFirst());
        assertThat(Models.problem(namespace)).isEmpty();
        assertThat(namespace.labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
                .containsEntry("pod-security.kubernetes.io/audit", "restricted")
                .containsEntry("pod-security.kubernetes.io/enforce-version", "v" + oldest());
    }

    /** The gateway of the example is the one that production asks for, by HTTPS alone. */
    @Test
    void gatewayIsThatOfProduction() {
        List<Manifest> objects =
                Yaml.documents(Checkout.read(Checkout.KUBERNETES.resolve("gateway.yaml"))).stream()
                        .map(Manifest::new)
                        .toList();
        assertThat(objects).allSatisfy(each -> assertThat(Models.problem(each)).isEmpty());
        Rendering production = ValueSets.rendered("production");
        Manifest gateway = objects.getFirst();
        assertThat(gateway.is("Gateway")).isTrue();
        assertThat(gateway.name()).isEqualTo(production.value("/gateway/parent/name").asText());
        assertThat(gateway.tree().at("/metadata/namespace").asText())
                .isEqualTo(production.value("/gateway/parent/namespace").asText());
        String host = production.value("/public/host").asText();
        JsonNode plain = gateway.spec().at("/listeners/0");
        JsonNode secure = gateway.spec().at("/listeners/1");
        assertThat(gateway.spec().findValuesAsText("hostname")).containsExactly(host, host);
        assertThat(secure.path("name").asText())
                .isEqualTo(production.value("/gateway/parent/section").asText());
        assertThat(gateway.spec().findValuesAsText("protocol")).containsExactly("HTTP", "HTTPS");
        assertThat(secure.at("/allowedRoutes/namespaces/selector/matchLabels").toString())
                .isEqualTo("{\"kubernetes.io/metadata.name\":\"papertide\"}");
        Manifest redirect = objects.getLast();
        assertThat(redirect.spec().at("/parentRefs/0/sectionName")).isEqualTo(plain.path("name"));
        assertThat(redirect.spec().at("/parentRefs/0/name").asText()).isEqualTo(gateway.name());
        assertThat(redirect.spec().at("/hostnames/0").asText()).isEqualTo(host);
        assertThat(redirect.spec().at("/rules/0/filters/0/requestRedirect/scheme").asText())
                .isEqualTo("https");
    }

    /** The oldest Kubernetes that the chart takes, such as 1.30. */
    private static String oldest() {
        return Yaml.values(Checkout.CHART.resolve("Chart.yaml"))
                .path("kubeVersion")
                .asText()
                .replaceFirst("^>=([0-9]+[.][0-9]+)[.].*", "$1");
    }

    private static String table() {
        ObjectNode values = Chart.papertide().ownValues();
        StringBuilder table =
                new StringBuilder("| value | default | meaning |\n| --- | --- | --- |\n");
        String last = "";
        for (ValuesSchema.Field field : ValuesSchema.read().fields()) {
            String path = field.path();
            boolean within = !last.isEmpty() && path.startsWith(last + "/");
            JsonNode value = values.at(path);
            boolean isWhole = path.endsWith("esources") || path.endsWith("/autoscaling");
            if (within
                    || path.equals("/global")
                    || (value.isObject() && !isWhole && !isEmptyMap(path, value))) {
                continue;
            }
            last = isWhole ? path : "";
            table.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(
                                    path.substring(1).replace('/', '.'),
                                    text(value),
                                    meaning(field)));
        }
        return table.toString();
    }

    private static boolean isEmptyMap(String path, JsonNode value) {
        return value.isEmpty() || ValuesSchema.read().isOpen(path);
    }

    private static String meaning(ValuesSchema.Field field) {
        return field.description().replace("|", "\\|");
    }

    private static String text(JsonNode value) {
        String text =
                value.isTextual()
                        ? value.asText()
                        : value.toString().replace("\"", "").replace(",", ", ");
        return text.isEmpty() ? "none" : "`" + text + "`";
    }
}
