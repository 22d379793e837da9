package org.papertide.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.PaperSummary;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.message.AlertContent;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.PaperLine;

/** What each format writes, against what its receiver documents ({@code webhook-formats/}). */
class WebhookFormatsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final URI TOPIC = URI.create("https://receiver.example/papers");

    private static final String HOSTILE =
            "\"}]} <b>&amp;</b> *bold* [a](javascript:x) @everyone {event.type} \\ \u202e end";

    private final WebhookFormats formats = new WebhookFormats(Map.of());
    private final EventComposer events = new EventComposer();

    private static PaperLine line(int number, String title) {
        PaperSummary paper = SampleEvents.paper(number, title);
        return new PaperLine(paper, 61.5, List.of(SampleEvents.reason()));
    }

    private String alert(String title) {
        return events.alert(new AlertContent(line(1, title), 40, 2, NOW)).text();
    }

    private String digest(int papers, String title) {
        return events.digest(
                        new DigestContent(
                                DigestContent.Kind.DAILY,
                                NOW,
                                ZoneOffset.UTC,
                                DigestContent.places(
                                        IntStream.range(0, papers)
                                                .mapToObj(i -> line(i, title + " " + i))
                                                .toList()),
                                List.of()))
                .text();
    }

    private static JsonSchema schema(String format) throws IOException {
        try (InputStream file =
                WebhookFormatsTest.class.getResourceAsStream(
                        "/webhook-formats/" + format + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Objects.requireNonNull(file, format));
        }
    }

    private JsonNode valid(String format, String event) throws IOException {
        WebhookFormats.Written written = formats.write(format, TOPIC, event);
        assertThat(written.mediaType()).isEqualTo("application/json");
        assertThat(written.body().length).isLessThan(25_001);
        JsonNode body = JSON.readTree(written.body());
        assertThat(schema(format).validate(body)).as("%s: %s", format, body).isEmpty();
        return body;
    }

    private static List<String> names() {
        return new WebhookFormats(Map.of()).names();
    }

    /** What a format needs is in its file: a format that needs the same has only to say so. */
    @ParameterizedTest
    @MethodSource("names")
    void isNamedInNoCode(String format) throws IOException {
        Path code = Path.of("src/main/java/org/papertide/notify/webhook/WebhookFormats.java");
        assertThat(Files.readString(code)).doesNotContain("equals(\"" + format + "\")");
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesWhatItsReceiverTakes(String format) throws IOException {
        for (String title : List.of("Tides of attention", HOSTILE, "🌊".repeat(140))) {
            valid(format, alert(title));
            valid(format, digest(1, title));
            valid(format, digest(10, title));
            valid(format, digest(50, title));
        }
        valid(format, digest(50, "&".repeat(280)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void asksWithAMemberThatProgramsEcho(String format) throws IOException {
        WebhookFormats.Written written = formats.challenge(format, TOPIC, "abc234");
        JsonNode body = JSON.readTree(written.body());
        assertThat(body.path("challenge").asText()).isEqualTo("abc234");
        if (!format.equals("papertide")) {
            assertThat(schema(format).validate(body)).isEmpty();
            assertThat(body.toString().split("abc234", -1)).hasSizeGreaterThan(2);
        }
    }

    @Test
    void tellsAll() throws IOException {
        JsonNode event = valid("papertide", alert("Tides"));
        assertThat(event.path("type").asText()).isEqualTo("paper.breakout");
        assertThat(event.path("data").path("paper").path("id").asText())
                .isEqualTo(SampleEvents.id(1).value());
        assertThat(valid("slack", alert("Tides & <waves>")).toString())
                .contains("|Tides &amp; &lt;waves&gt;>");
        JsonNode discord = valid("discord", alert(HOSTILE));
        assertThat(discord.path("allowed_mentions").path("parse").size()).isZero();
        assertThat(valid("teams", alert("A *title*")).toString()).contains("A \\\\*title\\\\*");
        assertThat(formats.write("ntfy", TOPIC, alert("Tides")).uri())
                .hasToString("https://receiver.example/");
        assertThat(valid("ntfy", alert("Tides")).path("topic").asText()).isEqualTo("papers");
        assertThat(valid("discord", digest(50, "Tides")).path("content").asText())
                .contains("more are left out");
    }

    @Test
    void aTemplateOfTheOperatorIsAFormat(@TempDir Path folder) throws IOException {
        Path text =
                Files.writeString(
                        folder.resolve("line.txt"),
                        "{event.heading}: {#for p in event.papers}{p.title} {/for}");
        Path json =
                Files.writeString(
                        folder.resolve("own.json"), "{ \"t\": \"{event.papers.get(0).title}\" }");
        WebhookFormats own = new WebhookFormats(Map.of("line", text, "own", json));
        assertThat(own.write("line", TOPIC, alert("Tides & waves")))
                .satisfies(written -> {
                    assertThat(written.mediaType()).startsWith("text/plain");
                    assertThat(new String(written.body(), StandardCharsets.UTF_8))
                            .isEqualTo("A paper is taking off: Tides & waves ");
                });
        assertThat(
                        JSON.readTree(own.write("own", TOPIC, alert("A \"quote\"")).body())
                                .path("t")
                                .asText())
                .isEqualTo("A \"quote\"");
        for (Map<String, Path> wrong :
                List.of(
                        Map.of("slack", text),
                        Map.of("No Name", text),
                        Map.of("gone", folder.resolve("gone")),
                        Map.of("bad", Files.writeString(folder.resolve("bad"), "{#for}")))) {
            assertThatThrownBy(() -> new WebhookFormats(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("papertide.webhooks.templates");
        }
    }

    @Test
    void saysWhatIsWrongWithAFormat() {
        assertThat(formats.problem("telegraph", TOPIC))
                .hasValueSatisfying(reason -> assertThat(reason).contains("slack"));
        assertThat(formats.problem("ntfy", URI.create("https://ntfy.example/"))).isPresent();
        assertThat(formats.problem("ntfy", TOPIC)).isEmpty();
        assertThat(formats.problem("papertide", TOPIC)).isEmpty();
    }
}
