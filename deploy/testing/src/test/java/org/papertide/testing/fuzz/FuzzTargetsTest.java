package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;

/**
 * Jazzer runs the first fuzz test of a JVM and leaves the others out without a word, and a JVM runs
 * one class: so a class has one, and is found by its name.
 */
class FuzzTargetsTest {

    private static final Pattern FUZZ_TEST = Pattern.compile("(?m)^ *@FuzzTest\\b");

    @Test
    void eachFuzzTestIsAloneInItsClass() throws IOException {
        List<String> alone = new ArrayList<>();
        for (Path file : testSources()) {
            long fuzzTests = FUZZ_TEST.matcher(Files.readString(file)).results().count();
            String name = file.getFileName().toString();
            assertThat(fuzzTests)
                    .describedAs("fuzz tests of %s", name)
                    .isEqualTo(name.endsWith("FuzzTest.java") ? 1 : 0);
            if (fuzzTests == 1) {
                alone.add(name);
            }
        }
        assertThat(alone).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    private static List<Path> testSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.walk(Checkout.root(), 2)) {
            for (Path module : modules.filter(Files::isDirectory).toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        sources.addAll(
                                files.filter(file -> file.toString().endsWith(".java")).toList());
                    }
                }
            }
        }
        return sources;
    }
}
