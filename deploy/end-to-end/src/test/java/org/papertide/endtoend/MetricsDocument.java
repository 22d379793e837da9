package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.testing.Checkout;

/**
 * The table of metrics in {@code deploy/observability/README.md}: what the running services tell,
 * and nothing else. Written anew with {@code -Dpapertide.approve=true}.
 */
final class MetricsDocument {

    private static final Path DOCUMENT = Checkout.root().resolve("deploy/observability/README.md");
    private static final String BEGIN =
            "<!-- Generated from the running services; see MetricsDocument. -->\n";
    private static final String END = "<!-- End of what is generated. -->\n";

    /** What follows is told by Kubernetes, PostgreSQL and Kafka, and not here. */
    private static final String SERVERS = "\n## Metrics of servers that rules use\n";

    /** Metrics of libraries that rules and dashboards use: rows of the other table. */
    private static final Pattern OTHERS =
            Pattern.compile("(?m)^\\| `((?!papertide_)[a-z_]+)` \\| (?:counter|gauge) ");

    /** Name, labels, value; an exemplar may follow, which names a trace. */
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)"
                            + "(?:\\{((?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)})? \\S+(?: .*)?");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** A family of samples, as a service tells it. */
    private record Family(
            String type,
            String help,
            Set<String> labels,
            Set<String> services,
            Set<String> names) {}

    private MetricsDocument() {}

    /** Holds the document to what services tell, by their names. */
    static void assertApproved(Map<String, String> scrapes) {
        Map<String, Family> families = new TreeMap<>();
        scrapes.forEach((service, scrape) -> read(service, scrape, families));
        try {
            String document = Files.readString(DOCUMENT);
            int begin = document.indexOf(BEGIN) + BEGIN.length();
            int end = document.indexOf(END);
            assertThat(end)
                    .as("the part of %s that is generated", DOCUMENT)
                    .isGreaterThanOrEqualTo(begin);
            String expected =
                    document.substring(0, begin) + table(families) + document.substring(end);
            if (Boolean.getBoolean("papertide.approve")) {
                Files.writeString(DOCUMENT, expected);
            } else {
                assertThat(document)
                        .as("%s; run with -Dpapertide.approve=true and read the diff", DOCUMENT)
                        .isEqualTo(expected);
            }
            Set<String> told =
                    families.values().stream()
                            .flatMap(family -> family.names().stream())
                            .collect(Collectors.toSet());
            int servers = document.indexOf(SERVERS);
            assertThat(servers).as(SERVERS.strip()).isGreaterThan(end);
            assertThat(
                            OTHERS.matcher(document.substring(end, servers))
                                    .results()
                                    .map(row -> row.group(1)))
                    .as("metrics of libraries that the document names")
                    .isNotEmpty()
                    .isSubsetOf(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String table(Map<String, Family> families) {
        StringBuilder text =
                new StringBuilder(
                        "\n| metric | type | labels | unit | of | meaning |\n| --- | --- | --- | --- | --- | --- |\n");
        families.forEach((name, family) -> {
            if (name.startsWith("papertide_")) {
                assertThat(family.help()).as("the description of %s", name).isNotBlank();
                text.append(
                        "| `%s` | %s | %s | %s | %s | %s |%n"
                                .formatted(
                                        name,
                                        family.type(),
                                        family.labels().isEmpty()
                                                ? ""
                                                : "`" + String.join("`, `", family.labels()) + "`",
                                        unit(name),
                                        String.join(", ", family.services()),
                                        family.help()));
            }
        });
        return text.append('\n').toString();
    }

    private static String unit(String name) {
        for (String unit : List.of("seconds", "bytes", "ratio")) {
            if (name.endsWith("_" + unit) || name.endsWith("_" + unit + "_max")) {
                return unit;
            }
        }
        return "";
    }

    private static void read(String service, String scrape, Map<String, Family> families) {
        Map<String, String> help = new TreeMap<>();
        scrape.lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4))
                .forEach(words -> help.put(words[2], words.length > 3 ? words[3] : ""));
        Family current = null;
        String name = "";
        for (String line : scrape.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", 4);
                name = words[2];
                current = family(name, words[3], help.getOrDefault(name, ""), families);
                current.services().add(service);
            }
            Matcher sample = SAMPLE.matcher(line);
            if (current != null && sample.matches() && sample.group(1).startsWith(name)) {
                current.names().add(sample.group(1));
                current.labels().addAll(labels(sample.group(2)));
            }
        }
    }

    /** Counters are called as their samples are, whatever the format says of the family. */
    private static Family family(
            String name, String type, String help, Map<String, Family> families) {
        String told = type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
        return families.computeIfAbsent(
                told,
                _ -> new Family(type, help, new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
    }

    private static List<String> labels(@Nullable String text) {
        return text == null
                ? List.of()
                : LABEL.matcher(text)
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .toList();
    }
}
