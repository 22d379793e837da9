package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way of a filled database through the migrations. At the versions that a folder has a script
 * for, {@code V1.sql}, {@code V14.sql} and so on, it gets the script's rows; then it is migrated to
 * the next of them, at last to the newest version.
 *
 * @param changes by the version that rows were given at, what the migrations to the next one did to
 *     the rows that there were: see {@link TableRows#changesTo}
 * @param unfilled columns and words of checks that no row had: see {@link TableRows#unfilled}
 * @param invalid constraints and indexes that are not valid in the end
 */
public record FilledMigration(
        Map<Integer, List<String>> changes, List<String> unfilled, List<String> invalid) {

    /** For Flyway, as a target. */
    private static final String NEWEST = "latest";

    /** Copies. */
    public FilledMigration {
        changes = Map.copyOf(changes);
        unfilled = List.copyOf(unfilled);
        invalid = List.copyOf(invalid);
    }

    /**
     * Takes an empty database all the way.
     *
     * @param scripts the folder of the scripts
     * @param migrateTo migrates it to a version, or to {@code latest}
     */
    public static FilledMigration run(
            TestDatabase database, Path scripts, Consumer<String> migrateTo) {
        Map<Integer, List<String>> changes = new TreeMap<>();
        List<String> unfilled = new ArrayList<>();
        List<Integer> versions = versions(scripts);
        migrateTo.accept(Integer.toString(versions.getFirst()));
        TableRows now = TableRows.of(database);
        for (int i = 0; i < versions.size(); i++) {
            int version = versions.get(i);
            TableRows.execute(database, read(scripts.resolve("V" + version + ".sql")));
            TableRows filled = TableRows.of(database);
            filled.unfilled().forEach(each -> unfilled.add(version + ": " + each));
            migrateTo.accept(
                    i + 1 < versions.size() ? Integer.toString(versions.get(i + 1)) : NEWEST);
            now = TableRows.of(database);
            changes.put(version, filled.changesTo(now));
        }
        return new FilledMigration(changes, unfilled, now.invalid());
    }

    private static List<Integer> versions(Path scripts) {
        try (Stream<Path> files = Files.list(scripts)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> Integer.valueOf(name.substring(1, name.indexOf('.'))))
                    .sorted()
                    .collect(Collectors.toUnmodifiableList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
