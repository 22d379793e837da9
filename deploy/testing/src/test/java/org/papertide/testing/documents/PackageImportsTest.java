package org.papertide.testing.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.Checkout;

/**
 * Packages form no circle in the sources either: an import that serves Javadoc alone is in no
 * class, so the rules over classes do not see it, and whoever reads the package has to know the
 * other one all the same.
 */
class PackageImportsTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(org\\.papertide(?:\\.[a-z]\\w*)*)\\.[A-Z]");

    static List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.walk(Checkout.root(), 2)) {
            return all.filter(folder -> Files.isDirectory(folder.resolve(SOURCES))).toList();
        }
    }

    @Test
    void findsTheModules() throws IOException {
        assertThat(modules()).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void formNoCircle(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve(SOURCES))) {
            assertThat(
                            circles(
                                    files.filter(file -> file.toString().endsWith(".java"))
                                            .map(PackageImportsTest::read)
                                            .toList()))
                    .isEmpty();
        }
    }

    @Test
    void findsACircleOfThree() {
        assertThat(
                        circles(
                                List.of(
                                        source("a", "b", "d"),
                                        source("b", "c"),
                                        source("c", "a.Thing; // for @see"),
                                        source("d"),
                                        source("e", "a"))))
                .hasToString(
                        "{org.papertide.a=[org.papertide.b], org.papertide.b=[org.papertide.c],"
                                + " org.papertide.c=[org.papertide.a]}");
    }

    private static String source(String own, String... imports) {
        StringBuilder text = new StringBuilder("package org.papertide." + own + ";\n\n");
        for (String each : imports) {
            String name = each.contains(".") ? each : each + ".Thing;";
            text.append("import org.papertide.").append(name).append('\n');
        }
        return text.toString();
    }

    /** The packages that are in circles, or between two, with what they import of each other. */
    private static Map<String, Set<String>> circles(Collection<String> sources) {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (String source : sources) {
            Matcher own = PACKAGE.matcher(source);
            if (own.find()) {
                Set<String> others = imports.computeIfAbsent(own.group(1), _ -> new TreeSet<>());
                IMPORT.matcher(source).results().forEach(found -> others.add(found.group(1)));
                others.remove(own.group(1));
            }
        }
        int before;
        do {
            before = imports.size();
            imports.values().forEach(others -> others.retainAll(imports.keySet()));
            imports.values().removeIf(Set::isEmpty);
            Set<String> imported = new TreeSet<>();
            imports.values().forEach(imported::addAll);
            imports.keySet().retainAll(imported);
        } while (imports.size() < before);
        return imports;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
