package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting that a manifest gives a service is one that this service reads. */
final class SettingRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "every setting that a service is given exists in it",
                            SettingRules::settings),
                    new Rule(
                            "every file that a service is told of is on a volume",
                            SettingRules::files));

    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Pattern QUARKUS =
            Pattern.compile("quarkus(?:\\.(?:[a-z0-9-]+|\"[^\"]+\"))+");
    private static final Map<PapertideService, List<Pattern>> KNOWN = known();

    private SettingRules() {}

    private static List<String> settings(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        for (PapertideService service : PapertideService.values()) {
            for (JsonNode variable : service.container(rendering).path("env")) {
                String name = variable.path("name").asText();
                if (KNOWN.getOrDefault(service, List.of()).stream()
                        .noneMatch(each -> each.matcher(name).matches())) {
                    problems.add(service + ": knows no " + name);
                }
            }
        }
        return problems;
    }

    /** A container's own file system has none of them, and cannot be written to. */
    private static List<String> files(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        for (PapertideService service : PapertideService.values()) {
            JsonNode container = service.container(rendering);
            for (JsonNode variable : container.path("env")) {
                String file = variable.path("value").asText();
                if (file.startsWith("/")
                        && Manifest.elements(container.path("volumeMounts"))
                                .noneMatch(mount ->
                                        file.startsWith(mount.path("mountPath").asText() + "/"))) {
                    problems.add("%s: on no volume: %s".formatted(service, file));
                }
            }
        }
        return problems;
    }

    /**
     * From docs/settings.md, which a test of the services keeps true, and from their own
     * properties.
     */
    private static Map<PapertideService, List<Pattern>> known() {
        String document = Checkout.read(Checkout.ROOT.resolve("docs/settings.md"));
        Map<String, List<Pattern>> sections = new HashMap<>();
        for (String section : document.split("\n## ", -1)) {
            String title = section.lines().findFirst().orElse("");
            sections.put(
                    title,
                    ROW.matcher(section).results().map(row -> variable(row.group(1))).toList());
        }
        Set<String> quarkus = new TreeSet<>();
        Matcher named = QUARKUS.matcher(document);
        while (named.find()) {
            quarkus.add(named.group());
        }
        quarkus.addAll(PapertideService.shared().stringPropertyNames());
        Map<PapertideService, List<Pattern>> known = new HashMap<>();
        for (PapertideService service : PapertideService.values()) {
            Set<String> own = new TreeSet<>(quarkus);
            own.addAll(service.properties().stringPropertyNames());
            known.put(
                    service,
                    Stream.of(
                                    sections.getOrDefault("All services", List.of()).stream(),
                                    sections.getOrDefault(service.component(), List.of()).stream(),
                                    own.stream()
                                            .filter(name -> name.startsWith("quarkus."))
                                            .map(SettingRules::variable))
                            .flatMap(each -> each)
                            .toList());
        }
        return known;
    }

    /** How a setting is named in the environment; a name in quotes may be any. */
    static Pattern variable(String setting) {
        String any = setting.replace("\"NAME\"", "\u0001");
        String name = any.replaceAll("[^a-zA-Z0-9\u0001]", "_").toUpperCase(Locale.ROOT);
        return Pattern.compile(name.replace("\u0001", "_[A-Z0-9_]+_"));
    }
}
