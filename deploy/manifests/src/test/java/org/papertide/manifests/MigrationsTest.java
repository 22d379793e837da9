package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * During an upgrade the release before still reads and writes the tables: a migration only expands
 * them. What nobody uses any more is taken away one release later, and is named here.
 */
class MigrationsTest {

    /** By file: the statements of it that take away, and since when nobody uses what they take. */
    private static final Map<String, String> CONTRACTS =
            Map.of("V6__planning_at_size.sql", "drop table seen: before there was a release");

    private static final Pattern COMMENT = Pattern.compile("--.*");

    /** What the release before may fail on. */
    private static final Pattern TAKES_AWAY =
            Pattern.compile(
                    "drop (table|view|column|schema|type|function)|rename (to|column)|set not null"
                            + "|alter column \\S+ (set data )?type|drop default",
                    Pattern.CASE_INSENSITIVE);

    /** A column that it does not know, and has to fill. */
    private static final Pattern DEMANDS =
            Pattern.compile(
                    "add column \\S+ (?:(?!,|default|generated).)*not null(?:(?!,|default|generated).)*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Test
    void onlyExpand() throws IOException {
        List<String> contracting = new ArrayList<>();
        for (String service : List.of("ingest-service", "notify-service")) {
            Path folder = Checkout.ROOT.resolve(service + "/src/main/resources/db/migration");
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (!CONTRACTS.containsKey(name)) {
                        contracts(Checkout.read(file))
                                .forEach(each -> contracting.add(name + ": " + each));
                    }
                }
            }
        }
        assertThat(contracting).isEmpty();
    }

    /** A number that is left free would be filled in later, and a database past it refuses that. */
    @Test
    void areNumberedWithoutAGap() throws IOException {
        for (String service : List.of("ingest-service", "notify-service")) {
            Path folder = Checkout.ROOT.resolve(service + "/src/main/resources/db/migration");
            try (Stream<Path> files = Files.list(folder)) {
                List<Integer> numbers =
                        files.map(file -> file.getFileName().toString())
                                .map(name -> name.substring(1, name.indexOf("__")))
                                .map(Integer::valueOf)
                                .sorted()
                                .toList();
                assertThat(numbers)
                        .as(service)
                        .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
            }
        }
    }

    @Test
    void areKnownForWhatTheyDo() {
        assertThat(contracts("create table t (a int not null);\ncreate index on t (a);")).isEmpty();
        assertThat(
                        contracts(
                                "alter table t add column b text, add column c int not null default 0;"))
                .isEmpty();
        assertThat(
                        contracts(
                                "alter table t add column p text not null generated always as ('x') stored;"))
                .isEmpty();
        assertThat(contracts("alter table t drop constraint x;\n-- drop table t;\n")).isEmpty();
        for (String statement :
                List.of(
                        "drop table t",
                        "alter table t drop column b",
                        "alter table t rename column b to c",
                        "alter table t rename to u",
                        "alter table t alter column b set not null",
                        "alter table t alter column b type bigint",
                        "alter table t add column c int not null")) {
            assertThat(contracts(statement + ";")).as(statement).hasSize(1);
        }
    }

    private static List<String> contracts(String text) {
        return Stream.of(COMMENT.matcher(text).replaceAll("").split(";", -1))
                .map(statement -> statement.strip().replaceAll("\\s+", " "))
                .filter(statement ->
                        TAKES_AWAY.matcher(statement).find()
                                || DEMANDS.matcher(statement)
                                        .results()
                                        .anyMatch(found -> endsHere(statement, found.end())))
                .toList();
    }

    /** Whether nothing that fills the column follows. */
    private static boolean endsHere(String statement, int end) {
        return end == statement.length() || statement.charAt(end) == ',';
    }
}
