package org.papertide.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Every way of installing that is tested: the sets beside the chart, and variations of them. */
final class ValueSets {

    private static final Path VARIATIONS = Path.of("src/test/resources/variations");
    private static final Chart CHART = Chart.papertide();
    private static final Map<String, Rendering> RENDERED = new ConcurrentHashMap<>();

    private ValueSets() {}

    /** The sets that the README tells of. */
    static List<String> shipped() {
        return names(Checkout.KUBERNETES, Set.of("namespace", "gateway"));
    }

    /** These, and the variations: {@code SET+WHAT}, a file with what differs from the set. */
    static Map<String, ObjectNode> all() {
        Map<String, ObjectNode> sets = new LinkedHashMap<>();
        for (String name : shipped()) {
            ObjectNode own = Yaml.values(Checkout.KUBERNETES.resolve(name + ".yaml"));
            sets.put(name, name.equals("large") ? Yaml.merged(production(), own) : own);
        }
        for (String name : names(VARIATIONS, Set.of())) {
            ObjectNode base = known(sets, name.substring(0, name.indexOf('+')));
            sets.put(name, Yaml.merged(base, Yaml.values(VARIATIONS.resolve(name + ".yaml"))));
        }
        return sets;
    }

    /** Which {@code large} is given after. */
    private static ObjectNode production() {
        return Yaml.values(Checkout.KUBERNETES.resolve("production.yaml"));
    }

    static ObjectNode values(String name) {
        return known(all(), name);
    }

    /** Rendered once, for all tests. */
    static Rendering rendered(String name) {
        return RENDERED.computeIfAbsent(name, each -> CHART.render(each, values(each)));
    }

    static List<Rendering> allRendered() {
        return all().keySet().stream().map(ValueSets::rendered).toList();
    }

    private static List<String> names(Path folder, Set<String> but) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .filter(name -> !but.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode known(Map<String, ObjectNode> sets, String name) {
        return Objects.requireNonNull(sets.get(name), name);
    }
}
