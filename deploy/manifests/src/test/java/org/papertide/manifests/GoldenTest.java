package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A change of a template shows as a change of objects. Written anew with {@code
 * -Dpapertide.approve=true}.
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<String> sets() {
        return ValueSets.shipped();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void areWhatWasSeenLast(String set) throws IOException {
        String text =
                ValueSets.rendered(set).objects().stream()
                        .map(GoldenTest::text)
                        .sorted()
                        .collect(Collectors.joining("---\n"));
        Path file = GOLDEN.resolve(set + ".yaml");
        if (Boolean.getBoolean("papertide.approve")) {
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; if the change is meant: -Dpapertide.approve=true", file)
                .isEqualTo(Checkout.read(file));
    }

    private static String text(Manifest object) {
        ObjectNode tree = object.tree().deepCopy();
        if (object.is("Secret")) {
            ObjectNode data = (ObjectNode) tree.path("data");
            data.fieldNames().forEachRemaining(key -> data.put(key, "(made at random)"));
        }
        // CopiesTest holds them.
        if ("dashboards".equals(object.labels().get("app.kubernetes.io/name"))) {
            ObjectNode data = (ObjectNode) tree.path("data");
            data.fieldNames().forEachRemaining(key -> data.put(key, "(as it is in its file)"));
        }
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(160).build();
        return new Dump(settings).dumpToString(Yaml.JSON.convertValue(tree, Object.class));
    }
}
