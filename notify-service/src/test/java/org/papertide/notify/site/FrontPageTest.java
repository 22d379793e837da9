package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.ApprovedFile;
import org.papertide.notify.FakeRanking;
import org.papertide.notify.InventedScores;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.message.Samples;
import org.papertide.notify.message.Templates;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.SettableClock;
import org.papertide.testing.statement.PageStatements;

class FrontPageTest {

    private static final FrontQuery RISING_DAY = FrontQuery.read(null, null, null, null);

    private final Templates templates = new Templates();
    private final Pages pages = new Pages(templates, new Assets(), () -> Footer.PLAIN);

    private String render(RankingSource rankings, FrontQuery query) {
        FrontPage front = new FrontPage(rankings, Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        FrontView view =
                front.view(
                        pages.open("Trending papers"),
                        query,
                        SubscriptionForm.empty(query.category()));
        return templates.render("site/front.html", view);
    }

    private static Ranking.Entry entry(int rank, PaperLine line) {
        Integer previous =
                rank == 3 ? null : rank == 2 ? Integer.valueOf(2) : rank + 4 - 2 * (rank % 4);
        return new Ranking.Entry(
                rank, previous, line.score(), line.reasons(), line.paper().forRanking());
    }

    private static FakeRankings eight() {
        List<Ranking.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            entries.add(entry(i + 1, Samples.line(i)));
        }
        return new FakeRankings(entries);
    }

    @Test
    void rendersThePagesThatWereApproved() throws IOException {
        Assets assets = new Assets();
        for (String name : List.of("site.css", "site.js", "mark.svg")) {
            ApprovedFile.write(
                    ApprovedFile.rendered("page/assets/" + name),
                    assets.find(name).orElseThrow().text());
        }
        approve("front", render(eight(), RISING_DAY));
        approve("empty", render(new FakeRankings(List.of()), RISING_DAY));
        approve(
                "notice",
                pages.notice(
                                200,
                                "You are subscribed",
                                List.of(
                                        "You get a digest every day at 08:00 (Europe/Berlin).",
                                        "And so on."),
                                new NoticeView.Button("/x", "Confirm"),
                                new NoticeView.Link("/", "What is trending now"))
                        .getEntity());
        approve(
                "about",
                templates.render("site/about.html", new AboutView(pages.open("About"), 10)));
        approve(
                "form",
                templates.render(
                        "site/subscribe-page.html",
                        new FormPageView(
                                pages.hidden("x"),
                                "Something is not right yet",
                                new FormView(
                                        Map.of("email", "a@b", "timezone", "Mars/Olympus"),
                                        Map.of(
                                                "email",
                                                "Please give an address such as name@example.org.",
                                                "timezone",
                                                "Please give a timezone such as Europe/Berlin.")),
                                new PreviewView(
                                        "Of the papers listed in the last 7 days, one would have"
                                                + " met this:",
                                        List.of("On <b>tides</b>"),
                                        "So far without a part of it."),
                                List.of("Papers need not hold “low <b>tide</b>”."))));
        SearchPage search = new SearchPage(pages, new FakeRanking());
        approve(
                "search",
                templates.render(
                        "site/search.html",
                        search.answer(
                                        SearchQuestion.read(
                                                "tidal <attention> author:\"Ada Marsh\"",
                                                "rising",
                                                "cs.LG",
                                                Narrowing.read("2026-01-01", null, "true"),
                                                null))
                                .view()));
        PaperSummary paper = Samples.paper(0, "On $\\alpha$ and tides", "We ask.");
        PaperPage known =
                new PaperPage(
                        pages,
                        _ -> Optional.of(SampleEvents.score(paper, 3, 4, Samples.NOW)),
                        new FakeRanking());
        approve("paper", paperPage(known.find(paper.id())));
        approve(
                "preferences",
                templates.render(
                        "site/preferences.html",
                        new PreferencesView(
                                pages.hidden("x"),
                                "/preferences/t",
                                "ada@example.org",
                                true,
                                null,
                                "Saved.",
                                "a digest every day at 08:00 (Europe/Berlin)",
                                List.of("In any of the categories cs.LG"),
                                null,
                                "https://papertide.example/private-feeds/t.atom",
                                "/unsubscribe/t",
                                SubscriptionForm.empty("cs.LG"))));
    }

    private String paperPage(PaperPage.Found found) {
        assertThat(found).isInstanceOf(PaperPage.Found.Page.class);
        return templates.render("site/paper-page.html", ((PaperPage.Found.Page) found).view());
    }

    /** That nothing was counted is no reason why a paper trends. */
    @Test
    void saysPlainlyThatNothingWasCounted() {
        PaperSummary paper = Samples.paper(6, "New and quiet", "We ask.");
        Reason recency = new Reason(Reason.RECENCY, null, 0, 0, 3, 0, 1, null);
        Score counted = SampleEvents.score(paper, 3, 4, Samples.NOW);
        Score score =
                new Score(
                        paper,
                        counted.score(),
                        counted.windows(),
                        List.of(recency),
                        Samples.NOW,
                        counted.model(),
                        null);
        PaperPage papers = new PaperPage(pages, _ -> Optional.of(score), new FakeRanking());

        String article = paperPage(papers.find(paper.id())).split("</article>", 2)[0];

        assertThat(article)
                .contains("<p class=\"uncounted\">nothing counted yet</p>")
                .doesNotContain("Why it trends");
    }

    /** What the search finds has a page, whether or not a score of it came here. */
    @Test
    void showsAPaperThatOnlyTheSearchKnows() {
        FakeRanking ranking = new FakeRanking();
        PaperSummary quiet = Samples.paper(5, "Old and <quiet>", "It was imported.");
        ranking.knows(quiet);
        PaperPage papers = new PaperPage(pages, _ -> Optional.empty(), ranking);

        assertThat(paperPage(papers.find(quiet.id())))
                .contains("<h1 dir=\"auto\">Old and &lt;quiet&gt;</h1>", "It was imported.")
                .contains("Similar papers", "<mark>tidal</mark>")
                .doesNotContain("Expected: <", "Why it trends\"><li></ul>");
        assertThat(papers.find(new PaperId("arxiv:2699.00001")))
                .isEqualTo(new PaperPage.Found.Nothing());
        ranking.away(true);
        assertThat(papers.find(quiet.id())).isEqualTo(new PaperPage.Found.Away());
    }

    /** The search is not asked: the form says what is wrong, at its field. */
    @Test
    void saysWhichDayOfANarrowedSearchIsNone() {
        SearchPage.Made made =
                new SearchPage(pages, new FakeRanking())
                        .answer(
                                SearchQuestion.read(
                                        "tidal",
                                        null,
                                        null,
                                        Narrowing.read("2026-01-01", "<soon>", null),
                                        null));

        assertThat(made.status()).isEqualTo(400);
        assertThat(templates.render("site/search.html", made.view()))
                .contains("<details class=\"options narrow\" open>")
                .contains("name=\"from\" type=\"date\" value=\"2026-01-01\"")
                .contains("name=\"until\" type=\"text\" value=\"&lt;soon&gt;\"")
                .contains("aria-describedby=\"until-problem\" aria-invalid=\"true\" autofocus>")
                .contains("id=\"until-problem\">Please give a day such as 2026-01-31.</p>")
                .doesNotContain("from-problem", "Subscribe to this search");
    }

    /** What an address narrows a search to can be seen, changed and taken away. */
    @Test
    void showsWhatNarrowsASearch() {
        assertThat(narrowedTo("cs.lg", 200))
                .contains("<details class=\"options narrow\" open>")
                .contains("name=\"category\" type=\"text\" value=\"cs.LG\"");
        assertThat(narrowedTo(" ", 200)).doesNotContain("narrow\" open>");
        assertThat(narrowedTo("<machine learning>", 400))
                .contains("value=\"&lt;machine learning&gt;\"")
                .contains("aria-describedby=\"within-problem\" aria-invalid=\"true\" autofocus>")
                .contains("id=\"within-problem\">Please give a category such as cs.LG")
                .doesNotContain("Subscribe to this search");
    }

    private String narrowedTo(String category, int status) {
        SearchPage.Made made =
                new SearchPage(pages, new FakeRanking())
                        .answer(SearchQuestion.read("tidal", null, category, Narrowing.NONE, null));
        assertThat(made.status()).as(category).isEqualTo(status);
        return templates.render("site/search.html", made.view()).toString();
    }

    /** A title leads to where the paper is, or else to its page here. */
    @Test
    void leadsToThePageOfAPaperThatHasNoLink() {
        FakeRanking ranking = new FakeRanking();
        PaperPage papers = new PaperPage(pages, _ -> Optional.empty(), ranking);
        PaperSummary titled =
                SamplePaper.of(new PaperId("title:" + "0".repeat(32)), Samples.NOW).summary();
        PaperSummary published =
                SamplePaper.of(new PaperId("doi:10.1000/a<b"), Samples.NOW).summary();

        assertThat(searchPage(ranking, titled))
                .contains("<h2 dir=\"auto\"><a href=\"/papers/" + titled.id() + "\">")
                .doesNotContain("Publisher");
        assertThat(searchPage(ranking, published))
                .contains("<h2 dir=\"auto\"><a href=\"https://doi.org/10.1000/a%3Cb\">")
                .contains(">Publisher&#39;s page</a>");
        assertThat(paperPage(papers.find(published.id())))
                .contains("<a href=\"https://doi.org/10.1000/a%3Cb\">Publisher&#39;s page</a>");
    }

    private String searchPage(FakeRanking ranking, PaperSummary paper) {
        ranking.knows(paper);
        SearchQuestion question =
                SearchQuestion.read("id:" + paper.id(), null, null, Narrowing.NONE, null);
        return templates.render(
                "site/search.html", new SearchPage(pages, ranking).answer(question).view());
    }

    /** With its files beside it, whatever version they have. */
    private static void approve(String name, Object html) throws IOException {
        ApprovedFile.assertApproved(
                "page/" + name + ".html",
                html.toString().replaceAll("\"/(assets/[a-z.]+)(\\?v=[0-9a-f]+)?\"", "\"$1\""));
    }

    @Test
    void makesAListOnceASecondHoweverManyReadersAsk() {
        SettableClock clock = new SettableClock(Samples.NOW);
        AtomicInteger made = new AtomicInteger();
        FrontPage front =
                new FrontPage(
                        new RankingSource() {
                            @Override
                            public Optional<Ranking> ranking(RankingKey key) {
                                made.incrementAndGet();
                                return eight().ranking(key);
                            }

                            @Override
                            public List<String> categories() {
                                return List.of();
                            }

                            @Override
                            public Map<PaperId, String> abstracts(Collection<PaperId> papers) {
                                return Map.of();
                            }
                        },
                        clock);
        TrendingView first = front.trending(RISING_DAY);
        clock.advance(Duration.ofMillis(999));
        assertThat(front.trending(RISING_DAY)).isSameAs(first);
        assertThat(made).hasValue(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(front.trending(RISING_DAY)).isEqualTo(first);
        assertThat(made).hasValue(2);
        front.trending(RISING_DAY.with(Window.WEEK));
        assertThat(made).hasValue(3);
    }

    @Test
    void showsTitleAuthorsAbstractReasonsLinksAndMovement() {
        String html = render(eight(), RISING_DAY);

        assertThat(html)
                .contains("Tidal Attention: Reading Long Sequences")
                .contains("Ada Marsh, Tomás O&#39;Dowd, Li Wei and 9 more")
                .contains("We ask how far a model can read")
                .contains("+42 upvotes in 6 h, 3 expected; 118 in all")
                .contains("href=\"https://arxiv.org/abs/2603.00000\"")
                .contains(">PDF</a>", ">Code</a>", ">Discussion</a>")
                .contains(
                        "up 2 places within a day",
                        "not among the first 200 a day ago",
                        "where it was a day ago");
    }

    @Test
    void everyStatementAgreesWithTheRanking() {
        for (long seed = 1; seed <= 30; seed++) {
            for (Order order : Order.values()) {
                Window window = List.of(Window.values()).get((int) (seed % 3));
                Ranking ranking =
                        InventedScores.ranking(InventedScores.scores(seed, 60), order, window);
                String html = render(ranking, InventedScores.NOW);
                assertThat(
                                new PageStatements(
                                                EventJson.mapper().valueToTree(ranking),
                                                InventedScores.NOW)
                                        .untrue(html))
                        .as("seed %d, %s", seed, ranking.key())
                        .isEmpty();
            }
        }
    }

    private String render(Ranking ranking, Instant now) {
        FrontPage front =
                new FrontPage(
                        new FakeRankings(ranking.entries(), ranking.asOf()),
                        Clock.fixed(now, ZoneOffset.UTC));
        FrontQuery query =
                FrontQuery.read(
                        ranking.order().wireName(), ranking.window().wireName(), null, "200");
        FrontView view =
                front.view(pages.open("Trending papers"), query, SubscriptionForm.empty(null));
        return templates.render("site/front.html", view);
    }

    @Test
    void leadsToTheOtherLists() {
        String html = render(eight(), FrontQuery.read("top", "week", "cs.LG", null));

        assertThat(html)
                .contains("href=\"/?order=rising&amp;window=week&amp;category=cs.LG\"")
                .contains("href=\"/?order=top&amp;window=month&amp;category=cs.LG\"")
                .contains("<option value=\"cs.LG\" selected>cs.LG: Machine Learning</option>")
                .contains("name=\"categories\" value=\"cs.LG\"");
    }

    /** Whether arXiv's or another archive's. */
    @Test
    void readsACategoryInAnyCase() {
        FrontQuery query = FrontQuery.read(null, null, "CS.lg", null);
        assertThat(query.category()).isEqualTo("cs.LG");
        assertThat(query.asIn(List.of("CS.LG", "bio.Cells")).category()).isEqualTo("CS.LG");
        FrontQuery other = FrontQuery.read(null, null, "BIO.cells", null);
        assertThat(other.asIn(List.of("cs.LG", "bio.Cells")).category()).isEqualTo("bio.Cells");
        assertThat(other.asIn(List.of("cs.LG"))).isEqualTo(other);
        assertThat(RISING_DAY.asIn(List.of("cs.LG"))).isEqualTo(RISING_DAY);
    }

    /** Feed readers look in the head, people beside the list. */
    @Test
    void leadsToTheFeedsOfItsLists() {
        Document page = Jsoup.parse(render(eight(), FrontQuery.read("top", null, "cs.LG", null)));

        assertThat(page.select("head link[rel=alternate]").eachAttr("href"))
                .startsWith("/feeds/top/day.atom?category=cs.LG")
                .contains("/feeds/rising/month.atom?category=cs.LG")
                .doesNotHaveDuplicates()
                .hasSize(6);
        assertThat(page.select("head link[rel=alternate]").eachAttr("title"))
                .startsWith("Top, day, cs.LG");
        assertThat(page.select("main a[href='/feeds/top/day.atom?category=cs.LG']").text())
                .isEqualTo("Follow as a feed");
    }

    @Test
    void showsAsManyAsAskedForAndLeadsToTheRest() {
        String html = render(eight(), FrontQuery.read(null, null, null, "3"));

        assertThat(html.split("<li data-paper=", -1)).hasSize(4);
        assertThat(html).contains("Show all of this list");
    }

    @Test
    void saysWhatToDoWhenNothingIsThere() {
        assertThat(render(new FakeRankings(List.of()), RISING_DAY))
                .contains("No papers in the lists", "./papertide up --demo", "./papertide import");
    }

    /** Only the lists of some have papers. */
    private static RankingSource only(Predicate<RankingKey> filled, String... categories) {
        FakeRankings full = eight();
        return new RankingSource() {
            @Override
            public Optional<Ranking> ranking(RankingKey key) {
                return filled.test(key) ? full.ranking(key) : Optional.empty();
            }

            @Override
            public List<String> categories() {
                return List.of(categories);
            }

            @Override
            public Map<PaperId, String> abstracts(Collection<PaperId> papers) {
                return Map.of();
            }
        };
    }

    @Test
    void saysThatACategoryIsQuiet() {
        assertThat(
                        render(
                                only(key -> key.category() == null),
                                FrontQuery.read(null, null, "hep-th", null)))
                .contains("No paper of hep-th is in this list.")
                .contains("href=\"/?order=rising&amp;window=day\">Show papers from other lists<")
                .doesNotContain("--demo")
                .contains("<option value=\"hep-th\" selected>");
    }

    @Test
    void saysThatAnArchiveHasNoLists() {
        RankingSource rankings = only(key -> key.category() == null, "cs.CV", "cs.LG", "math");
        assertThat(render(rankings, FrontQuery.read(null, null, "CS", null)))
                .contains(
                        "No list of cs",
                        "cs is an archive, and each list is of one category, such as cs.CV.")
                .doesNotContain("No paper of", "Papers of", "atom?category=", "Follow as a feed");
        for (String category : List.of("cs.LG", "math", "c")) {
            assertThat(render(rankings, FrontQuery.read(null, null, category, null)))
                    .contains("No paper of " + category + " is in this list.", "Follow as a feed");
        }
    }

    /** Papers that were listed long ago rise, and are in no list of the top. */
    @Test
    void leadsFromAnEmptyListToOneThatHasPapers() {
        RankingSource rising =
                only(key ->
                        key.category() == null
                                && key.order() == Order.RISING
                                && key.window() != Window.DAY);
        for (FrontQuery query :
                List.of(
                        RISING_DAY,
                        FrontQuery.read("top", null, null, null),
                        FrontQuery.read("top", "month", null, null),
                        FrontQuery.read("top", "week", "hep-th", null))) {
            String window = query.window() == Window.MONTH ? "month" : "week";
            assertThat(render(rising, query))
                    .as("%s", query)
                    .contains(
                            "href=\"/?order=rising&amp;window="
                                    + window
                                    + "\">Show papers from other lists<")
                    .doesNotContain("No papers in the lists", "--demo");
        }
        RankingSource month = only(key -> key.category() == null && key.window() == Window.MONTH);
        assertThat(render(month, FrontQuery.read("top", "day", null, null)))
                .contains("A quiet day", "href=\"/?order=top&amp;window=month\">Show papers from");
    }

    @Test
    void escapesWhatStrangersWrote() {
        String evil = "<script>alert(1)</script>\" onload=\"x\u202E";
        PaperSummary paper = Samples.paper(1, evil, evil);
        Reason reason = Samples.reason(evil, 3, 2, 6, 1, 1, evil);
        String html =
                render(
                        new FakeRankings(
                                List.of(new Ranking.Entry(1, null, 1, List.of(reason), paper))),
                        RISING_DAY);

        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x")
                .doesNotContain("<script>", "\" onload", "\u202E");
    }

    @Test
    void takesAnyAddress() {
        FrontQuery query = FrontQuery.read("<b>", "decade", "\"><script>", "99999999999999");

        assertThat(query)
                .isEqualTo(
                        new FrontQuery(Order.RISING, Window.DAY, null, FrontQuery.DEFAULT_LIMIT));
        assertThat(FrontQuery.read(null, null, null, "500").limit()).isEqualTo(200);
        assertThat(FrontQuery.read(null, null, null, "0").limit()).isEqualTo(1);
    }

    @Test
    void hasNothingInlineAndNothingFromElsewhere() {
        assertThat(render(eight(), RISING_DAY))
                .doesNotContainPattern("(?i)<script(?![^>]*src=\"/assets/)")
                .doesNotContainPattern("(?i)\\sstyle=\"")
                .doesNotContainPattern("(?i)\\son[a-z]+=\"")
                .doesNotContainPattern("(?i)src=\"(?!/assets/)")
                .doesNotContain("<style");
    }

    @Test
    void labelsEveryField() {
        String html = render(eight(), RISING_DAY);

        for (String id :
                List.of(
                        "email",
                        "frequency",
                        "hour",
                        "categories",
                        "include",
                        "exclude",
                        "authors",
                        "limit",
                        "minimumScore",
                        "timezone",
                        "category")) {
            assertThat(html).contains("id=\"" + id + "\"", "for=\"" + id + "\"");
        }
        assertThat(html)
                .contains("<main id=\"main\">", "<html lang=\"en\">")
                .containsOnlyOnce("<h1");
    }

    /** A filter that is in the address is seen before one subscribes, not folded away. */
    @Test
    void showsTheCategoryOfTheAddressInTheForm() {
        Document page = Jsoup.parse(render(eight(), FrontQuery.read(null, null, "cs.LG", null)));
        Element field = page.expectFirst("#categories");

        assertThat(field.val()).isEqualTo("cs.LG");
        assertThat(field.closest("details")).isNull();
    }

    @Test
    void hasTheFieldsBeforeTheButtonAndTheTimezoneBesideTheHour() {
        Document page = Jsoup.parse(render(eight(), RISING_DAY));
        Element form = page.expectFirst("form[action=/subscribe]");
        List<Element> controls = form.select("input, select, button");

        assertThat(controls.getLast().tagName()).isEqualTo("button");
        assertThat(form.expectFirst("#timezone").closest(".row"))
                .isSameAs(form.expectFirst("#hour").closest(".row"));
    }

    /** Whatever is wrong with whichever fields: all is said at once, at the field, and shown. */
    @Test
    void saysAllThatIsWrongAtItsFieldAndFocusesTheFirst() {
        List<String> fields =
                List.of(
                        "email",
                        "frequency",
                        "hour",
                        "timezone",
                        "categories",
                        "include",
                        "exclude",
                        "authors",
                        "limit",
                        "minimumScore");
        for (int wrong = 0; wrong < 1 << fields.size(); wrong++) {
            Map<String, String> problems = new HashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                if ((wrong >> i & 1) == 1) {
                    problems.put(fields.get(i), "Wrong: " + i + ".");
                }
            }
            Document page = form(problems);
            assertThat(page.select("[aria-invalid]").eachAttr("id"))
                    .containsExactlyInAnyOrderElementsOf(problems.keySet());
            assertThat(page.select("[autofocus]"))
                    .hasSize(problems.isEmpty() ? 0 : 1)
                    .allSatisfy(first ->
                            assertThat(first).isSameAs(page.select("[aria-invalid]").first()));
            problems.forEach((field, problem) -> {
                Element said = page.expectFirst("#" + field + "-problem");
                assertThat(said.text()).isEqualTo(problem);
                Element folded = said.closest("details");
                assertThat(folded == null || folded.hasAttr("open")).as(field).isTrue();
                assertThat(page.expectFirst(".problems").text()).contains(problem);
            });
            assertRefersToWhatIsThere(page);
        }
    }

    private Document form(Map<String, String> problems) {
        FormView form = new FormView(Map.of("limit", "10"), problems);
        return Jsoup.parse(
                templates.render(
                        "site/subscribe-page.html",
                        new FormPageView(pages.hidden("x"), "x", form, null, List.of())));
    }

    private static void assertRefersToWhatIsThere(Document page) {
        for (String attribute : List.of("aria-describedby", "aria-labelledby", "for", "list")) {
            for (Element element : page.select("[" + attribute + "]")) {
                for (String id : element.attr(attribute).split(" ", -1)) {
                    assertThat(page.getElementById(id)).as("%s=%s", attribute, id).isNotNull();
                }
            }
        }
    }

    /** The same entries for every key; abstracts by themselves. */
    private record FakeRankings(List<Ranking.Entry> entries, Instant asOf)
            implements RankingSource {

        FakeRankings(List<Ranking.Entry> entries) {
            this(entries, Samples.NOW);
        }

        @Override
        public Optional<Ranking> ranking(RankingKey key) {
            return entries.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Ranking(key.order(), key.window(), key.category(), asOf, entries));
        }

        @Override
        public List<String> categories() {
            return List.of("cs.CL", "cs.LG");
        }

        @Override
        public Map<PaperId, String> abstracts(Collection<PaperId> papers) {
            Map<PaperId, String> abstracts = new HashMap<>();
            int number = 0;
            for (PaperId paper : papers) {
                String text = Samples.line(number++).paper().abstractText();
                if (text != null) {
                    abstracts.put(paper, text);
                }
            }
            return abstracts;
        }
    }
}
