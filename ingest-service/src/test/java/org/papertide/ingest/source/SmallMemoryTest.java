package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Memory does not grow with the file. How large that is: {@code -Dpapertide.hostile.megabytes=200}
 * is the full measure; the build takes a small one.
 */
class SmallMemoryTest {

    @Test
    void readsAFileOfEachFormInLessMemoryThanItIsLarge() throws Exception {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx24m",
                                "-Dpapertide.hostile.megabytes="
                                        + Integer.getInteger("papertide.hostile.megabytes", 36),
                                "-XX:+UseSerialGC",
                                "-cp",
                                classPath,
                                SmallMemory.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines())
                .containsExactly(
                        "nested XML: 0 HOSTILE",
                        "Atom: many to its end",
                        "comment: 2 to its end",
                        "instruction: 2 to its end",
                        "instruction of ours: 2 to its end",
                        "name after <: 2 to its end",
                        "name after <?: 2 to its end",
                        "name after <a : 2 to its end",
                        "one record: 0 to its end",
                        "JSON: many to its end",
                        "JSON lines: many to its end",
                        "page: many to its end");
        assertThat(child.waitFor()).isZero();
    }
}
