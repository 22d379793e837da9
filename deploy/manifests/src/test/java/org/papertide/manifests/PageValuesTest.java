package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart takes what its page and the runbooks say to put into the values of production. */
class PageValuesTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```yaml\n(.*?)^ *```");

    /** One value within a line: {@code notify.connections: 0}. */
    private static final Pattern ONE =
            Pattern.compile("`([a-z][a-zA-Z]*(?:[.][a-zA-Z]+)+): ([^`]+)`");

    private static final Chart CHART = Chart.papertide();
    private static final ObjectNode PRODUCTION = ValueSets.values("production");

    /**
     * @param values to be laid over those of production
     */
    record Given(String page, ObjectNode values) {

        @Override
        public String toString() {
            return page + ": " + values;
        }
    }

    static List<Given> blocks() {
        return Stream.concat(Stream.of(Checkout.KUBERNETES.resolve("README.md")), pages().stream())
                .flatMap(page ->
                        BLOCK.matcher(Checkout.read(page))
                                .results()
                                .flatMap(block ->
                                        Yaml.documents(block.group(1).stripIndent()).stream())
                                .filter(document -> !document.has("apiVersion"))
                                .map(document -> new Given(name(page), (ObjectNode) document)))
                .toList();
    }

    /** Modes ask for more than themselves. */
    static List<Given> single() {
        return pages().stream()
                .flatMap(page ->
                        ONE.matcher(Checkout.read(page))
                                .results()
                                .filter(found -> !found.group(1).endsWith(".mode"))
                                .filter(found ->
                                        CHART.ownValues().has(found.group(1).split("[.]", 2)[0]))
                                .map(found ->
                                        new Given(
                                                name(page), value(found.group(1), found.group(2)))))
                .toList();
    }

    private static ObjectNode value(String path, String value) {
        ObjectNode values = Yaml.JSON.createObjectNode();
        int last = path.lastIndexOf('.');
        values.withObject("/" + path.substring(0, last).replace('.', '/'))
                .set(path.substring(last + 1), Yaml.documents(value).getFirst());
        return values;
    }

    @ParameterizedTest
    @MethodSource({"blocks", "single"})
    void areTaken(Given given) {
        assertThatCode(() -> CHART.text(Yaml.merged(PRODUCTION, given.values())))
                .doesNotThrowAnyException();
    }

    @Test
    void areFound() {
        assertThat(blocks()).hasSizeGreaterThan(3);
        assertThat(single().stream().map(Given::toString))
                .contains("backup.md: {\"notify\":{\"connections\":0}}");
    }

    /** What a restored installation begins with runs nothing that could send a mail again. */
    @Test
    void holdWhatWouldSend() {
        Given held =
                blocks().stream()
                        .filter(given -> given.page().equals("backup.md"))
                        .filter(given -> given.values().at("/notify/replicas").isInt())
                        .findFirst()
                        .orElseThrow();
        Rendering rendering = CHART.render("held", Yaml.merged(PRODUCTION, held.values()));
        for (String name : List.of("ingest", "notify")) {
            Manifest workload = rendering.find("Deployment", "papertide-" + name).orElseThrow();
            JsonNode replicas = workload.spec().path("replicas");
            assertThat(replicas.isInt() && replicas.asInt() == 0).as(name).isTrue();
            assertThat(rendering.find("ScaledObject", "papertide-" + name)).isEmpty();
            assertThat(rendering.find("HorizontalPodAutoscaler", "papertide-" + name)).isEmpty();
        }
        JsonNode container = PapertideService.NOTIFY.container(rendering);
        assertThat(
                        Stream.of(
                                        "PAPERTIDE_DELIVERY_CONNECTIONS",
                                        "PAPERTIDE_EDITION_DAILY_CATCH_UP",
                                        "PAPERTIDE_EDITION_WEEKLY_CATCH_UP")
                                .map(name ->
                                        PapertideService.variable(container, name)
                                                .path("value")
                                                .asText()))
                .containsExactly("0", "PT0S", "PT0S");
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve("deploy/runbooks"))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path page) {
        return Objects.requireNonNull(page.getFileName()).toString();
    }
}
