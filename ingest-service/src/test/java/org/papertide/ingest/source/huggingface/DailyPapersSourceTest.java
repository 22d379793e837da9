package org.papertide.ingest.source.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.PausingClock;
import org.papertide.ingest.source.fetch.FakeSite;
import org.papertide.ingest.source.fetch.HttpFetcher;

class DailyPapersSourceTest {

    private static final int MOST_BYTES = 1 << 20;

    private final FakeSite site = new FakeSite();
    private final HttpFetcher web = FakeSite.web(Duration.ofSeconds(20), MOST_BYTES);
    private final PausingClock clock = new PausingClock("2026-11-24T12:00:00Z");
    private final DailyPapersSource source = source(2);

    @AfterEach
    void close() {
        web.close();
        site.close();
    }

    @Test
    void readsEachDaysListFromTheOldest() throws Exception {
        site.then(200, list("2611.00001")).then(200, list("2611.00002", "2611.00003"));

        FetchResult.Fetched first = fetched(null);
        FetchResult.Fetched second = fetched(first.position());

        assertThat(queries())
                .containsExactly("date=2026-11-23&limit=100&p=0", "date=2026-11-24&limit=100&p=0");
        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(second.items()).hasSize(4); // Two papers, and the votes of each.
    }

    @Test
    void sendsItsToken() throws Exception {
        site.then(200, "[]");

        fetched(null);

        assertThat(site.asked().getFirst().header("Authorization")).isEqualTo("Bearer secret");
    }

    @Test
    void pagesThroughALongList() throws Exception {
        site.then(200, list("2611.00001"), "Link", "<https://example.org/?p=1>; rel=\"next\"")
                .then(200, list("2611.00002"))
                .then(200, list("2611.00003"));

        String position = null;
        for (int page = 0; page < 3; page++) {
            position = fetched(position).position();
        }

        assertThat(queries())
                .containsExactly(
                        "date=2026-11-23&limit=100&p=0",
                        "date=2026-11-23&limit=100&p=1",
                        "date=2026-11-24&limit=100&p=0");
    }

    /** Wherever the broken entry stands, the pages behind it are asked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"paper\": null, \"x\": NUMBER",
                "\"paper\": {}, \"x\": DEEP",
                "\"paper\": {\"id\": DEEP",
                "\"paper\": {\"id\": \"2413.01234\"}",
                "\"paper\": {\"id\": \"never closed}",
                "\"paper\": ,"
            })
    void comesToTheLastPageWhereverTheBrokenEntryStands(String broken) throws Exception {
        String flaw =
                "{%s}"
                        .formatted(
                                broken.replace("NUMBER", "1".repeat(101))
                                        .replace("DEEP", "[".repeat(200)));
        DailyPapersSource today = source(1);
        for (int victim = 0; victim < 6; victim++) {
            String position = null;
            int asked = site.asked().size();
            for (int page = 0; page < 3; page++) {
                String[] two = {list("2611.0000" + 2 * page), list("2611.0000" + (2 * page + 1))};
                for (int at = 0; at < 2; at++) {
                    two[at] = two[at].substring(1, two[at].length() - 1);
                }
                if (victim / 2 == page) {
                    two[victim % 2] = flaw;
                }
                String body = "[" + two[0] + "," + two[1] + "]";
                if (page < 2) {
                    site.then(200, body, "Link", "<https://example.org/>; rel=\"next\"");
                } else {
                    site.then(200, body);
                }
                FetchResult.Fetched fetched = (FetchResult.Fetched) today.fetch(position);
                position = fetched.position();
                assertThat(fetched.more()).isEqualTo(page < 2);
            }
            assertThat(site.asked()).hasSize(asked + 3);
        }
    }

    /** Such as papers that arXiv cannot have: behind them are others. */
    @Test
    void goesOnBehindAPageOfWhichEachEntryIsRefused() throws Exception {
        site.then(200, list("2613.00001", "2613.00002"), "Link", "<https://e.org/>; rel=\"next\"")
                .then(200, list("2611.00003"));
        DailyPapersSource today = source(1);
        FetchResult.Fetched first = (FetchResult.Fetched) today.fetch(null);
        assertThat(first.more()).isTrue();
        FetchResult.Fetched second = (FetchResult.Fetched) today.fetch(first.position());
        assertThat(second.items()).isNotEmpty();
        assertThat(second.more()).isFalse();
    }

    @Test
    void leavesAListWhosePagesHaveNoEnd() throws Exception {
        for (int page = 0; page < 50; page++) {
            site.then(200, list("2611.00001"), "Link", "<https://example.org/>; rel=\"next\"");
        }
        site.then(200, list("2611.00002"));

        String position = null;
        for (int page = 0; page < 49; page++) {
            FetchResult.Fetched fetched = fetched(position);
            assertThat(fetched.flaw()).isNull();
            position = fetched.position();
        }
        FetchResult.Fetched last = fetched(position);
        assertThat(last.flaw()).isEqualTo("2026-11-23: more than 50 pages");
        assertThat(last.items()).isNotEmpty();
        assertThat(last.more()).isTrue();
        fetched(last.position());

        assertThat(queries().getLast()).isEqualTo("date=2026-11-24&limit=100&p=0");
    }

    @Test
    void asksAgainOnlyForWhatChanged() throws Exception {
        DailyPapersSource today = source(1);
        site.then(200, list("2611.00001"), "ETag", "\"v1\"").then(304, "");

        FetchResult.Fetched first = (FetchResult.Fetched) today.fetch(null);
        FetchResult second = today.fetch(first.position());

        assertThat(site.asked().get(1).header("If-none-match")).isEqualTo("\"v1\"");
        assertThat(second)
                .isInstanceOfSatisfying(
                        FetchResult.Fetched.class,
                        fetched -> {
                            assertThat(fetched.items()).isEmpty();
                            assertThat(fetched.flaw()).isNull();
                        });
    }

    @Test
    void saysThatAListBecameShorter() throws Exception {
        DailyPapersSource today = source(1);
        site.then(200, list("2611.00001", "2611.00002"))
                .then(200, list("2611.00001"))
                .then(200, list("2611.00001"));

        FetchResult.Fetched first = (FetchResult.Fetched) today.fetch(null);
        FetchResult.Fetched second = (FetchResult.Fetched) today.fetch(first.position());
        FetchResult.Fetched third = (FetchResult.Fetched) today.fetch(second.position());

        assertThat(second.flaw()).contains("1 entries, there were 2");
        assertThat(third.flaw()).contains("1 entries, there were 2");
    }

    @Test
    void stopsBeforeTheLastRequestsOfAWindowAreSpent() throws Exception {
        site.then(200, list("2611.00001"), "RateLimit", "\"api\";r=2;t=200");

        assertThat(fetched(null).more()).isFalse();
    }

    @Test
    void waitsAsLongAsTheWindowLastsWhenTurnedAway() throws Exception {
        site.then(429, "", "RateLimit", "\"api\";r=0;t=240");

        assertThat(source.fetch(null))
                .isEqualTo(new FetchResult.Refused(Duration.ofMinutes(4), "HTTP 429"));
    }

    @Test
    void takesAnEmptyListOnASundayForAHoliday() throws Exception {
        clock.set("2026-11-22T12:00:00Z");
        site.then(200, "[]");

        assertThat(source(1).fetch(null)).isInstanceOf(FetchResult.Holiday.class);
    }

    @Test
    void failsOnWhatIsNoList() throws Exception {
        site.then(200, "<html>Maintenance</html>").then(500, "").then(400, "{\"error\":\"date\"}");

        for (int answer = 0; answer < 3; answer++) {
            assertThat(source(1).fetch(null)).isInstanceOf(FetchResult.Failed.class);
        }
    }

    @Test
    void tellsAPackedErrorAsOneLineOfText() throws Exception {
        site.then(500, "\u001f\u0008\u0000\n\u0000busy");

        assertThat(source(1).fetch(null))
                .isEqualTo(new FetchResult.Failed("HTTP 500 for 2026-11-24: busy"));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 500, 503})
    void readsTodaysListThoughAnOldDaysFails(int status) throws Exception {
        site.then(status, "").then(200, list("2611.00002"));

        FetchResult.Fetched old = fetched(null);
        FetchResult.Fetched today = fetched(old.position());

        assertThat(old.flaw()).contains("HTTP " + status).contains("2026-11-23");
        assertThat(old.more()).isTrue();
        assertThat(today.items()).hasSize(2);
    }

    @Test
    void readsTodaysListThoughAnOldDaysIsTooLarge() throws Exception {
        site.then(200, " ".repeat(MOST_BYTES + 1)).then(200, list("2611.00002"));

        FetchResult.Fetched old = fetched(null);
        FetchResult.Fetched today = fetched(old.position());

        assertThat(old.flaw()).contains("2026-11-23");
        assertThat(today.items()).hasSize(2);
    }

    @Test
    void readsTodaysListThoughAFaultOfOursKeepsAnOldOneUnread() throws Exception {
        String dated =
                list("2611.00001")
                        .replace(
                                "\"upvotes\"",
                                "\"publishedAt\": \"2026-11-01T00:00:00Z\", \"upvotes\"");
        site.then(200, dated).then(200, list("2611.00002"));
        // The parser asks it for the first date.
        DailyPapersSource faulty = source(2, new BreakingClock(clock, 2));

        FetchResult.Fetched old = (FetchResult.Fetched) faulty.fetch(null);
        FetchResult.Fetched today = (FetchResult.Fetched) faulty.fetch(old.position());

        assertThat(old.flaw()).contains("2026-11-23").contains("the clock breaks");
        assertThat(old.more()).isTrue();
        assertThat(today.items()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 503})
    void isRefusedWhenTodaysListIs(int status) throws Exception {
        site.then(status, "");

        assertThat(source(1).fetch(null)).isInstanceOf(FetchResult.Refused.class);
    }

    @Test
    void keepsWhatCameBeforeATruncation() throws Exception {
        String list = list("2611.00001", "2611.00002");
        site.then(200, list.substring(0, list.length() - 20));

        FetchResult.Fetched fetched = fetched(null);

        assertThat(fetched.items()).hasSize(2);
        assertThat(fetched.flaw()).contains("2026-11-23").contains("ends in the middle");
    }

    private DailyPapersSource source(int days) {
        return source(days, clock);
    }

    private DailyPapersSource source(int days, Clock clock) {
        return new DailyPapersSource(web, new Settings(site, days), clock, ParsedListings.LIMITS);
    }

    private FetchResult.Fetched fetched(@org.jspecify.annotations.Nullable String position)
            throws InterruptedException {
        FetchResult result = source.fetch(position);
        assertThat(result).isInstanceOf(FetchResult.Fetched.class);
        return (FetchResult.Fetched) result;
    }

    private List<String> queries() {
        return site.asked().stream().map(asked -> asked.uri().getQuery()).toList();
    }

    private static String list(String... ids) {
        return Stream.of(ids)
                .map(id ->
                        """
                        {"paper": {"id": "%s", "title": "On %s", "summary": "We show it.",
                         "upvotes": 3}}
                        """
                                .formatted(id, id))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** A clock that fails once. */
    private static final class BreakingClock extends Clock {

        private final Clock clock;
        private int untilItBreaks;

        BreakingClock(Clock clock, int untilItBreaks) {
            this.clock = clock;
            this.untilItBreaks = untilItBreaks;
        }

        @Override
        public Instant instant() {
            if (--untilItBreaks == 0) {
                throw new IllegalStateException("the clock breaks");
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("one zone is enough");
        }
    }

    private record Settings(FakeSite site, int days) implements HuggingFaceSettings {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public URI url() {
            return site.url("/api/daily_papers");
        }

        @Override
        public Optional<String> token() {
            return Optional.of("secret");
        }

        @Override
        public Duration every() {
            return Duration.ofMinutes(15);
        }

        @Override
        public int limit() {
            return 100;
        }
    }
}
