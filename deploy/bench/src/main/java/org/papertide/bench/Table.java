package org.papertide.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures with their names, headed by the machine, the command and the date. */
final class Table {

    private record Row(String name, String value) {}

    private final List<Row> rows = new ArrayList<>();

    private final String commandName;
    private final Instant start;

    Table(String commandName, Instant start) {
        this.commandName = commandName;
        this.start = start;
    }

    /** Adds a figure, and prints it at once: a benchmark takes minutes. */
    void add(String name, String value) {
        if (rows.isEmpty()) {
            addHead();
        }
        print(name, value);
    }

    private void addHead() {
        print("command", "./papertide bench " + commandName);
        print("date", start.truncatedTo(ChronoUnit.SECONDS).toString());
        print(
                "machine",
                "%d cores, %s %s, load %.1f at the start"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                ManagementFactory.getOperatingSystemMXBean()
                                        .getSystemLoadAverage()));
        print("memory", memory());
        print("Java", Runtime.version().toString());
    }

    private void print(String name, String value) {
        rows.add(new Row(name, value));
        System.err.println("  " + name + ": " + value);
    }

    /** Adds a number, grouped by thousands. */
    void add(String name, double value, String unit) {
        add(name, String.format(Locale.ROOT, value < 10 ? "%,.2f %s" : "%,.0f %s", value, unit));
    }

    /**
     * Adds how a figure compares with that of the reference in the same run.
     *
     * @param what both are figures of
     */
    void addRatio(String what, double figure, double reference) {
        add(
                what + ", compared with the reference",
                String.format(Locale.ROOT, "%.3f times", figure / reference));
    }

    /** Adds that a reference could not be measured, and why. */
    void leftOut(String reference, String reason) {
        add("reference: " + reference, "left out: " + reason);
    }

    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        return rows.stream()
                .map(row -> "%s  %s%n".formatted(padded(row.name(), width), row.value()))
                .collect(Collectors.joining());
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(width - name.length());
    }

    private static String memory() {
        Path facts = Path.of("/proc/meminfo");
        try {
            return Files.exists(facts)
                    ? Files.readAllLines(facts).getFirst().replaceAll("\\s+", " ")
                    : "not known";
        } catch (IOException _) {
            return "not known";
        }
    }
}
