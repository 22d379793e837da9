package org.papertide.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each table has one owner: the one package whose code names it. */
class TablesTest {

    private static final Path MAIN = Path.of("src/main");
    private static final Pattern CREATED =
            Pattern.compile("(?i)create\\s+(?:unlogged\\s+)?table\\s+(?:if not exists\\s+)?(\\w+)");

    @Test
    void isNamedByOnePackage() throws IOException {
        Map<String, Set<String>> owners = new TreeMap<>();
        List<Path> sources = files(MAIN.resolve("java"), ".java");
        for (String table : tables()) {
            Pattern named = named(table);
            for (Path source : sources) {
                if (named.matcher(code(source)).find()) {
                    owners.computeIfAbsent(table, _ -> new TreeSet<>())
                            .add(String.valueOf(source.getParent()));
                }
            }
        }
        assertThat(owners.keySet()).isEqualTo(tables());
        assertThat(owners).allSatisfy((_, packages) -> assertThat(packages).hasSize(1));
    }

    /** Where SQL or a mapping names a table. */
    private static Pattern named(String table) {
        return Pattern.compile(
                "(?i)(?:\\b(?:from|into|update|join|using|table)\\s+|@Table\\(name = \")"
                        + table
                        + "\\b(?!\\s*;)");
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path migration : files(MAIN.resolve("resources/db/migration"), ".sql")) {
            CREATED.matcher(Files.readString(migration))
                    .results()
                    .forEach(created -> tables.add(created.group(1)));
        }
        return tables;
    }

    /** Without comments, whose sentences have the same words in them. */
    private static String code(Path source) throws IOException {
        return Files.readString(source)
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)^\\s*//.*$", "")
                .replaceAll("(?m)^(?:import|package) .*$", "");
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
