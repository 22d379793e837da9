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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Links;
import org.papertide.events.PaperSummary;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.message.AlertContent;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.DigestMessage;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.testing.SamplePaper;

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
                .message()
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

    private String poor() {
        return events.alert(
                        new AlertContent(
                                new PaperLine(
                                        SamplePaper.of(SampleEvents.id(1), NOW)
                                                .title("Tides")
                                                .abstractText(null)
                                                .authors(List.of())
                                                .categories()
                                                .links(Links.none())
                                                .summary(),
                                        1,
                                        List.of()),
                                40,
                                2,
                                NOW))
                .text();
    }

    /** As long as a paper may be, of signs that formats escape. */
    private PaperLine rich(int number, String sign) {
        URI page =
                URI.create("https://arxiv.org/abs/2605.%05d?%s".formatted(number, "&".repeat(400)));
        return new PaperLine(
                SamplePaper.of(SampleEvents.id(number), NOW)
                        .title(sign.repeat(280 / sign.length()))
                        .abstractText(sign.repeat(600 / sign.length()))
                        .authors(Collections.nCopies(10, sign.repeat(100 / sign.length())))
                        .categories(
                                IntStream.range(0, 12)
                                        .mapToObj(i -> "astro-ph.C" + (char) ('A' + i))
                                        .toArray(String[]::new))
                        .links(new Links(page, page, page, page, page))
                        .summary(),
                1_234_567,
                Collections.nCopies(4, SampleEvents.reason()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesThePoorestPaperAndTheRichest(String format) throws IOException {
        valid(format, poor());
        for (String sign : List.of("&", "*", "<", "\"", "\\", "🌊", "m")) {
            valid(format, events.alert(new AlertContent(rich(1, sign), 40, 2, NOW)).text());
            valid(
                    format,
                    events.digest(
                                    new DigestContent(
                                            DigestContent.Kind.WEEKLY,
                                            NOW,
                                            ZoneOffset.UTC,
                                            DigestContent.places(
                                                    IntStream.range(0, 25)
                                                            .mapToObj(i -> rich(i, sign))
                                                            .toList()),
                                            DigestContent.places(
                                                    IntStream.range(25, 50)
                                                            .mapToObj(i -> rich(i, sign))
                                                            .toList())))
                            .message()
                            .text());
        }
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
    void tellsHowManyPapersAnEventShows() throws IOException {
        DigestMessage digest =
                events.digest(
                        new DigestContent(
                                DigestContent.Kind.DAILY,
                                NOW,
                                ZoneOffset.UTC,
                                DigestContent.places(
                                        IntStream.range(0, 50)
                                                .mapToObj(i -> rich(i, "🌊"))
                                                .toList()),
                                List.of()));
        JsonNode data = JSON.readTree(digest.message().text()).path("data");
        assertThat(digest.papers()).isEqualTo(data.path("rising").size()).isLessThan(50);
        assertThat(data.path("leftOut").asInt()).isEqualTo(50 - digest.papers());
    }

    /** Papers of earlier days stand apart for programs, and are not left out of chats. */
    @Test
    void tellsWhatWasReadLate() throws IOException {
        String digest =
                events.digest(
                                new DigestContent(
                                        DigestContent.Kind.DAILY,
                                        NOW,
                                        ZoneOffset.UTC,
                                        List.of(),
                                        List.of(),
                                        DigestContent.places(List.of(line(7, "Late tides")))))
                        .message()
                        .text();
        JsonNode data = valid("papertide", digest).path("data");
        assertThat(data.path("late").path(0).path("id").asText())
                .isEqualTo(SampleEvents.id(7).value());
        assertThat(data.path("top").isEmpty()).isTrue();
        assertThat(data.path("summary").asText()).isEqualTo("Late tides");
        assertThat(valid("slack", digest).toString()).contains("Late tides");
        assertThat(data.has("leftOut")).isFalse();
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
                        folder.resolve("own.json"),
                        "{ \"t\": \"{#if event.papers}{event.papers.get(0).title}{/if}\" }");
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

    /** What nobody knows of a paper is empty, and no template has to ask whether it is there. */
    @Test
    void aTemplateOfTheOperatorWritesAPaperOfWhichLittleIsKnown(@TempDir Path folder)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("line.txt"),
                        "{event.heading}{#for p in event.papers} {p.title} {p.by} {p.url} {p.forecast}"
                                + " {p.abstract} {p.links.page} {p.links.pdf} {p.links.code}"
                                + " {p.links.discussion} {p.links.project}{#for a in p.authors}"
                                + " {a}{/for}{#for w in p.why} {w}{/for}{/for}");
        WebhookFormats own = new WebhookFormats(Map.of("line", file));
        assertThat(new String(own.write("line", TOPIC, poor()).body(), StandardCharsets.UTF_8))
                .contains("Tides");
    }

    /** At the start, and not when a receiver waits for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{event.heading} {event.papers.get(0).title}",
                "{#for p in event.papers}{p.title}{/for}",
                "{event.heading}{#for p in event.papers}{p.doi}{/for}",
                "{event.heading}{#for p in event.papers}{p.authors.get(0)}{/for}",
                "{event.heading}{#for p in event.papers}{p.rank}{/for}",
                "{event.heading}{nothing}"
            })
    void refusesATemplateThatCannotWriteAll(String template, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("line.txt"), template);
        assertThatThrownBy(() -> new WebhookFormats(Map.of("line", file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.webhooks.templates.line: it cannot write a ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"text\": {event.heading} }",
                "{ \"text\": \"{event.heading}\"{#for p in event.papers}, \"by\": {p.by}{/for} }"
            })
    void refusesATemplateThatWritesNoJson(String template, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("own.json"), template);
        assertThatThrownBy(() -> new WebhookFormats(Map.of("own", file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.webhooks.templates.own: it cannot write a ");
    }

    /** Whatever a template does: who calls knows one exception. */
    @Test
    void saysThatATemplateFailsWithWhatNoSampleHad(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("line.txt"),
                        "{event.heading}{#for p in event.papers}{#if p.title == 'Tides'}"
                                + "{event.papers.get(7)}{/if}{/for}");
        WebhookFormats own = new WebhookFormats(Map.of("line", file));
        assertThatThrownBy(() -> own.write("line", TOPIC, poor()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheQueryOfATopic() {
        assertThat(
                        formats.write(
                                        "ntfy",
                                        URI.create(
                                                "https://ntfy.example/a/papers?auth=QmVhcmVy%3D"),
                                        alert("Tides"))
                                .uri())
                .hasToString("https://ntfy.example/a/?auth=QmVhcmVy%3D");
        assertThat(
                        formats.challenge(
                                        "ntfy", URI.create("https://ntfy.example/p?auth=x"), "abc")
                                .uri())
                .hasToString("https://ntfy.example/?auth=x");
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
