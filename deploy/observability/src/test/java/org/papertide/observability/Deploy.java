package org.papertide.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files under {@code deploy} that are held to the product. */
final class Deploy {

    static final Path ROOT = Path.of(System.getProperty("papertide.root", "../.."));
    static final Path OBSERVABILITY = ROOT.resolve("deploy/observability");
    static final Path RUNBOOKS = ROOT.resolve("deploy/runbooks");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\w+)");

    private Deploy() {}

    static JsonNode json(Path file) {
        return read(JSON, file);
    }

    static JsonNode yaml(Path file) {
        return read(YAML, file);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder with this ending, by name. */
    static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of samples that the services tell, by the tables of the document, and {@code up}. */
    static Set<String> metrics() {
        return Stream.concat(
                        Stream.of("up"),
                        ROW.matcher(text(OBSERVABILITY.resolve("README.md")))
                                .results()
                                .flatMap(row -> samples(row.group(1), row.group(2))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> samples(String family, String type) {
        return switch (type) {
            case "counter" ->
                    Stream.of(
                            family.endsWith("_total") || !family.startsWith("papertide_")
                                    ? family
                                    : family + "_total");
            case "histogram", "summary" ->
                    Stream.of(family + "_bucket", family + "_count", family + "_sum");
            default -> Stream.of(family);
        };
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
