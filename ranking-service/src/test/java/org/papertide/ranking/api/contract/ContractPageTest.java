package org.papertide.ranking.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.papertide.events.StreamContract;
import org.papertide.events.Topic;
import org.papertide.testing.Checkout;

class ContractPageTest {

    private final Document page = page();

    @Test
    void showsEveryTopicWithItsFields() {
        List<String> topics = page.select("h2").eachText();
        assertThat(topics)
                .containsAll(
                        Arrays.stream(Topic.values())
                                .filter(topic -> topic.deadLetters() != topic)
                                .map(topic -> "papertide." + topic.baseName())
                                .toList());
        assertThat(fields("scores"))
                .contains(
                        "paper.title",
                        "windows.*.rising",
                        "reasons[].gain",
                        "trial.windows.*.inTop",
                        "observedAt");
        assertThat(fields("papers")).contains("status", "mergedInto", "links.page", "authors[]");
        assertThat(fields("deadLetters")).contains("papertide_reason");
    }

    @Test
    void saysWhatAFieldIsAndWhetherItIsThere() {
        Element row =
                page.select("section[aria-labelledby=breakouts] tr").stream()
                        .filter(one -> one.select("code").text().equals("level"))
                        .findFirst()
                        .orElseThrow();
        assertThat(row.select("td").eachText())
                .containsExactly(
                        "integer, 1 to 1000",
                        "yes",
                        "Which bar: 1 is the first that alerts, higher is rarer.");
    }

    /** Without a network: nothing is loaded, and each link leads to what is served beside it. */
    @Test
    void needsNothingFromElsewhere() {
        assertThat(page.select("script, img, iframe, link, [src]")).isEmpty();
        assertThat(page.select("a").eachAttr("href"))
                .isNotEmpty()
                .allSatisfy(link ->
                        assertThat(
                                        link.startsWith("#")
                                                ? page.getElementById(link.substring(1)) != null
                                                : link.equals("asyncapi.yaml")
                                                        || StreamContract.schemas()
                                                                .containsKey(
                                                                        link.replace(
                                                                                "schemas/", "")))
                                .as(link)
                                .isTrue());
    }

    @Test
    void canBeReadByScreenReaders() {
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).isNotBlank();
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("table"))
                .allSatisfy(table -> {
                    assertThat(table.select("caption").text()).isNotBlank();
                    assertThat(table.select("thead th[scope=col]")).hasSize(4);
                    assertThat(table.select("tbody tr"))
                            .allSatisfy(row -> assertThat(row.select("th[scope=row]")).hasSize(1));
                });
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void escapesWhatTheDocumentSays() throws IOException {
        String html =
                new String(
                        ContractPage.of("info: {title: '<b>\"&'}\nchannels: {}\n", Map.of()),
                        StandardCharsets.UTF_8);
        assertThat(html).contains("<h1>&lt;b&gt;&quot;&amp;</h1>").doesNotContain("<b>");
    }

    @Test
    void shipsEverySchema() throws IOException {
        Path folder =
                Checkout.root().resolve("events/src/main/resources/org/papertide/events/schema");
        try (var files = Files.list(folder)) {
            assertThat(StreamContract.schemas().sequencedKeySet())
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private List<String> fields(String topic) {
        return page.select("section[aria-labelledby=" + topic + "] tbody th code").eachText();
    }

    private static Document page() {
        try {
            return Jsoup.parse(
                    new String(
                            ContractPage.of(
                                    StreamContract.asyncApi("schemas/"), StreamContract.schemas()),
                            StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
