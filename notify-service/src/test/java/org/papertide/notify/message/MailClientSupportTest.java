package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails use only what the big clients show. */
class MailClientSupportTest {

    /** The properties that our mails may use, with their name in the tables of caniemail. */
    private static final Map<String, String> PROPERTIES =
            Map.ofEntries(
                    Map.entry("background-color", "css-background-color"),
                    Map.entry("border-color", "css-border"),
                    Map.entry("border-left", "css-border"),
                    Map.entry("border-top", "css-border"),
                    Map.entry("border-radius", "css-border-radius"),
                    Map.entry("color", ""),
                    Map.entry("color-scheme", ""),
                    Map.entry("display", "css-display"),
                    Map.entry("font-family", "css-font"),
                    Map.entry("font-size", "css-font-size"),
                    Map.entry("font-style", "css-font"),
                    Map.entry("font-weight", "css-font-weight"),
                    Map.entry("line-height", "css-line-height"),
                    Map.entry("margin", "css-margin"),
                    Map.entry("max-width", "css-max-width"),
                    Map.entry("padding", "css-padding"),
                    Map.entry("text-align", "css-text-align"),
                    Map.entry("text-decoration", "css-text-decoration"),
                    Map.entry("word-break", "css-word-break"));

    private static final Set<String> ELEMENTS =
            Set.of(
                    "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "h1",
                    "h2", "h3", "p", "a");

    /** Without these a mail still reads well: square corners, a wider column, a longer line. */
    private static final Set<String> ORNAMENTS =
            Set.of("css-border-radius", "css-max-width", "css-word-break", "css-display");

    private static final Set<String> BIG_CLIENTS =
            Set.of("gmail", "apple-mail", "outlook", "yahoo");

    private static final List<String> MAILS =
            QuteMessageComposerTest.all().values().stream().map(RenderedMessage::html).toList();

    @Test
    void useKnownPropertiesAndElementsOnly() {
        for (String html : MAILS) {
            assertThat(PROPERTIES.keySet()).containsAll(properties(html));
            assertThat(ELEMENTS).containsAll(Html.matches(html, "<([a-z0-9]+)"));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void useWhatTheBigClientsSupport(JsonNode features) {
        Set<String> used =
                MAILS.stream()
                        .flatMap(html -> properties(html).stream())
                        .map(property -> PROPERTIES.getOrDefault(property, property))
                        .filter(slug -> !slug.isEmpty() && !ORNAMENTS.contains(slug))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> checked = new TreeSet<>();
        for (JsonNode feature : features) {
            String slug = feature.path("slug").asText();
            if (used.contains(slug)) {
                checked.add(slug);
                assertThat(refusals(feature)).as(slug).isEmpty();
            }
        }
        assertThat(checked).isEqualTo(used);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void wouldNoticeWhatABigClientDoesNotShow(JsonNode features) {
        Set<String> refusals = new TreeSet<>();
        for (JsonNode feature : features) {
            if (feature.path("slug").asText().equals("css-position")) {
                refusals.addAll(refusals(feature));
            }
        }
        assertThat(refusals).contains("outlook windows", "gmail desktop-webmail");
    }

    /** Our own small table, and caniemail's where it lies beside the project. */
    static Stream<JsonNode> tables() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode own;
        try (InputStream in =
                MailClientSupportTest.class.getResourceAsStream("/mail-clients/features.json")) {
            own = mapper.readTree(in);
        }
        File published =
                Path.of(System.getProperty("papertide.root", ".."))
                        .resolve("../shared/data/mail/caniemail/features.json")
                        .toFile();
        return Stream.concat(
                        Stream.of(own),
                        published.exists() ? Stream.of(mapper.readTree(published)) : Stream.of())
                .map(table -> table.path("data"));
    }

    /** The platforms of the big clients whose last tested version does not support it. */
    private static Set<String> refusals(JsonNode feature) {
        Set<String> refusals = new TreeSet<>();
        for (String client : BIG_CLIENTS) {
            feature.path("stats")
                    .path(client)
                    .properties()
                    .forEach(platform -> {
                        String last = "";
                        for (JsonNode version : platform.getValue()) {
                            last = version.asText();
                        }
                        if (last.startsWith("n")) {
                            refusals.add(client + " " + platform.getKey());
                        }
                    });
        }
        return refusals;
    }

    private static Set<String> properties(String html) {
        String styles =
                String.join(";", Html.attributes(html, "style"))
                        + ";"
                        + String.join(";", Html.matches(html, "\\{ ([^{}]*;) \\}"));
        return new TreeSet<>(Html.matches(styles, "(?:^|;)\\s*([a-z-]+)\\s*:"));
    }
}
