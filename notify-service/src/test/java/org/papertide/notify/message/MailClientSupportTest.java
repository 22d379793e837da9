package org.papertide.notify.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every feature of our mails is shown by the big clients, or the mail reads well without it. */
class MailClientSupportTest {

    /** What some big client does not show, and what its reader sees instead. */
    private static final Map<String, String> DEGRADES =
            Map.ofEntries(
                    Map.entry(
                            "html-doctype",
                            "the mail in the client's own mode: it lays out tables"),
                    Map.entry("html-body", "the same colours: the outer table has them as well"),
                    Map.entry("html-style", "the light colours, which stand at each element"),
                    Map.entry("html-role", "a layout that screen readers call a table"),
                    Map.entry("html-meta-color-scheme", "the light colours, or the client's dark"),
                    Map.entry("css-selector-class", "the light colours"),
                    Map.entry("css-at-media", "the light colours"),
                    Map.entry("css-at-media-prefers-color-scheme", "the light colours"),
                    Map.entry("css-color-scheme", "the light colours, or the client's dark"),
                    Map.entry(
                            "css-display-none",
                            "the preview as a line of 1 px in the ground's colour"),
                    Map.entry("css-border-radius", "square corners"),
                    Map.entry("css-word-break", "a long address that makes the column wider"));

    private static final Set<String> BIG_CLIENTS =
            Set.of("gmail", "apple-mail", "outlook", "yahoo");

    private static final Map<String, RenderedMessage> MAILS = QuteMessageComposerTest.all();

    @ParameterizedTest
    @MethodSource("tables")
    void useWhatTheBigClientsShowOrDoWithout(String name, JsonNode features) {
        Map<String, JsonNode> table = new HashMap<>();
        features.forEach(feature -> table.put(feature.path("slug").asText(), feature));
        Map<String, Set<String>> refused = new TreeMap<>();
        MAILS.forEach((kind, mail) -> {
            for (String slug : UsedFeatures.of(mail.html())) {
                assertThat(table).as("%s of %s in %s", slug, kind, name).containsKey(slug);
                refused.put(slug, refusals(requireNonNull(table.get(slug))));
            }
        });
        assertThat(refused).as("all that is used").hasSizeGreaterThan(25);
        refused.values().removeIf(Set::isEmpty);
        // Neither more than are thought of, nor excuses that nothing needs any more.
        assertThat(refused.keySet()).as("%s: %s", name, refused).isEqualTo(DEGRADES.keySet());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void wouldNoticeWhatABigClientDoesNotShow(String name, JsonNode features) {
        Set<String> refusals = new TreeSet<>();
        for (JsonNode feature : features) {
            if (feature.path("slug").asText().equals("css-position")) {
                refusals.addAll(refusals(feature));
            }
        }
        assertThat(refusals).as(name).contains("outlook windows", "gmail desktop-webmail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>a</div>",
                "<img src=\"https://papertide.example/a.png\">",
                "<p id=\"a\">a</p>",
                "<p style=\"position: absolute;\">a</p>",
                "<p style=\"margin: -4px;\">a</p>",
                "<p style=\"margin: auto;\">a</p>",
                "<p style=\"font-weight: 600;\">a</p>",
                "<p style=\"display: flex;\">a</p>",
                "<p style=\"color: var(--ink);\">a</p>",
                "<p style=\"font-size: 1rem;\">a</p>",
                "<p style=\"color: #000000!important;\">a</p>",
                "<p title='unquoted'>a</p>",
                "<style>p { color: #000000; }</style>",
                "<style>@import url(a.css);</style><style>@font-face { }</style>",
                "<style>@media (max-width: 600px) { .a { color: #000000; } }</style>"
            })
    void wouldNoticeAFeatureThatNobodyLookedUp(String html) {
        assertThatThrownBy(() -> UsedFeatures.of(html)).isInstanceOf(AssertionError.class);
    }

    /** What a class changes in the dark stands, for the light, at each of its elements. */
    @Test
    void sayTheLightColoursAtEachElement() {
        Map<String, String> light =
                Map.of(
                        "page", "background-color: #",
                        "sheet", "background-color: #",
                        "ink", "(?:^|; )color: #",
                        "soft", "(?:^|; )color: #",
                        "tide", "(?:^|; )color: #",
                        "rule", "border-top: 1px solid #",
                        "why", "border-left: 3px solid #",
                        "button", "background-color: #");
        MAILS.forEach((kind, mail) -> {
            for (String tag : Html.matches(mail.html(), "<[a-z][a-z0-9]*(\\s[^>]*class=[^>]*)>")) {
                String style = String.join("", Html.attributes(tag, "style"));
                for (String name : String.join(" ", Html.attributes(tag, "class")).split(" ", -1)) {
                    assertThat(light).as("%s: %s", kind, tag).containsKey(name);
                    assertThat(style).as("%s: %s", kind, tag).containsPattern(light.get(name));
                }
            }
        });
    }

    /** Our own small table, and caniemail's where it lies beside the project. */
    static Stream<Arguments> tables() throws IOException {
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
                Stream.of(Arguments.of("ours", own.path("data"))),
                published.exists()
                        ? Stream.of(
                                Arguments.of("caniemail", mapper.readTree(published).path("data")))
                        : Stream.of());
    }

    /** The platforms of the big clients whose last tested version does not show it. */
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
}
