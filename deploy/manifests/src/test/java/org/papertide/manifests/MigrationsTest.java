package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * During an upgrade the release before still reads and writes the tables: a migration only expands
 * them. What nobody uses any more is taken away one release later, and is named here.
 */
class MigrationsTest {

    /**
     * A statement that is let pass.
     *
     * @param beginning of the statement; of "alter table", with one of its changes
     * @param reason why the release before does not break on it
     */
    private record Exemption(String file, String beginning, String reason) {}

    private static final List<Exemption> EXEMPTIONS =
            List.of(
                    new Exemption(
                            "V6__planning_at_size.sql",
                            "drop table seen",
                            "there was no release before it"),
                    new Exemption(
                            "V12__each_reader_by_key.sql",
                            "create or replace view active_subscription",
                            "it has the columns of before, and tells the same readers"),
                    new Exemption(
                            "V16__webhooks.sql",
                            "create or replace view active_subscription",
                            "a column more; what releases before plan for webhooks V17 takes out"),
                    new Exemption(
                            "V16__webhooks.sql",
                            "alter table edition add constraint edition_kind_check",
                            "it takes the place of one that lets fewer words pass"),
                    new Exemption(
                            "V17__beside_older_releases.sql",
                            "update subscription set filter_key",
                            "releases before have no themes, and keys without one stay"),
                    new Exemption(
                            "V17__beside_older_releases.sql",
                            "create trigger subscription_of_older_release",
                            "made for what the release before writes, and raises nothing"),
                    new Exemption(
                            "V17__beside_older_releases.sql",
                            "create trigger delivery_of_older_release",
                            "made for what the release before writes, and raises nothing"),
                    new Exemption(
                            "V27__listed_of_the_last_week.sql",
                            "update candidate set listed",
                            "the release before does not read the column"),
                    new Exemption(
                            "V28__reasons_without_addresses.sql",
                            "update suppression set reason",
                            "people alone read the reason"));

    /** What is no statement: comments, and what stands in quotes. */
    private static final Pattern QUOTED =
            Pattern.compile(
                    "--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\\$(\\w*)\\$.*?\\$\\1\\$",
                    Pattern.DOTALL);

    /** Statements that a release which is at work may break on, and an example of each. */
    private static final Map<String, Pattern> STATEMENTS =
            Map.ofEntries(
                    // A unique index as well, which "on conflict" may name.
                    statement("drop table t", "^drop "),
                    statement("truncate t", "^truncate "),
                    statement("delete from t where a = 1", "\\bdelete from "),
                    statement("merge into t using u on a = b when matched then delete", "^merge "),
                    statement("create unique index on t (a)", "^create unique index "),
                    // They act upon what it writes, and may refuse it.
                    statement(
                            "create trigger x before insert on t for each row execute function f()",
                            "^create (?:or replace )?(?:constraint )?(?:trigger|rule) "),
                    statement(
                            "create or replace view v as select 1",
                            "^create or replace (?:view|function|procedure|aggregate) "),
                    statement(
                            "alter type t rename value 'a' to 'b'",
                            "^alter (?!table ).*(?:rename|set schema|owner to|drop |add constraint|not null)"),
                    statement("revoke select on t from u", "^revoke "),
                    // What is in it nobody here reads.
                    statement("do $$ begin delete from t; end $$", "^do "));

    /** The same for changes of one table. */
    private static final Map<String, Pattern> CHANGES =
            Map.ofEntries(
                    // Of constraints those that other statements may name, in "on conflict".
                    statement("drop b", "^drop (?!constraint (?:if exists )?\\S+_(?:check|fkey)$)"),
                    statement("rename b to c", "^rename "),
                    statement("alter b type bigint", "^alter (?:column )?\\S+ (?:set data )?type "),
                    statement("alter b set not null", "^alter (?:column )?\\S+ set not null"),
                    statement(
                            "alter b drop default",
                            "^alter (?:column )?\\S+ drop (?:default|identity|expression)"),
                    statement(
                            "alter b add generated always as identity",
                            "^alter (?:column )?\\S+ (?:add|set) (?:generated|expression)"),
                    // Also "not valid": it holds for each new row.
                    statement(
                            "add constraint x check (b > 0)",
                            "^add (?:constraint|check|unique|primary key|foreign key|exclude|not null)\\b"),
                    statement("set schema s", "^set schema "),
                    statement("owner to u", "^owner "),
                    statement("attach partition u default", "^(?:attach|detach) "),
                    statement("enable row level security", "^(?:enable|force) row "));

    private static final Pattern ALTERED =
            Pattern.compile("^alter table (?:if exists )?(?:only )?(\\S+) (.*)");
    private static final Pattern CREATED =
            Pattern.compile("^create (?:unlogged )?table (?:if not exists )?([^ (]+)");
    private static final Pattern INDEXED =
            Pattern.compile("^create index (?:concurrently )?(?:if not exists )?(?!on )(\\S+)");
    private static final Pattern UPDATED =
            Pattern.compile("^update (?:only )?(\\S+) set (.*?)(?: from .*| where .*)?$");

    /** The table of a statement. */
    private static final Pattern TABLE =
            Pattern.compile(
                    "^(?:create .*? on |truncate (?:table )?|delete from )(?:only )?([^ (]+)");

    /** Adds a column: no constraint does. */
    private static final Pattern COLUMN =
            Pattern.compile("^add (?:column )?(?:if not exists )?(\\S+) (.*)");

    /** How a column gets values in the rows of who does not know it. */
    private static final Pattern FILLED = Pattern.compile("\\b(?:default|generated|\\w*serial)\\b");

    private static final Pattern WANTED = Pattern.compile("not null|primary key");

    /** Rows that are filled alike are not unique, and may name no row. */
    private static final Pattern TIED = Pattern.compile("unique|primary key|references");

    private static Map.Entry<String, Pattern> statement(String example, String pattern) {
        return Map.entry(example, Pattern.compile(pattern));
    }

    @Test
    void onlyExpand() throws IOException {
        List<String> contracting = new ArrayList<>();
        List<Exemption> unused = new ArrayList<>(EXEMPTIONS);
        for (String service : List.of("ingest-service", "notify-service")) {
            Path folder = Checkout.ROOT.resolve(service + "/src/main/resources/db/migration");
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    for (String statement : contracts(Checkout.read(file))) {
                        if (!unused.removeIf(
                                each ->
                                        each.file().equals(name)
                                                && statement.startsWith(each.beginning()))) {
                            contracting.add(name + ": " + statement);
                        }
                    }
                }
            }
        }
        assertThat(contracting).isEmpty();
        assertThat(unused).as("exemptions of nothing").isEmpty();
        assertThat(EXEMPTIONS).noneMatch(each -> each.reason().isBlank());
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (a int not null unique, b int references u on delete cascade)",
                "create table t (a int);\nalter table t add constraint x check (a > 0)",
                "create table t (a int);\ncreate unique index on t (a)",
                "create index on t (a)",
                "drop index i;\ncreate index i on t (a) where b",
                "alter table t add column b text, add column c int not null default 0",
                "alter table t add column b bigint references u",
                "alter table t add column b text default 'X' check (b in ('X', 'Y'))",
                "alter table t add column p text not null generated always as ('x') stored",
                "alter table t drop constraint t_a_check",
                "alter table t alter column b set statistics 0, alter b set default now()",
                "alter table t alter b drop not null",
                "alter table t add b int;\nupdate t set b = 1 where a = 2",
                "alter table t set (fillfactor = 50)",
                "-- drop table t;\n/* truncate t; */ comment on table t is 'delete from t; drop table t'",
                "create function f() returns trigger language plpgsql as $$ begin delete from t; end $$",
            })
    void letPassWhatExpands(String statements) {
        assertThat(contracts(statements + ";")).isEmpty();
    }

    static Stream<String> contracting() {
        return Stream.of(
                        STATEMENTS.keySet().stream(),
                        CHANGES.keySet().stream().map("alter table t "::concat),
                        Stream.of(
                                "DROP   TABLE IF EXISTS t",
                                "drop index concurrently i",
                                "truncate table only t",
                                "with gone as (delete from t returning a) insert into u select * from gone",
                                "update t set b = 1",
                                "create unique index concurrently if not exists i on t (a)",
                                "alter table t drop column b",
                                "alter table if exists only t drop column if exists b cascade",
                                "alter table t drop constraint t_pkey",
                                "alter table t rename column b to c",
                                "alter table t rename to u",
                                "alter table t rename constraint x to y",
                                "alter table t alter column b set data type bigint",
                                "alter table t alter column b set not null",
                                "alter table t alter column b type numeric(8, 2), add c int",
                                "alter table t add check (b > 0) not valid",
                                "alter table t add unique (b)",
                                "alter table t add primary key using index i",
                                "alter table t add foreign key (b) references u",
                                "alter table t add constraint x foreign key (b) references u not valid",
                                "alter table t add exclude using gist (b with &&)",
                                "alter table t add column c int not null",
                                "alter table t add c int not null",
                                "alter table t add d int default 0, add c numeric(8, 2) not null",
                                "alter table t add c int primary key",
                                "alter table t add c int default 0 unique",
                                "alter table t add c bigint default 1 references u",
                                "alter view v rename column a to b",
                                "alter domain d add constraint x check (value > 0)",
                                "create or replace rule r as on insert to t do instead nothing",
                                "create constraint trigger x after insert on t execute function f()"))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("contracting")
    void refuseWhatAReleaseAtWorkMayBreakOn(String statement) {
        assertThat(contracts(statement + ";")).hasSize(1);
    }

    /** What contracts a table that was there before, of a migration. */
    private static List<String> contracts(String text) {
        List<String> statements =
                Stream.of(QUOTED.matcher(text).replaceAll(MigrationsTest::blank).split(";", -1))
                        .map(each -> each.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
                        .flatMap(MigrationsTest::changes)
                        .toList();
        Set<String> tables = found(CREATED, statements);
        Set<String> indexes = found(INDEXED, statements);
        Set<String> columns = new HashSet<>();
        List<String> contracting = new ArrayList<>();
        for (String statement : statements) {
            Matcher altered = ALTERED.matcher(statement);
            boolean contracts;
            if (altered.matches()) {
                Matcher column = COLUMN.matcher(altered.group(2));
                if (column.matches()) {
                    columns.add(altered.group(1) + "." + column.group(1));
                }
                contracts = !tables.contains(altered.group(1)) && changes(altered.group(2), column);
            } else {
                contracts =
                        STATEMENTS.values().stream()
                                        .anyMatch(each -> each.matcher(statement).find())
                                && !found(TABLE, List.of(statement)).stream()
                                        .anyMatch(tables::contains)
                                && indexes.stream()
                                        .noneMatch(
                                                index -> statement.equals("drop index " + index));
                contracts |= rewrites(statement, tables, columns);
            }
            if (contracts) {
                contracting.add(statement);
            }
        }
        return contracting;
    }

    private static String blank(MatchResult quoted) {
        return quoted.group().startsWith("-") || quoted.group().startsWith("/") ? " " : "''";
    }

    /** A statement for each change of "alter table". */
    private static Stream<String> changes(String statement) {
        Matcher altered = ALTERED.matcher(statement);
        return altered.matches()
                ? parts(altered.group(2)).map(("alter table " + altered.group(1) + " ")::concat)
                : Stream.of(statement);
    }

    /** What commas part, but for those in brackets. */
    private static Stream<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < list.length(); i++) {
            switch (list.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(list.substring(begin, i).strip());
                        begin = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(list.substring(begin).strip());
        return parts.stream();
    }

    private static boolean changes(String change, Matcher column) {
        if (CHANGES.values().stream().anyMatch(each -> each.matcher(change).find())) {
            return true;
        }
        return column.matches()
                && (FILLED.matcher(column.group(2)).find() ? TIED : WANTED)
                        .matcher(column.group(2))
                        .find();
    }

    /** Whether it writes into columns that were there before. */
    private static boolean rewrites(String statement, Set<String> tables, Set<String> columns) {
        Matcher updated = UPDATED.matcher(statement);
        return updated.matches()
                && !tables.contains(updated.group(1))
                && !parts(updated.group(2))
                        .map(set -> updated.group(1) + "." + set.replaceFirst(" ?=.*", ""))
                        .allMatch(columns::contains);
    }

    private static Set<String> found(Pattern pattern, List<String> statements) {
        return statements.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
