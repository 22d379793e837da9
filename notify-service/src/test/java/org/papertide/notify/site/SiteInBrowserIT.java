package org.papertide.notify.site;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Ranking;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.message.Samples;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.TestStack;

/** What a reader does, in a real browser; skipped where none is installed. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class SiteInBrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    @Inject CandidateStore candidates;

    @BeforeAll
    static void open() {
        assumeTrue(Files.isExecutable(CHROMIUM), "no chromium on this machine");
        Playwright started =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        playwright = started;
        browser =
                started.chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(CHROMIUM)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    private void rank(String category, PaperLine... lines) {
        rank(category, Samples.NOW, lines);
    }

    private void rank(String category, Instant asOf, PaperLine... lines) {
        List<Ranking.Entry> entries = new ArrayList<>();
        for (PaperLine line : lines) {
            entries.add(
                    new Ranking.Entry(
                            entries.size() + 1,
                            null,
                            line.score(),
                            line.reasons(),
                            line.paper().forRanking()));
        }
        Ranking ranking = new Ranking(Order.RISING, Window.DAY, category, asOf, entries);
        candidates.applyRankings(List.of(RecordSink.Change.to(EventCodec.RANKING, ranking)));
    }

    /** Quarkus tells RestAssured before each test where the service listens. */
    private static URI site() {
        return URI.create("http://localhost:" + RestAssured.port + "/");
    }

    private static Browser.NewContextOptions reader() {
        return new Browser.NewContextOptions().setTimezoneId("Asia/Tokyo").setLocale("en-GB");
    }

    private void subscribeAndConfirm(Page page, String address) {
        page.navigate(site().toString());
        page.getByLabel("Email address").fill(address);
        page.getByRole(AriaRole.BUTTON, named("Subscribe")).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Please check your inbox");

        Mailbox mailbox = TestStack.get().mailbox(address);
        String link =
                mailbox.await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        page.navigate(site().resolve(URI.create(link).getPath()).toString());
        page.getByRole(AriaRole.BUTTON, named("Confirm the subscription")).click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("You are subscribed");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    @Test
    void subscribesInTheReadersTimezone() {
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            subscribeAndConfirm(page, TestStack.get().newAddress("browser"));

            assertThat(page.locator("main")).containsText("every day at 08:00 (Asia/Tokyo)");
            assertThat(context.cookies()).isEmpty();
        }
    }

    @Test
    void subscribesWithoutJavaScript() {
        try (BrowserContext context =
                requireNonNull(browser).newContext(reader().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            subscribeAndConfirm(page, TestStack.get().newAddress("plain"));

            assertThat(page.locator("main")).containsText("every day at 08:00 (UTC)");
        }
    }

    @Test
    void movesTheListWithoutAReload() {
        rank("cs.MV", Samples.line(0), Samples.line(1));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            List<String> complaints = new ArrayList<>();
            List<String> elsewhere = new ArrayList<>();
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(site().toString())) {
                    elsewhere.add(request.url());
                }
            });
            page.navigate(site().resolve("/?category=cs.MV").toString());
            assertThat(page.locator(".trending > li h2").first()).containsText("Tidal Attention");

            rank("cs.MV", Samples.line(1), Samples.line(0), Samples.line(2));

            assertThat(page.locator(".trending > li")).hasCount(3);
            assertThat(page.locator(".trending > li h2").first()).containsText("On the O(n log n)");
            assertThat(complaints).isEmpty();
            assertThat(elsewhere).isEmpty();
        }
    }

    @Test
    void movesNothingUnderThePointer() {
        rank("cs.PT", Samples.line(0), Samples.line(1));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.PT").toString());
            page.locator(".trending > li").first().hover();
            rank("cs.PT", Samples.line(1), Samples.line(0));

            Locator offer = page.getByRole(AriaRole.BUTTON, named("Show the new order"));
            assertThat(offer).isVisible();
            assertThat(page.locator(".trending > li h2").first()).containsText("Tidal Attention");

            page.mouse().move(0, 0);
            assertThat(page.locator(".trending > li h2").first()).containsText("On the O(n log n)");
            assertThat(offer).isHidden();
        }
    }

    /** The list goes from nothing to something and back, and leaves the form beside it alone. */
    @Test
    void keepsWhatIsBeingWrittenWhenTheFirstPapersCome() {
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.navigate(site().resolve("/?category=cs.HF").toString());
            assertThat(page.locator(".quiet-list")).isVisible();
            Locator address = page.getByLabel("Email address");
            address.pressSequentially("half@exa");
            page.evaluate("window.sameDocument = true");

            rank("cs.HF", Instant.now(), Samples.line(0));
            assertThat(page.locator(".trending > li")).hasCount(1);
            assertThat(page.locator(".live time")).isVisible();
            assertThat(page.locator(".live .age")).hasText("less than a minute ago");
            rank("cs.HF", Instant.now(), Samples.line(1), Samples.line(0));
            assertThat(page.locator(".trending > li")).hasCount(2);
            assertThat(page.locator(".quiet-list")).hasCount(0);
            rank("cs.HF", Instant.now());
            assertThat(page.locator(".quiet-list")).isVisible();
            assertThat(page.locator(".live time")).hasCount(0);

            assertThat(address).hasValue("half@exa");
            assertThat(address).isFocused();
            assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void replacesNoNoticeUnderThePointer() {
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.NP").toString());
            page.locator(".quiet-list").hover();
            rank("cs.NP", Samples.line(0));

            Locator offer = page.getByRole(AriaRole.BUTTON, named("Show the new order"));
            assertThat(offer).isVisible();
            assertThat(page.locator(".quiet-list")).isVisible();
            // Without the pointer, which would leave the list on its way.
            offer.dispatchEvent("click");
            assertThat(page.locator(".trending > li")).hasCount(1);
            assertThat(offer).isHidden();
        }
    }

    @Test
    void fetchesThePapersThatChangedAndNoOthers() {
        rank("cs.FE", Samples.line(0), Samples.line(1));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            List<Response> fetched = new ArrayList<>();
            page.onResponse(answer -> {
                if (answer.url().contains("/trending/papers")) {
                    fetched.add(answer);
                }
            });
            page.navigate(site().resolve("/?category=cs.FE").toString());
            rank("cs.FE", Samples.line(1), Samples.line(2), Samples.line(0));
            assertThat(page.locator(".trending > li")).hasCount(3);

            assertThat(fetched).hasSize(1);
            assertThat(fetched.getFirst().text().split("<li data-paper", -1)).hasSize(2);
        }
    }

    /** A list that stands still grows old, and says so where it lasts. */
    @Test
    void saysThatItCannotBeUpdated() {
        rank("cs.ST", Instant.now(), Samples.line(0));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            List<String> failed = new ArrayList<>();
            page.onRequestFailed(request -> failed.add(request.url()));
            page.clock().install();
            page.navigate(site().resolve("/?category=cs.ST").toString());
            Locator age = page.locator(".live .age");
            Locator stale = page.getByRole(AriaRole.STATUS);
            assertThat(age).hasText("less than a minute ago");

            page.route("**/trending/changes*", Route::abort);
            page.clock().fastForward(Duration.ofMinutes(5).toMillis());
            page.waitForCondition(() -> !failed.isEmpty());
            assertThat(age).hasText("5 min ago");
            assertThat(stale).isEmpty();
            page.clock().fastForward(Duration.ofSeconds(31).toMillis());
            assertThat(stale)
                    .hasText("This list cannot be updated at the moment. The page keeps trying.");

            page.unroute("**/trending/changes*");
            page.clock().fastForward(Duration.ofSeconds(16).toMillis());
            assertThat(stale).isEmpty();
            assertThat(age).hasText("less than a minute ago");
        }
    }

    /** What is said of the list and what can be done with it wraps as a whole. */
    @Test
    void squeezesNothingOnANarrowScreen() {
        rank("cs.NA", Samples.line(0));
        try (BrowserContext context =
                requireNonNull(browser).newContext(reader().setViewportSize(390, 844))) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.NA").toString());
            Locator pieces = page.locator(".live > :visible");
            assertThat(pieces).hasCount(4);
            for (Locator piece : pieces.all()) {
                assertThat(requireNonNull(piece.boundingBox()).height)
                        .as(piece.textContent())
                        .isLessThan(36);
            }
        }
    }

    @Test
    void saysTheDayOfAListThatIsNotTodays() {
        rank("cs.OD", Samples.line(0));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.OD").toString());

            assertThat(page.locator(".live time"))
                    .hasText(
                            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.UK)
                                    .withZone(ZoneId.of("Asia/Tokyo"))
                                    .format(Samples.NOW));
        }
    }

    /** To look through a list of choices with the keyboard leads nowhere (WCAG 2.2, 3.2.2). */
    @Test
    void choosesACategoryWithTheKeyboard() {
        rank("cs.KA", Samples.line(0));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.KA").toString());
            Locator chooser =
                    page.getByLabel("Category", new Page.GetByLabelOptions().setExact(true));
            chooser.focus();
            page.keyboard().press("ArrowUp");

            assertThat(chooser).not().hasValue("cs.KA");
            assertThat(chooser).isFocused();
            assertThat(page.url()).endsWith("?category=cs.KA");

            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page).not().hasURL(Pattern.compile(".*cs\\.KA"));
        }
    }

    /** The script fills in what nobody has chosen, and no more. */
    @Test
    void keepsTheTimezoneAndTheHourThatWereChosen() {
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().toString());
            page.getByLabel("Timezone").fill("UTC");
            page.getByLabel("How often").selectOption("INSTANT");
            page.getByLabel("Rest of the day's alerts at").selectOption("20");
            page.getByRole(AriaRole.BUTTON, named("Preview")).click();

            assertThat(page.getByLabel("Timezone")).hasValue("UTC");
            assertThat(page.getByLabel("How often")).hasValue("INSTANT");
            assertThat(page.getByLabel("Rest of the day's alerts at")).hasValue("20");
            page.getByLabel("How often").selectOption("DAILY");
            assertThat(page.locator("label[for=hour]")).hasText("At");
        }
    }

    @Test
    void saysAllThatIsWrongAndOpensWhatIsFolded() {
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            page.navigate(site().toString());
            page.getByLabel("Timezone").fill("Mars/Olympus");
            page.getByText("More filters").click();
            page.getByLabel("Papers in a digest").fill("9000");
            page.getByText("More filters").click();
            page.getByRole(AriaRole.BUTTON, named("Subscribe")).click();

            assertThat(page.getByLabel("Email address")).isFocused();
            assertThat(page.locator("#email-problem")).isVisible();
            assertThat(page.locator("#timezone-problem")).isVisible();
            assertThat(page.locator("#limit-problem")).isVisible();
            assertThat(page.locator(".problems li")).hasCount(3);
        }
    }

    /** Every page that a reader comes to, by the rules of axe-core for WCAG 2.2 A and AA. */
    @Test
    void bringsNoBarriers() {
        rank("cs.AX", Samples.line(0), Samples.line(1));
        try (BrowserContext context = requireNonNull(browser).newContext(reader())) {
            Page page = context.newPage();
            String address = TestStack.get().newAddress("axe");
            for (String path :
                    List.of(
                            "/?category=cs.AX",
                            "/about",
                            "/privacy",
                            "/subscribe",
                            "/search?q=tidal&from=2026-01-01",
                            "/search?q=tidal&until=soon",
                            "/none")) {
                page.navigate(site().resolve(path).toString());
                assertNoBarriers(page);
            }
            page.navigate(site().resolve("/subscribe").toString());
            page.getByRole(AriaRole.BUTTON, named("Subscribe")).click();
            assertNoBarriers(page);
            subscribeAndConfirm(page, address);
            assertNoBarriers(page);
            page.getByText("See or change what you get").click();
            assertThat(page.getByRole(AriaRole.HEADING, named("Your subscription"))).isVisible();
            assertNoBarriers(page);
        }
    }

    private static void assertNoBarriers(Page page) {
        AxeResults found =
                new AxeBuilder(page)
                        .withTags(
                                List.of(
                                        "wcag2a",
                                        "wcag2aa",
                                        "wcag21a",
                                        "wcag21aa",
                                        "wcag22aa",
                                        "best-practice"))
                        .analyze();
        assertThat(found.getPasses()).isNotEmpty();
        assertThat(found.getViolations())
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .as(page.url())
                .isEmpty();
    }

    @Test
    void fitsASmallScreen() {
        rank("cs.SM", Samples.line(0));
        try (BrowserContext context =
                requireNonNull(browser).newContext(reader().setViewportSize(320, 700))) {
            Page page = context.newPage();
            page.navigate(site().resolve("/?category=cs.SM").toString());

            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        }
    }
}
