package org.papertide.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** A copy of the chart, as Helm reads it. */
final class Chart {

    private static final String RELEASE = "papertide";
    private static final Path SCRATCH = Path.of("target/charts");

    private final Path folder;

    private Chart(Path folder) {
        this.folder = folder;
    }

    /**
     * The product's. Helm's library renders no hooks, such as the pod of {@code helm test}: in this
     * copy they are objects like all others.
     */
    static Chart papertide() {
        return copy(_ -> true);
    }

    /** A copy of the files that a filter lets through, by their path in the chart. */
    static Chart copy(Predicate<String> wanted) {
        return copy(wanted, UnaryOperator.identity());
    }

    /**
     * A copy that finds this object in the cluster, whatever workload it asks for.
     *
     * @param object as a template says it
     */
    static Chart finding(String object) {
        return copy(
                _ -> true,
                text ->
                        text.replaceAll(
                                "lookup \"apps/v1\" .*? -}}",
                                Matcher.quoteReplacement(object + " -}}")));
    }

    private static Chart copy(Predicate<String> wanted, UnaryOperator<String> edit) {
        try {
            Files.createDirectories(SCRATCH);
            Path copy = Files.createTempDirectory(SCRATCH, "chart").resolve(RELEASE);
            try (Stream<Path> files = Files.walk(Checkout.CHART)) {
                for (Path each : files.filter(Files::isRegularFile).toList()) {
                    String name = Checkout.CHART.relativize(each).toString();
                    Path target = copy.resolve(name);
                    if (wanted.test(name)) {
                        Files.createDirectories(target.getParent());
                        String text = edit.apply(Checkout.read(each));
                        boolean test = name.startsWith("templates/tests/");
                        Files.writeString(
                                target,
                                test ? text.replace("helm.sh/hook", "papertide.org/hook") : text);
                    }
                }
            }
            return new Chart(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectNode ownValues() {
        return Yaml.values(folder.resolve("values.yaml"));
    }

    /**
     * The text that Helm would send to a cluster.
     *
     * @throws IllegalStateException if Helm refuses the values, with its reasons
     */
    String text(ObjectNode values) {
        try {
            // There is no cluster to ask.
            ObjectNode offline = values.deepCopy();
            if (!offline.path("secrets").has("lookup") && !offline.path("secrets").isNull()) {
                offline.withObject("/secrets").put("lookup", false);
            }
            Path file = Files.createTempFile(SCRATCH, "values", ".json");
            Files.writeString(file, offline.toString());
            return new Helm(folder)
                    .template()
                    .withName(RELEASE)
                    .withNamespace(RELEASE)
                    .withKubeVersion("v1.34.0")
                    .withValuesFile(file)
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rendered with these values over the chart's own. */
    Rendering render(String name, ObjectNode values) {
        List<Manifest> objects = Yaml.documents(text(values)).stream().map(Manifest::new).toList();
        return new Rendering(name, Yaml.merged(ownValues(), values), objects);
    }

    /** What Helm says of the chart with these values as its own. */
    LintResult lint(ObjectNode values) {
        try {
            Files.writeString(
                    folder.resolve("values.yaml"), Yaml.merged(ownValues(), values).toString());
            return new Helm(folder).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
