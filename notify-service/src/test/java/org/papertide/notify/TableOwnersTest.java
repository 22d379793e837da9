package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each table has one owner: only the statements and entities of that package name it. Everyone else
 * goes through its repository, or reads a view that it publishes. The tables are those of the
 * migrations.
 */
class TableOwnersTest {

    private static final Path SOURCES = Path.of("src/main/java/org/papertide/notify");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Map<String, String> OWNERS =
            Map.ofEntries(
                    Map.entry("candidate", "candidate"),
                    Map.entry("paper_alias", "candidate"),
                    Map.entry("ranking", "candidate"),
                    Map.entry("paper_vector", "candidate"),
                    Map.entry("theme", "subscription"),
                    Map.entry("token_key", "token"),
                    Map.entry("opt_in_mail", "signup"),
                    Map.entry("subscriber", "subscription"),
                    Map.entry("subscription", "subscription"),
                    Map.entry("suppression", "suppression"),
                    Map.entry("address_failure", "suppression"),
                    Map.entry("edition", "edition"),
                    Map.entry("content", "edition"),
                    Map.entry("edition_sum", "edition"),
                    Map.entry("waiting_alert", "edition"),
                    Map.entry("audience", "ledger"),
                    Map.entry("delivery", "ledger"),
                    Map.entry("shown", "ledger"),
                    Map.entry("returned_mail", "returned"),
                    Map.entry("mail_sum", "account"),
                    Map.entry("webhook", "webhook"));

    /** Views by the package that publishes them; any package may read them. */
    private static final Map<String, String> PUBLISHED =
            Map.of("active_subscription", "subscription", "suppressed_address", "suppression");

    private static final Pattern TEXT =
            Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("/\\*(?s:.*?)\\*/|(?m)^\\s*//.*$");
    private static final Pattern NAMED =
            Pattern.compile(
                    "\\b(?:from|join|into|using|update|delete|truncate|table)\\s+(?:only\\s+)?(\\w+)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY =
            Pattern.compile(
                    "@Entity(?:\\(name = \"(\\w+)\"\\))?\\s+(?:@Table\\(name = \"(\\w+)\"\\)\\s+)?"
                            + "(?:public )?(?:final )?class (\\w+)");
    private static final Pattern CLOCK =
            Pattern.compile(
                    "\\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\\(\\)"
                            + "|\\bcurrent_(?:timestamp|date|time)\\b",
                    Pattern.CASE_INSENSITIVE);

    /** A source file without its comments. */
    private record Source(String room, String name, String code) {

        /** Its string literals, those that a plus joins as one. */
        List<String> texts() {
            String joined = code.replaceAll("\"\\s*\\+\\s*\"(?!\")", "");
            return TEXT.matcher(joined).results().map(MatchResult::group).toList();
        }

        /** Those that its entities map. */
        List<String> tables() {
            return ENTITY.matcher(code).results().map(Source::table).toList();
        }

        private static String table(MatchResult entity) {
            if (entity.group(2) != null) {
                return entity.group(2);
            }
            return entity.group(1) != null
                    ? entity.group(1)
                    : entity.group(3).toLowerCase(Locale.ROOT);
        }
    }

    private static List<Source> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TableOwnersTest::source)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(Path file) {
        Path room = SOURCES.relativize(file).getParent();
        return new Source(
                room == null ? "" : room.toString().replace('/', '.'),
                file.getFileName().toString(),
                COMMENT.matcher(read(file)).replaceAll(""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that the migrations create and do not drop again. */
    private static Set<String> created(String what) {
        Set<String> created = names("create (?:or replace )?" + what);
        created.removeAll(names("drop " + what));
        return created;
    }

    private static Set<String> names(String statement) {
        Pattern named = Pattern.compile("(?i)" + statement + " (\\w+)");
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.flatMap(file -> named.matcher(read(file)).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables and entities by name, each with its owner. */
    private static Map<String, String> names(List<Source> sources) {
        Map<String, String> names = new HashMap<>(OWNERS);
        for (Source source : sources) {
            ENTITY.matcher(source.code())
                    .results()
                    .map(found -> found.group(1) == null ? found.group(3) : found.group(1))
                    .forEach(entity -> names.put(entity, source.room()));
        }
        return names;
    }

    @Test
    void eachTableOfTheMigrationsHasAnOwner() {
        assertThat(created("table")).isEqualTo(new TreeSet<>(OWNERS.keySet()));
        assertThat(created("view")).isEqualTo(new TreeSet<>(PUBLISHED.keySet()));
    }

    @Test
    void onlyTheOwnerNamesATable() {
        List<Source> sources = sources();
        Map<String, String> names = names(sources);
        List<String> trespasses = new ArrayList<>();
        int found = 0;
        for (Source source : sources) {
            for (String text : source.texts()) {
                for (MatchResult match : NAMED.matcher(text).results().toList()) {
                    String owner = names.get(match.group(1));
                    if (owner == null) {
                        continue;
                    }
                    found++;
                    if (!owner.equals(source.room())) {
                        trespasses.add(source.room() + "/" + source.name() + ": " + match.group());
                    }
                }
            }
        }
        assertThat(trespasses).isEmpty();
        assertThat(found).as("statements found").isGreaterThan(200);
    }

    @Test
    void onlyTheOwnerMapsATable() {
        for (Source source : sources()) {
            assertThat(source.tables())
                    .as(source.name())
                    .allSatisfy(table -> assertThat(OWNERS).containsEntry(table, source.room()));
        }
    }

    /** So that each is checked against the database at the start. */
    @Test
    void eachTableIsMappedOnce() {
        assertThat(sources().stream().flatMap(source -> source.tables().stream()))
                .containsExactlyInAnyOrderElementsOf(OWNERS.keySet());
    }

    @Test
    void noStatementAsksTheDatabaseForTheTime() {
        List<String> found = new ArrayList<>();
        for (Source source : sources()) {
            source.texts().stream()
                    .filter(text -> NAMED.matcher(text).find() && CLOCK.matcher(text).find())
                    .forEach(text -> found.add(source.name() + ": " + text));
        }
        assertThat(found).isEmpty();
    }
}
