package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who wants overlays lays them over what Helm renders: Kustomize takes it, and changes one object.
 */
class KustomizeTest {

    private static final String CHANGED = "Deployment/papertide-notify";

    private static final String KUSTOMIZATION =
            """
            resources: [papertide.yaml]
            patches:
            - target: {kind: Deployment, name: papertide-notify}
              patch: |-
                - {op: add, path: /metadata/annotations, value: {team: papers}}
            """;

    @TempDir private Path folder;

    @Test
    void takesTheTrialAndOnePatch() throws Exception {
        String rendered = Chart.papertide().text(ValueSets.values("trial"));
        Files.writeString(folder.resolve("papertide.yaml"), rendered);
        Files.writeString(folder.resolve("kustomization.yaml"), KUSTOMIZATION);

        List<Manifest> kustomized = manifests(kustomize());

        List<Manifest> before = manifests(rendered);
        assertThat(kustomized.stream().map(Manifest::toString))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(Manifest::toString).toList());
        assertThat(kustomized.stream().filter(each -> !before.contains(each)))
                .singleElement()
                .satisfies(changed -> {
                    assertThat(changed.toString()).isEqualTo(CHANGED);
                    assertThat(changed.tree().at("/metadata/annotations/team").asText())
                            .isEqualTo("papers");
                });
    }

    private String kustomize() throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process;
        try {
            process =
                    new ProcessBuilder("kubectl", "kustomize", folder.toString())
                            .redirectError(errors.toFile())
                            .start();
        } catch (IOException e) {
            return abort("there is no kubectl here: " + e.getMessage());
        }
        String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return made;
    }

    private static List<Manifest> manifests(String text) {
        return Yaml.documents(text).stream().map(Manifest::new).toList();
    }
}
