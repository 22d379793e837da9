package org.papertide.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventJson;
import org.papertide.events.Links;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.Reason;
import org.papertide.events.Window;
import org.papertide.testing.Growth;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FeedTest {

    private static final Instant AS_OF = Instant.parse("2025-03-03T12:00:00Z");
    private static final Instant LISTED = Instant.parse("2025-03-02T08:30:00Z");
    private static final URI SELF = URI.create("https://api.example.org/feeds/rising/day.atom");
    private static final URI HUB = URI.create("https://hub.example.org/");
    private static final String HOSTILE =
            "On <script>alert(1)</script> & ]]> \"quotes\" \u0008\u202e\uffff\r\n tail";

    private static Ranking ranking(@Nullable String category, PaperSummary... papers) {
        List<Ranking.Entry> entries = new ArrayList<>();
        for (PaperSummary paper : papers) {
            entries.add(
                    new Ranking.Entry(
                            entries.size() + 1,
                            null,
                            5,
                            List.of(new Reason("UPVOTES", "huggingface", 42, 42, 6, 3, 1, null)),
                            paper));
        }
        return new Ranking(Order.RISING, Window.DAY, category, AS_OF, entries);
    }

    private static PaperSummary paper(
            String id, String title, @Nullable Instant listed, Links links) {
        return new PaperSummary(
                new PaperId(id),
                title,
                List.of("Ada <b>Lovelace</b>", "\u0007"),
                12,
                null,
                List.of("cs.LG", "stat.ML"),
                "cs.LG",
                links,
                null,
                listed,
                List.of(),
                null,
                List.of(),
                null);
    }

    private static Feed feed() {
        Links links =
                new Links(URI.create("https://arxiv.org/abs/2503.00001"), null, null, null, null);
        return Feed.of(
                ranking(
                        "cs.LG",
                        paper("arxiv:2503.00001", HOSTILE, LISTED, links),
                        paper("doi:10.1000/a<b>ü", "Plain", LISTED, Links.none()),
                        paper(
                                "title:0123456789abcdef0123456789abcdef",
                                "Nowhere",
                                null,
                                Links.none())),
                SELF,
                HUB,
                URI.create("https://papertide.example.org/"),
                Map.of());
    }

    private static SyndFeed parse(FeedFormat format) throws FeedException {
        return new SyndFeedInput()
                .build(new StringReader(new String(format.write(feed()), StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "&", "\u202e", "\ud83d\ude00", "\ud83d", "%", "\n", "a "})
    void makesTextFitInProportionToItsLength(String part) {
        Growth.assertLinear(
                20_000,
                size -> part.repeat(size) + "x",
                text ->
                        assertThat(FeedText.html(FeedText.plain(text)) + FeedText.address(text))
                                .endsWith("x"));
    }

    @Test
    void hasATitleForAPaperWhoseTitleNobodySees() {
        PaperSummary paper = paper("arxiv:2503.00001", "\u200b\u200d\u2800", LISTED, Links.none());

        Feed feed = Feed.of(ranking(null, paper), SELF, HUB, SELF, Map.of());

        assertThat(feed.entries()).extracting(Feed.Entry::title).containsExactly("Untitled");
    }

    @ParameterizedTest
    @EnumSource(
            value = FeedFormat.class,
            names = {"ATOM", "RSS"})
    void isReadBackByAFeedReader(FeedFormat format) throws FeedException {
        SyndFeed read = parse(format);

        assertThat(read.getFeedType())
                .isEqualTo(format == FeedFormat.ATOM ? "atom_1.0" : "rss_2.0");
        assertThat(read.getTitle()).isEqualTo("Papertide: Rising papers of the day in cs.LG");
        assertThat(read.getPublishedDate()).isEqualTo(AS_OF);
        assertThat(read.getEntries()).hasSize(3);
        SyndEntry first = read.getEntries().getFirst();
        assertThat(first.getUri()).isEqualTo("tag:papertide.org,2026:paper/arxiv:2503.00001");
        assertThat(first.getLink()).isEqualTo("https://arxiv.org/abs/2503.00001");
        assertThat(first.getTitle())
                .isEqualTo("On <script>alert(1)</script> & ]]> \"quotes\" tail");
        assertThat(first.getPublishedDate()).isEqualTo(LISTED);
        assertThat(first.getCategories()).extracting("name").containsExactly("cs.LG", "stat.ML");
        assertThat(text(first)).startsWith("+42 upvotes in 6 h, 3 expected. By Ada ");
        assertThat(read.getEntries().get(1).getLink())
                .isEqualTo("https://doi.org/10.1000/a%3Cb%3E%C3%BC");
    }

    private static String text(SyndEntry entry) {
        return entry.getContents().isEmpty()
                ? entry.getDescription().getValue()
                : entry.getContents().getFirst().getValue();
    }

    @Test
    void doesNotLetMarkupThroughWhereReadersTakeItForHtml() throws FeedException {
        assertThat(parse(FeedFormat.RSS).getEntries().getFirst().getDescription().getValue())
                .contains("Ada &lt;b&gt;Lovelace&lt;/b&gt;")
                .doesNotContain("<");
        SyndEntry atom = parse(FeedFormat.ATOM).getEntries().getFirst();
        assertThat(atom.getTitleEx().getType()).isEqualTo("text");
        assertThat(atom.getContents().getFirst().getType()).isEqualTo("text");
    }

    @Test
    void hasWhatAtomDemands() throws Exception {
        Element feed = xml(FeedFormat.ATOM).getDocumentElement();
        assertThat(feed.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
        assertThat(children(feed, "id")).hasSize(1);
        assertThat(children(feed, "updated")).containsExactly(AS_OF.toString());
        assertThat(children(feed, "author")).hasSize(1);
        NodeList entries = feed.getElementsByTagNameNS("*", "entry");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            assertThat(ids.addAll(children(entry, "id"))).isTrue();
            assertThat(children(entry, "title")).hasSize(1);
            assertThat(children(entry, "updated"))
                    .singleElement()
                    .satisfies(updated -> assertThat(Instant.parse(updated)).isNotNull());
            assertThat(children(entry, "content")).hasSize(1);
        }
        assertThat(ids)
                .hasSize(3)
                .allSatisfy(id -> assertThat(URI.create(id).getScheme()).isEqualTo("tag"));
    }

    @Test
    void hasWhatRssDemands() throws Exception {
        Document rss = xml(FeedFormat.RSS);
        assertThat(rss.getDocumentElement().getAttribute("version")).isEqualTo("2.0");
        Element channel = (Element) rss.getElementsByTagName("channel").item(0);
        for (String name : List.of("title", "link", "description")) {
            assertThat(children(channel, name)).as(name).hasSize(1);
        }
        assertThat(children(channel, "link"))
                .containsExactly(
                        "https://papertide.example.org/?order=rising&window=day&category=cs.LG");
        Element item = (Element) rss.getElementsByTagName("item").item(0);
        assertThat(children(item, "pubDate")).containsExactly("Sun, 2 Mar 2025 08:30:00 GMT");
        assertThat(
                        ((Element) item.getElementsByTagName("guid").item(0))
                                .getAttribute("isPermaLink"))
                .isEqualTo("false");
    }

    @Test
    void hasWhatJsonFeedDemands() throws IOException {
        JsonNode json = EventJson.mapper().readTree(FeedFormat.JSON.write(feed()));
        assertThat(json.path("version").asText()).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(json.path("title").asText()).isNotBlank();
        assertThat(json.path("feed_url").asText()).isEqualTo(SELF.toString());
        assertThat(json.path("home_page_url").asText())
                .startsWith("https://papertide.example.org/?");
        JsonNode first = json.path("items").path(0);
        assertThat(first.path("id").asText())
                .isEqualTo("tag:papertide.org,2026:paper/arxiv:2503.00001");
        assertThat(first.path("url").asText()).isEqualTo("https://arxiv.org/abs/2503.00001");
        assertThat(first.path("content_text").asText()).contains("3 expected");
        assertThat(first.path("date_published").asText()).isEqualTo(LISTED.toString());
        assertThat(first.path("tags").path(1).asText()).isEqualTo("stat.ML");
        assertThat(json.path("items").path(2).has("url")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FeedFormat.class)
    void namesTheHubIfThereIsOne(FeedFormat format) {
        assertThat(new String(format.write(feed()), StandardCharsets.UTF_8))
                .containsPattern(
                        "rel=\"hub\" href=\"https://hub.example.org/\""
                                + "|\"hubs\":\\[\\{\"type\":\"WebSub\",\"url\":\"https://hub.example.org/\"");
        Feed none = Feed.of(ranking(null), SELF, null, SELF, Map.of());
        assertThat(new String(format.write(none), StandardCharsets.UTF_8)).doesNotContain("hub");
    }

    @Test
    void givesAPaperTheSameIdentityInEachRanking() {
        PaperSummary paper = paper("arxiv:2503.00001", "Tides", LISTED, Links.none());
        Feed one = Feed.of(ranking("cs.LG", paper), SELF, null, SELF, Map.of());
        Feed other =
                Feed.of(
                        new Ranking(
                                Order.TOP,
                                Window.MONTH,
                                null,
                                AS_OF.plusSeconds(60),
                                ranking(null, paper).entries()),
                        SELF,
                        null,
                        SELF,
                        Map.of());

        assertThat(one.entries()).isEqualTo(other.entries());
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @ParameterizedTest
    @EnumSource(FeedFormat.class)
    void datesNoPaperByTheRanking(FeedFormat format) {
        PaperSummary undated =
                paper("title:0123456789abcdef0123456789abcdef", "Tides", null, Links.none());
        PaperSummary ahead =
                paper("arxiv:2503.00002", "Ahead", AS_OF.plusSeconds(86_400), Links.none());
        Ranking now = ranking(null, undated, ahead);
        Ranking later =
                new Ranking(
                        now.order(), now.window(), null, AS_OF.plusSeconds(3600), now.entries());
        Feed first = Feed.of(now, SELF, null, SELF, Map.of());

        assertThat(first.entries()).extracting(Feed.Entry::published).containsOnlyNulls();
        assertThat(Feed.of(later, SELF, null, SELF, Map.of()).entries()).isEqualTo(first.entries());
        String written = new String(format.write(first), StandardCharsets.UTF_8);
        assertThat(written).doesNotContain("pubDate", "<published", "date_published");
        assertThat(written).doesNotContain("1970");
        if (format == FeedFormat.ATOM) {
            assertThat(written)
                    .containsOnlyOnce("<updated>" + Feed.SINCE + "</updated>")
                    .containsOnlyOnce("<updated>2025-03-01T00:00:00Z</updated>");
        }
    }

    @ParameterizedTest
    @EnumSource(FeedFormat.class)
    void saysNoTimeBeforeThereWereFeedsWhereNothingIsFound(FeedFormat format) {
        Feed nothing = Feed.ofFound("search/x", "x", SELF, null, SELF, AS_OF, List.of());
        assertThat(new String(format.write(nothing), StandardCharsets.UTF_8))
                .doesNotContain("1970");
    }

    @Test
    void readsTheLatexOfTitlesAndNames() {
        PaperSummary paper =
                paper("arxiv:2503.00001", "Schr\\\"odinger in $O(n^2)$", LISTED, Links.none());
        Feed feed = Feed.of(ranking(null, paper), SELF, null, SELF, Map.of());

        assertThat(feed.entries().getFirst().title()).isEqualTo("Schrödinger in O(n²)");
    }

    @Test
    void datesAnOldPaperThatRisesByItsRise() {
        PaperSummary old =
                paper("arxiv:2503.00001", "Old", AS_OF.minus(Duration.ofDays(90)), Links.none());
        Instant rise = AS_OF.minus(Duration.ofHours(2));
        Feed feed = Feed.of(ranking(null, old), SELF, null, SELF, Map.of(old.id(), rise));

        assertThat(feed.entries().getFirst().published()).isEqualTo(rise);
    }

    private static Document xml(FeedFormat format) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(format.write(feed())));
    }

    private static List<String> children(Element parent, String name) {
        List<String> texts = new ArrayList<>();
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getNodeName().equals(name)) {
                texts.add(element.getTextContent());
            }
        }
        return texts;
    }
}
