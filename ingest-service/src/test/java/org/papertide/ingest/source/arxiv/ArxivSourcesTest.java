package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.PausingClock;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.ingest.source.fetch.FakeSite;
import org.papertide.ingest.source.fetch.HttpFetcher;

class ArxivSourcesTest {

    private static final String MONDAY = "2026-11-23T12:00:00Z";

    private final FakeSite site = new FakeSite();
    private final HttpFetcher web = FakeSite.web(Duration.ofSeconds(20), 1 << 20);
    private final PausingClock clock = new PausingClock(MONDAY);
    private final FakeArxiv settings = new FakeArxiv(site, List.of("cs.LG", "cs.CL"), 2, 4);
    private final ArxivClient client =
            new ArxivClient(web, clock, clock, settings.spacing(), ParsedListings.LIMITS);
    private final ArxivQuerySource query = new ArxivQuerySource(client, settings, clock);
    private final ArxivFeedSource feeds = new ArxivFeedSource(client, settings, clock);

    @AfterEach
    void close() {
        web.close();
        site.close();
    }

    @Test
    void asksForTheLastWeekAtFirst() throws Exception {
        site.then(200, Feeds.atom(0));

        query.fetch(null);

        assertThat(asked(0))
                .contains("(cat:cs.LG OR cat:cs.CL)")
                .contains("submittedDate:[202611161200 TO 202611231200]");
    }

    @Test
    void readsPageAfterPageAndGoesOnFromThere() throws Exception {
        site.then(200, Feeds.atom(3, "2611.00001", "2611.00002"))
                .then(200, Feeds.atom(3, "2611.00003"))
                .then(200, Feeds.atom(0));

        FetchResult.Fetched first = fetched(query.fetch(null));
        clock.set("2026-11-23T12:05:00Z");
        FetchResult.Fetched second = fetched(query.fetch(first.position()));
        clock.set("2026-11-24T12:00:00Z");
        query.fetch(second.position());

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(asked(1)).contains("start=2").contains("TO 202611231200]");
        assertThat(asked(2)).contains("[202611181200 TO 202611241200]").contains("start=0");
    }

    /** Wherever the broken one stands: it is not asked for again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"deep", "attribute", "tags", "comment", "cdata", "tag", "sign"})
    void comesToTheEndWhereverTheBrokenEntryStands(String kind) throws Exception {
        String flaw =
                switch (kind) {
                    case "deep" -> "<a>".repeat(150) + "</a>".repeat(150);
                    case "attribute" -> "<b c='" + "x".repeat(100_001) + "'/>";
                    case "tags" -> "<b></i>";
                    case "comment" -> "<!-- never closed";
                    case "cdata" -> "<![CDATA[ never closed";
                    case "tag" -> "<b c='never closed";
                    default -> "\u0003";
                };
        for (int size : List.of(1, 2, 3, 5)) {
            for (int total : List.of(1, 2, 3, 5, 6)) {
                for (int victim = 1; victim <= total; victim++) {
                    look(flaw, size, total, victim);
                }
            }
        }
    }

    private void look(String flaw, int size, int total, int victim) throws Exception {
        ArxivQuerySource pages =
                new ArxivQuerySource(
                        client, new FakeArxiv(site, List.of("cs.LG"), size, 100), clock);
        Set<PaperId> read = new HashSet<>();
        String position = null;
        int refused = 0;
        int start = 0;
        boolean more = true;
        for (int page = 0; more && page <= total; page++) {
            String[] ids =
                    IntStream.rangeClosed(start + 1, Math.min(start + size, total))
                            .mapToObj("2611.%05d"::formatted)
                            .toArray(String[]::new);
            String title = "On the matter of 2611.%05d".formatted(victim);
            site.then(200, Feeds.atom(total, ids).replace(title, flaw));
            FetchResult.Fetched fetched = fetched(pages.fetch(position));
            for (Item item : fetched.items()) {
                switch (item) {
                    case Item.Listed(Listing listing) ->
                            read.add(Objects.requireNonNull(listing.arxivId()));
                    case Item.Refused _ -> refused++;
                    default -> throw new AssertionError(item);
                }
            }
            start = read.size() + refused;
            position = fetched.position();
            more = fetched.more();
        }
        assertThat(more).as("%d of %d by %d", victim, total, size).isFalse();
        assertThat(refused).isEqualTo(1);
        assertThat(read).hasSize(total - 1);
    }

    /** Case 82: the later papers never came, for the broken one was asked for again and again. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Bad & ampersand", "Bad \u0003 sign", "Bad &eacute; name", "Bad &#x3; sign"})
    void comesToTheEndOfPagesOfWhichOneHasABrokenTitle(String title) throws Exception {
        FakeArxiv five = new FakeArxiv(site, List.of("cs.LG"), 5, 100);
        ArxivQuerySource pages = new ArxivQuerySource(client, five, clock);
        List<Item> items = new ArrayList<>();
        String position = null;
        for (int first = 0; first < 12; first += 5) {
            String[] ids =
                    IntStream.range(first, Math.min(first + 5, 12))
                            .mapToObj(n -> "2611.0%04d".formatted(n + 1))
                            .toArray(String[]::new);
            site.then(200, Feeds.atom(12, ids).replace("On the matter of 2611.00006", title));
            FetchResult.Fetched page = fetched(pages.fetch(position));
            items.addAll(page.items());
            assertThat(page.more()).isEqualTo(first + 5 < 12);
            position = page.position();
        }
        assertThat(items).filteredOn(Item.Listed.class::isInstance).hasSizeBetween(11, 12);
        assertThat(items.toString()).contains("2611.00012");
    }

    @Test
    void readsTheRecordsBehindOneThatIsBroken() throws Exception {
        site.then(
                200,
                Feeds.atom(3, "2611.00001", "2611.00002", "2611.00003")
                        .replace(
                                "<title>On the matter of 2611.00002</title>",
                                "<title>A <i>broken</b> title</title>"));

        FetchResult.Fetched page = fetched(query.fetch(null));

        assertThat(page.items()).filteredOn(Item.Listed.class::isInstance).hasSize(2);
        assertThat(page.items())
                .filteredOn(Item.Refused.class::isInstance)
                .singleElement()
                .asString()
                .contains("entry 2 (arxiv:2611.00002)", "line");
        assertThat(page.flaw()).isNull();
        assertThat(page.more()).isFalse();
    }

    @Test
    void doesNotTakeAnEmptyPageForTheEnd() throws Exception {
        site.then(200, Feeds.atom(3));

        assertThat(query.fetch(null)).isInstanceOf(FetchResult.Failed.class);
    }

    /** Pages with one of these do not come; the others are all read, and these refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "7",
                "8",
                "20",
                "7,8",
                "1,2,3",
                "4,12,20",
                "3,4,5,6,7",
                "17,18,19",
                "18,19,20",
                ""
            })
    void readsEverythingAroundResultsThatNoPageComesWith(String broken) throws Exception {
        Set<String> bad =
                broken.isEmpty()
                        ? Set.of()
                        : Stream.of(broken.split(",", -1))
                                .map(n -> "2611.%05d".formatted(Integer.parseInt(n)))
                                .collect(Collectors.toSet());
        for (int size : List.of(1, 2, 5, 16, 100)) {
            Set<String> read = new TreeSet<>();
            int refused = readAround(size, 20, bad, read);
            assertThat(read).as("pages of %d", size).hasSize(20 - bad.size());
            assertThat(read).noneMatch(bad::contains);
            assertThat(refused).isEqualTo(bad.size());
        }
    }

    private int readAround(int size, int total, Set<String> bad, Set<String> read)
            throws Exception {
        ArxivQuerySource pages =
                new ArxivQuerySource(
                        client, new FakeArxiv(site, List.of("cs.LG"), size, 100), clock);
        String position = null;
        int refused = 0;
        for (int request = 0; request < 400; request++) {
            answerNextPage(total, bad);
            switch (pages.fetch(position)) {
                case FetchResult.Fetched page -> {
                    for (Item item : page.items()) {
                        switch (item) {
                            case Item.Listed(Listing listing) ->
                                    read.add(Objects.requireNonNull(listing.arxivId()).name());
                            case Item.Refused _ -> refused++;
                            default -> throw new AssertionError(item);
                        }
                    }
                    position = page.position();
                    if (!page.more()) {
                        return refused;
                    }
                }
                case FetchResult.Failed(_, String next) -> position = next;
                case FetchResult other -> throw new AssertionError(other);
            }
        }
        throw new AssertionError("it comes to no end at " + position);
    }

    private void answerNextPage(int total, Set<String> bad) {
        site.then(exchange -> {
            Map<String, Integer> numbers = new HashMap<>();
            for (String each : exchange.getRequestURI().getQuery().split("&", -1)) {
                if (each.matches("(start|max_results)=\\d+")) {
                    numbers.put(
                            each.substring(0, each.indexOf('=')),
                            Integer.valueOf(each.substring(each.indexOf('=') + 1)));
                }
            }
            int start = numbers.getOrDefault("start", 0);
            List<String> ids =
                    IntStream.range(
                                    start,
                                    Math.min(total, start + numbers.getOrDefault("max_results", 0)))
                            .mapToObj(n -> "2611.%05d".formatted(n + 1))
                            .toList();
            boolean breaks = ids.stream().anyMatch(bad::contains);
            byte[] body =
                    (breaks ? "busy" : Feeds.atom(total, ids.toArray(String[]::new)))
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(breaks ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** It says at times that there are more than it gives. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6, 40})
    void endsARunWhoseLastResultsNeverCome(int total) throws Exception {
        String position = null;
        List<Item> items = new ArrayList<>();
        for (int request = 0; request < 30; request++) {
            site.then(
                    200,
                    request == 0
                            ? Feeds.atom(total, "2611.00001", "2611.00002")
                            : Feeds.atom(total));
            switch (query.fetch(position)) {
                case FetchResult.Fetched page -> {
                    items.addAll(page.items());
                    position = page.position();
                    if (!page.more()) {
                        assertThat(items).filteredOn(Item.Listed.class::isInstance).hasSize(2);
                        assertThat(items)
                                .filteredOn(Item.Refused.class::isInstance)
                                .hasSize(total - 2);
                        return;
                    }
                }
                case FetchResult.Failed(_, String next) -> position = next;
                case FetchResult other -> throw new AssertionError(other);
            }
        }
        throw new AssertionError("it comes to no end at " + position);
    }

    /** A page that takes too long may come in parts. */
    @Test
    void asksForSmallerPagesWhereNoAnswerComes() throws Exception {
        site.then(exchange -> exchange.getResponseBody().close());

        assertThat(query.fetch(null))
                .isInstanceOfSatisfying(
                        FetchResult.Failed.class,
                        failed -> assertThat(failed.position()).contains("\"size\":1"));
    }

    /** An outage is nobody's fault: everything is read after it, however long it took. */
    @Test
    void refusesNothingBecauseOfAnOutage() throws Exception {
        for (int outage = 0; outage < 20; outage++) {
            String position = null;
            for (int n = 0; n < outage; n++) {
                site.then(502, "<html>Bad Gateway</html>");
                if (query.fetch(position) instanceof FetchResult.Failed(_, String next)) {
                    position = next;
                }
            }
            Set<String> read = new TreeSet<>();
            String from = position;
            for (boolean more = true; more; ) {
                answerNextPage(5, Set.of());
                FetchResult.Fetched page = fetched(query.fetch(from));
                page.items().forEach(item -> read.add(item.toString()));
                assertThat(page.items()).noneMatch(Item.Refused.class::isInstance);
                from = page.position();
                more = page.more();
            }
            assertThat(read).as("after %d failures", outage).hasSize(5);
        }
    }

    /** The API gives no results beyond the 30,000th, and may refuse a page that reaches there. */
    @Test
    void searchesOnBehindTheLastResultThatTheApiGives() throws Exception {
        String position = "{\"until\":\"2026-11-23T12:00:00Z\",\"start\":29999}";
        site.then(200, Feeds.atom(30_002, "2611.00001")).then(200, Feeds.atom(1, "2611.00001"));

        FetchResult.Fetched last = fetched(query.fetch(position));
        FetchResult.Fetched behind = fetched(query.fetch(last.position()));

        assertThat(asked(0)).contains("start=29999&max_results=1&");
        assertThat(last.flaw()).isNull();
        assertThat(last.more()).isTrue();
        assertThat(asked(1))
                .contains("[202611201000 TO 202611231200]")
                .contains("start=0&max_results=2&");
        assertThat(behind.more()).isFalse();
    }

    @Test
    void saysThatOneMinuteHasMoreResultsThanTheApiGives() throws Exception {
        site.then(200, Feeds.atom(30_002, "2611.00001"));

        FetchResult.Fetched last =
                fetched(
                        query.fetch(
                                """
                                {"until": "2026-11-23T12:00:00Z", "from": "2026-11-20T10:00:00Z",
                                 "start": 29999}
                                """));

        assertThat(last.flaw()).contains("30002 results");
        assertThat(last.more()).isFalse();
    }

    @Test
    void readsOnWhenItsClockIsSetBack() throws Exception {
        clock.set("2026-12-03T12:00:00Z");
        site.then(200, Feeds.atom(0)).then(200, Feeds.atom(0));
        FetchResult.Fetched ahead = fetched(query.fetch(null));
        clock.set(MONDAY);

        query.fetch(ahead.position());

        assertThat(clock.pauses()).containsExactly(settings.spacing());
        assertThat(asked(1)).contains("[202611181200 TO 202611231200]");
    }

    @Test
    void runsAgainAfterTheNextAnnouncement() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");

        // Monday evening, 20:00 Eastern, is 01:00 UTC; the API has it some time later.
        assertThat(query.nextRun(status(now, 0), new FetchResult.Failed(""), now))
                .isEqualTo("2026-11-24T01:45:00Z");
    }

    @Test
    void runsAgainSoonWhileNewPapersAreOverdue() {
        Instant now = Instant.parse("2026-11-24T02:00:00Z");

        assertThat(
                        query.nextRun(
                                status(Instant.parse("2026-11-23T12:00:00Z"), 0),
                                new FetchResult.Failed(""),
                                now))
                .isEqualTo(now.plus(settings.every()));
    }

    @Test
    void waitsLongerWithEachFailureAndAsLongAsAsked() {
        Instant now = Instant.parse(MONDAY);
        FetchResult refused = new FetchResult.Refused(null, "HTTP 429");
        FetchResult patient = new FetchResult.Refused(Duration.ofHours(2), "HTTP 503");

        assertThat(query.nextRun(status(now, 1), refused, now)).isEqualTo(now.plusSeconds(60));
        assertThat(query.nextRun(status(now, 4), refused, now)).isEqualTo(now.plusSeconds(480));
        assertThat(query.nextRun(status(now, 1), patient, now)).isEqualTo(now.plusSeconds(7200));
    }

    @Test
    void readsTheFeedsAndAsksAgainOnlyForWhatChanged() throws Exception {
        site.then(
                        200,
                        Feeds.rss("Mon, 23 Nov 2026 00:00:00 -0500", "new", "2611.00001"),
                        "ETag",
                        "\"abc\"")
                .then(304, "");

        FetchResult.Fetched first = fetched(feeds.fetch(null));
        FetchResult.Fetched second = fetched(feeds.fetch(first.position()));

        assertThat(first.items()).hasSize(1);
        assertThat(first.flaw()).isNull();
        assertThat(second.items()).isEmpty();
        assertThat(site.asked().get(0).uri().getPath()).isEqualTo("/rss/cs.LG+cs.CL");
        assertThat(site.asked().get(1).header("If-none-match")).isEqualTo("\"abc\"");
    }

    @Test
    void saysThatAFeedIsBehindAndAsksForItAgain() throws Exception {
        site.then(
                        200,
                        Feeds.rss("Fri, 20 Nov 2026 00:00:00 -0500", "new", "2611.00001"),
                        "ETag",
                        "\"abc\"")
                .then(200, Feeds.rss("Mon, 23 Nov 2026 00:00:00 -0500", "new", "2611.00002"));

        FetchResult.Fetched first = fetched(feeds.fetch(null));
        FetchResult.Fetched second = fetched(feeds.fetch(first.position()));

        assertThat(first.flaw()).contains("2026-11-20").contains("2026-11-23");
        assertThat(second.flaw()).isNull();
        assertThat(site.asked().get(1).header("If-none-match")).isEmpty();
    }

    @Test
    void takesAnEmptyFeedOnAWeekendForAHoliday() throws Exception {
        clock.set("2026-11-21T12:00:00Z");
        site.then(200, Feeds.rss("", "new"));

        assertThat(feeds.fetch(null)).isInstanceOf(FetchResult.Holiday.class);
    }

    @Test
    void looksUpPapersInOneBatch() throws Exception {
        Queue queue = new Queue("2611.00001", "hep-ex/0307015");
        site.then(200, Feeds.atom(1, "2611.00001"));

        FetchResult.Fetched found = fetched(lookup(queue).fetch("{}"));

        assertThat(asked(0)).contains("id_list=2611.00001,hep-ex/0307015");
        assertThat(found.items()).hasSize(1);
        lookup(queue).fetch(found.position());
        assertThat(queue.waiting).isEmpty();
        assertThat(queue.askedAt).isEqualTo(clock.instant());
    }

    @Test
    void asksNothingWhenNothingIsMissing() throws Exception {
        FetchResult.Fetched nothing = fetched(lookup(new Queue()).fetch(null));

        assertThat(nothing.items()).isEmpty();
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void oneIdThatArxivObjectsToDoesNotKeepTheOthersFromIt() throws Exception {
        Queue queue = new Queue("2611.00001", "2613.00002", "2611.00003");
        site.then(400, Feeds.error("incorrect id format"))
                .then(200, Feeds.atom(1, "2611.00001"))
                .then(400, Feeds.error("incorrect id format"))
                .then(400, Feeds.error("incorrect id format for 2613.00002"))
                .then(200, Feeds.atom(1, "2611.00003"));

        List<Item> found = lookUpAll(queue);

        assertThat(found).filteredOn(Item.Listed.class::isInstance).hasSize(2);
        assertThat(found).filteredOn(Item.Refused.class::isInstance).hasSize(1);
        assertThat(site.asked()).hasSize(5);
        assertThat(queue.waiting).isEmpty();
    }

    @Test
    void aRecordThatBreaksTheAnswerDoesNotKeepTheOthersFromIt() throws Exception {
        Queue queue = new Queue("2611.00001", "2611.00002", "2611.00003");
        String broken = Feeds.atom(1, "2611.00002");
        broken = broken.substring(0, broken.indexOf("</title>", broken.indexOf("<entry>")));
        String all = Feeds.atom(3, "2611.00001", "2611.00002", "2611.00003");
        site.then(200, all.substring(0, all.lastIndexOf("<entry>") + 20))
                .then(200, Feeds.atom(1, "2611.00001"))
                .then(200, broken)
                .then(200, broken)
                .then(200, Feeds.atom(1, "2611.00003"));

        List<Item> found = lookUpAll(queue);

        assertThat(found).filteredOn(Item.Listed.class::isInstance).hasSize(2);
        assertThat(found).filteredOn(Item.Refused.class::isInstance).hasSize(1);
        assertThat(site.asked()).hasSize(5);
        assertThat(queue.waiting).isEmpty();
    }

    /** What arXiv fails at is asked for behind the others, and in an hour. */
    @Test
    void oneIdThatArxivFailsAtDoesNotKeepTheOthersFromIt() throws Exception {
        for (int bad = 1; bad <= 4; bad++) {
            Queue queue = new Queue("2611.00001", "2611.00002", "2611.00003", "2611.00004");
            String broken = "2611.%05d".formatted(bad);
            List<Item> items = new ArrayList<>();
            String position = "{}";
            for (int request = 0; request < 30 && !queue.waiting.isEmpty(); request++) {
                site.then(exchange -> answer(exchange, Set.of(broken)));
                switch (lookup(queue).fetch(position)) {
                    case FetchResult.Fetched page -> {
                        items.addAll(page.items());
                        position = page.position();
                    }
                    case FetchResult.Failed(_, String next) -> position = next;
                    case FetchResult other -> throw new AssertionError(other);
                }
            }
            assertThat(queue.waiting).as(broken).isEmpty();
            assertThat(items).filteredOn(Item.Listed.class::isInstance).hasSize(3);
            assertThat(items).filteredOn(Item.Refused.class::isInstance).hasSizeBetween(0, 1);
        }
    }

    private static void answer(HttpExchange exchange, Set<String> broken) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        List<String> ids =
                List.of(query.substring(query.indexOf('=') + 1, query.indexOf('&')).split(",", -1));
        boolean breaks = ids.stream().anyMatch(broken::contains);
        byte[] body =
                (breaks ? "busy" : Feeds.atom(ids.size(), ids.toArray(String[]::new)))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(breaks ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Two that arXiv fails at, and then one alone: new papers are looked up all the same. */
    @Test
    void looksUpNewPapersBesideThoseThatArxivFailsAt() throws Exception {
        Queue queue = new Queue("2611.00001", "2611.00002", "2611.00003");
        Set<String> broken = Set.of("2611.00002", "2611.00003");
        String position = "{}";
        List<Item> items = new ArrayList<>();
        for (int request = 0; request < 30; request++) {
            if (request == 12) {
                queue.waiting.add(new PaperId("arxiv:2611.00004"));
            }
            site.then(exchange -> answer(exchange, broken));
            switch (lookup(queue).fetch(position)) {
                case FetchResult.Fetched page -> {
                    items.addAll(page.items());
                    position = page.position();
                }
                case FetchResult.Failed(_, String next) -> position = next;
                case FetchResult other -> throw new AssertionError(other);
            }
        }
        assertThat(queue.waiting).isEmpty();
        assertThat(items).filteredOn(Item.Listed.class::isInstance).hasSize(2);
    }

    @Test
    void asksAgainAfterAnHourForAPaperThatArxivFailedAtAlone() throws Exception {
        Queue queue = new Queue("2611.00001");
        site.then(500, "busy");

        FetchResult failed = lookup(queue).fetch("{}");
        lookup(queue).fetch(((FetchResult.Failed) failed).position());

        assertThat(queue.askedAt).isEqualTo("2026-11-16T13:00:00Z");
    }

    @Test
    void aQuestionThatIsTooLongIsHalvedAtOnce() throws Exception {
        Queue queue = new Queue("2611.00001", "2611.00002");
        site.then(414, "Request-URI Too Long")
                .then(200, Feeds.atom(1, "2611.00001"))
                .then(200, Feeds.atom(1, "2611.00002"));

        assertThat(lookUpAll(queue)).hasSize(2).allMatch(Item.Listed.class::isInstance);
    }

    /** Each is asked for again after an hour, and none refused. */
    @Test
    void refusesNothingThatIsLookedUpInAnOutage() throws Exception {
        Queue queue = new Queue("2611.00001", "2611.00002", "2611.00003");
        String position = "{}";
        while (!queue.waiting.isEmpty()) {
            site.then(502, "<html>Bad Gateway</html>");
            FetchResult result = lookup(queue).fetch(position);
            if (queue.waiting.isEmpty()) {
                break;
            }
            assertThat(result).isInstanceOf(FetchResult.Failed.class);
            position = ((FetchResult.Failed) result).position();
            if (queue.askedAt != null) {
                assertThat(queue.askedAt).isBetween("2026-11-16T13:00:00Z", "2026-11-16T13:10:00Z");
            }
        }
    }

    @Test
    void keepsTheQueueWhenTurnedAway() throws Exception {
        Queue queue = new Queue("2611.00001");
        site.then(429, "");

        assertThat(lookup(queue).fetch("{}")).isInstanceOf(FetchResult.Refused.class);
        assertThat(queue.waiting).hasSize(1);
    }

    @Test
    void asksAgainForWhatWasNotWrittenDown() throws Exception {
        Queue queue = new Queue("2611.00001");
        site.then(200, Feeds.atom(1, "2611.00001")).then(200, Feeds.atom(1, "2611.00001"));

        lookup(queue).fetch(null);
        FetchResult.Fetched again = fetched(lookup(queue).fetch(null));

        assertThat(again.items()).hasSize(1);
        assertThat(queue.askedAt).isNull();
    }

    @Test
    void asksAgainSoonAfterAnAnswerWithoutAnyOfThem() throws Exception {
        Queue queue = new Queue("2611.00001", "2611.00002");
        site.then(200, Feeds.atom(0));

        lookup(queue).fetch(fetched(lookup(queue).fetch(null)).position());

        assertThat(queue.askedAt).isEqualTo("2026-11-16T13:00:00Z");
    }

    @Test
    void believesThatAPaperIsNotKnownUnlessItIsNew() throws Exception {
        Queue queue = new Queue("2611.00001");
        site.then(200, Feeds.atom(0));

        lookup(queue).fetch(fetched(lookup(queue).fetch(null)).position());

        assertThat(queue.askedAt).isEqualTo(MONDAY);
        assertThat(queue.newSince).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(queue.askedAtIfNew).isEqualTo("2026-11-16T13:00:00Z");
    }

    /** Page by page: each is one request, so that the host's lease is renewed in between. */
    private List<Item> lookUpAll(Queue queue) throws InterruptedException {
        List<Item> items = new ArrayList<>();
        int before = site.asked().size();
        FetchResult.Fetched page = fetched(lookup(queue).fetch("{}"));
        while (page.more()) {
            items.addAll(page.items());
            page = fetched(lookup(queue).fetch(page.position()));
            assertThat(site.asked()).hasSize(before + 2);
            before++;
        }
        items.addAll(page.items());
        lookup(queue).fetch(page.position());
        return items;
    }

    private ArxivLookupSource lookup(Queue queue) {
        return new ArxivLookupSource(client, queue, settings, clock);
    }

    private String asked(int number) {
        return URLDecoder.decode(
                site.asked().get(number).uri().getRawQuery(), StandardCharsets.UTF_8);
    }

    private static FetchResult.Fetched fetched(FetchResult result) {
        assertThat(result).isInstanceOf(FetchResult.Fetched.class);
        return (FetchResult.Fetched) result;
    }

    private static SourceStatus status(Instant lastNew, int failures) {
        return new SourceStatus(
                "arxiv", SourceState.FRESH, null, lastNew, lastNew, lastNew, null, failures, null);
    }

    private static final class Queue implements IncompletePapers {
        private final List<PaperId> waiting = new ArrayList<>();
        private @Nullable Instant askedAt;
        private @Nullable Instant newSince;
        private @Nullable Instant askedAtIfNew;

        Queue(String... ids) {
            for (String id : ids) {
                waiting.add(new PaperId("arxiv:" + id));
            }
        }

        @Override
        public List<PaperId> find(int limit, Instant askedBefore) {
            return List.copyOf(waiting.subList(0, Math.min(limit, waiting.size())));
        }

        @Override
        public void asked(List<PaperId> papers, Instant at, Instant since, Instant atIfNew) {
            waiting.removeAll(papers);
            askedAt = at;
            newSince = since;
            askedAtIfNew = atIfNew;
        }
    }
}
