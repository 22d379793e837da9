package org.papertide.notify.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.notify.ApprovedFile;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;

class QuteMessageComposerTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** A day before the next digest of the samples. */
    private static final Instant YESTERDAY = Samples.NOW.minus(Duration.ofDays(1));

    private final MessageComposer composer =
            new QuteMessageComposer(new Templates(), List.of(), Samples.RHYTHM);

    private static Interest interest(Frequency frequency) {
        return new Interest(
                frequency,
                BERLIN,
                8,
                List.of("cs.LG", "free-money.example"),
                List.of("diffusion", "<b>free money</b>"),
                List.of(),
                List.of("Ada Marsh"),
                5.0,
                10,
                new Theme(
                        List.of("why deep networks generalise <b>free money</b>"),
                        List.of("applications"),
                        List.of(new PaperId("arxiv:2409.01234")),
                        Amount.FEW));
    }

    private static DigestContent digest(List<PaperLine> rising, List<PaperLine> top) {
        return new DigestContent(
                DigestContent.Kind.DAILY,
                Samples.NOW,
                BERLIN,
                DigestContent.places(rising),
                DigestContent.places(top));
    }

    /** Of four that are left over one is too much; two would be the second and third that rise. */
    private static DigestContent restOfAlerts() {
        List<PaperLine> lines = Samples.lines(0, 5);
        return new DigestContent(
                DigestContent.Kind.REST_OF_ALERTS,
                Samples.NOW,
                BERLIN,
                List.of(
                        new DigestContent.Place(1, 0, lines.get(3)),
                        new DigestContent.Place(5, 2, lines.get(4))),
                List.of(),
                List.of(),
                new DigestContent.LeftOver(
                        List.of(
                                new DigestContent.Place(2, 0, lines.get(0)),
                                new DigestContent.Place(0, 0, lines.get(1)),
                                new DigestContent.Place(0, 0, lines.get(2))),
                        List.of(new DigestContent.Place(3, 0, lines.get(2)))));
    }

    private static DigestContent hostile(String title, String text, int count) {
        String word = title.substring(0, Math.min(title.length(), Bounds.MAX_WORD));
        List<PaperLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(
                    new PaperLine(
                            Samples.paper(i, title, text),
                            1,
                            List.of(Samples.reason(word, 3, 2, 6, 1, 1, word))));
        }
        return digest(lines, List.of());
    }

    /** Papers with what they should have in the end. */
    private static List<PaperLine> ended(int from, int to) {
        return Samples.lines(from, to).stream()
                .map(line -> new PaperLine(line.paper(), line.score() + 200, line.reasons()))
                .toList();
    }

    /** The first is near to what the reader wrote, the others are like a paper. */
    private static List<PaperLine> met(List<PaperLine> lines) {
        List<PaperLine> met = new ArrayList<>();
        for (PaperLine line : lines) {
            Direction direction =
                    met.isEmpty()
                            ? new Direction(
                                    "<i>why</i> $\\alpha$ matters", null, new float[1], 0, 1)
                            : new Direction(
                                    "Deep \\emph{Linear} Nets",
                                    "doi:10.1000/1",
                                    new float[1],
                                    0,
                                    1);
            met.add(new PaperLine(line.paper(), line.score(), line.reasons(), direction));
        }
        return met;
    }

    @Test
    void saysNothingOfFailuresWhereAReceiverWantedNoMore() {
        RenderedMessage mail =
                new QuteMessageComposer(new Templates(), List.of(), Samples.RHYTHM)
                        .webhookEnded(
                                new WebhookEndedContent(
                                        7, "https://example.org:443", "HTTP 410", null));

        assertThat(mail.text())
                .contains("Webhook 7 at https://example.org:443 wants no more events.")
                .doesNotContain("has taken no event");
    }

    /** Every kind of mail, by name. */
    static Map<String, RenderedMessage> all() {
        MessageComposer composer =
                new QuteMessageComposer(new Templates(), List.of(), Samples.RHYTHM);
        return Map.of(
                "new-link",
                        composer.newLink(
                                new NewLinkContent(
                                        interest(Frequency.DAILY),
                                        Samples.NOW,
                                        YESTERDAY,
                                        Map.of())),
                "new-link-instant",
                        composer.newLink(
                                new NewLinkContent(
                                        interest(Frequency.INSTANT),
                                        Samples.NOW,
                                        YESTERDAY,
                                        Map.of())),
                "webhook-ended",
                        composer.webhookEnded(
                                new WebhookEndedContent(
                                        7, "https://example.org:443", "HTTP 500", Samples.NOW)),
                "digest-rest-of-alerts", composer.digest(restOfAlerts()).message(),
                "digest-in-words",
                        composer.digest(digest(met(Samples.lines(0, 2)), List.of())).message(),
                "digest", composer.digest(digest(Samples.lines(0, 5), ended(5, 8))).message(),
                "alert", composer.alert(new AlertContent(Samples.line(2), 40, 1, Samples.NOW)),
                "optin", composer.optIn(new OptInContent(interest(Frequency.DAILY), Samples.NOW)),
                "welcome",
                        composer.welcome(
                                new WelcomeContent(
                                        interest(Frequency.WEEKLY),
                                        Samples.NOW,
                                        YESTERDAY,
                                        DigestContent.places(Samples.lines(0, 2)),
                                        false,
                                        Map.of(
                                                new PaperId("arxiv:2409.01234"),
                                                "Deep Linear Networks <b>free money</b>"))),
                "welcome-instant",
                        composer.welcome(
                                new WelcomeContent(
                                        interest(Frequency.INSTANT),
                                        null,
                                        YESTERDAY,
                                        List.of(),
                                        true,
                                        Map.of())));
    }

    private static RenderedMessage mail(String kind) {
        return requireNonNull(all().get(kind));
    }

    @Test
    void rendersTheMailsThatWereApproved() throws IOException {
        for (Map.Entry<String, RenderedMessage> entry : all().entrySet()) {
            RenderedMessage mail = entry.getValue();
            ApprovedFile.assertApproved("mail/" + entry.getKey() + ".html", mail.html());
            ApprovedFile.assertApproved(
                    "mail/" + entry.getKey() + ".txt", mail.subject() + "\n\n" + mail.text());
        }
    }

    /** The text part has no button, but the address once. */
    private static final String BESIDE_A_BUTTON = "Or open this address:";

    @Test
    void textSaysAllThatHtmlSays() {
        all().forEach((name, mail) -> {
            String said = squeeze(mail.text());
            for (String piece : Html.texts(mail.html())) {
                if (piece.equals(BESIDE_A_BUTTON)) {
                    continue;
                }
                assertThat(said).as(name).containsIgnoringCase(squeeze(piece));
            }
            for (String link : Html.attributes(mail.html(), "href")) {
                assertThat(mail.text()).as(name).contains(link);
            }
        });
    }

    private static String squeeze(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void holdsExactlyTheLinksOfItsKind() {
        assertThat(links(mail("optin"))).containsOnly(PersonalLink.CONFIRM);
        assertThat(links(mail("new-link")))
                .containsOnly(PersonalLink.PREFERENCES, PersonalLink.UNSUBSCRIBE);
        assertThat(links(mail("welcome")))
                .containsOnly(PersonalLink.PREFERENCES, PersonalLink.UNSUBSCRIBE);
        for (String kind : List.of("digest", "alert")) {
            assertThat(links(mail(kind)))
                    .containsOnly(
                            PersonalLink.UNSUBSCRIBE, PersonalLink.PREFERENCES, PersonalLink.WEB);
        }
    }

    private static List<PersonalLink> links(RenderedMessage mail) {
        List<PersonalLink> found = new ArrayList<>();
        for (PersonalLink link : PersonalLink.values()) {
            boolean text = mail.text().contains(link.placeholder());
            assertThat(mail.html().contains(link.placeholder())).isEqualTo(text);
            if (text) {
                found.add(link);
            }
        }
        return found;
    }

    @Test
    void saysWhyEachPaperIsThere() {
        RenderedMessage mail = mail("digest");

        assertThat(mail.text()).contains("+42 upvotes in 6 h, 3 expected; 118 in all");
        assertThat(mail.html()).contains("+42 upvotes in 6 h, 3 expected; 118 in all");
        assertThat(mail.text()).contains("Ada Marsh, Tomás O'Dowd, Li Wei and 9 more");
    }

    @Test
    void namesTheFirstPaperInTheSubject() {
        assertThat(mail("digest").subject())
                .startsWith("Tidal Attention: Reading Long Sequences")
                .endsWith("… and 7 more");
        assertThat(mail("alert").subject())
                .isEqualTo("Taking off: Small Models That Know What They Do Not Know");
        assertThat(composer.digest(digest(Samples.lines(1, 2), List.of())).message().subject())
                .isEqualTo("On the O(n log n) Geometry of Sleeping Gradients");
    }

    @Test
    void keepsSubjectsShortAndOnOneLine() {
        for (String title :
                List.of(
                        "x".repeat(PaperSummary.MAX_TITLE),
                        "Fine\r\nBcc: victim@example.org\r\n\r\nbody",
                        "😀".repeat(PaperSummary.MAX_TITLE / 2),
                        "\u202Eevil\u0007",
                        "word ".repeat(60))) {
            String subject = composer.digest(hostile(title, "", 2)).message().subject();
            assertThat(subject.length()).isBetween(1, QuteMessageComposer.MAX_SUBJECT);
            assertThat(subject)
                    .doesNotContainPattern("[\\p{Cntrl}\\u202A-\\u202E]")
                    .endsWith("and one more");
        }
    }

    @Test
    void escapesMarkup() {
        String title = "<script>alert(1)</script> & \"q\" '</title>";
        RenderedMessage mail = composer.digest(hostile(title, title, 1)).message();

        assertThat(mail.html())
                .doesNotContain("<script", "</title>\"")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot;");
        assertThat(mail.text()).contains("<script>alert(1)</script> & \"q\"");
    }

    @Test
    void letsNoPaperForgeALineOrALink() {
        String title = "A\nUnsubscribe: https://evil.example\n\uE000UNSUBSCRIBE\uE001 \u202Eb";
        RenderedMessage mail = composer.digest(hostile(title, title, 1)).message();

        assertThat(mail.text().lines()).noneMatch(line -> line.startsWith("Unsubscribe: https"));
        assertThat(mail.text()).doesNotContain("\u202E").containsOnlyOnce("\uE000UNSUBSCRIBE");
        assertThat(mail.html()).containsOnlyOnce("\uE000UNSUBSCRIBE");
    }

    @Test
    void tellsAStrangerNothingThatSomebodyElseChose() {
        RenderedMessage mail = mail("optin");

        assertThat(mail.text() + mail.html())
                .doesNotContain("free", "money", "Ada Marsh", "diffusion")
                .contains("Machine Learning (cs.LG), and one more category");
    }

    @Test
    void staysBelowTheClippingSize() {
        String wide = "数".repeat(299) + " ";
        for (DigestContent content :
                List.of(
                        hostile(wide, wide.repeat(2), 50),
                        hostile("<&>".repeat(100), "\"'<".repeat(200), 50),
                        digest(Samples.lines(0, 25), Samples.lines(25, 50)))) {
            RenderedMessage mail = composer.digest(content).message();
            assertThat(mail.html().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(QuteMessageComposer.MAX_HTML);
        }
        DigestMessage most = composer.digest(hostile(wide, wide, 200));
        assertThat(most.papers()).isLessThan(200);
        assertThat(most.message().text())
                .contains(200 - most.papers() + " more papers did not fit")
                .contains("\n" + most.papers() + ". ")
                .doesNotContain("\n" + (most.papers() + 1) + ". ");
    }

    @Test
    void countsInTheSubjectWhatIsInTheMail() {
        for (int papers : List.of(2, 40, 50, 120, 200)) {
            DigestMessage mail = composer.digest(hostile("数".repeat(150), "数 ".repeat(90), papers));

            assertThat(mail.message().subject())
                    .endsWith(
                            mail.papers() == 2
                                    ? " and one more"
                                    : " and " + (mail.papers() - 1) + " more");
            if (mail.papers() < papers) {
                assertThat(mail.message().html().getBytes(StandardCharsets.UTF_8).length)
                        .as("what was left out would not have fitted")
                        .isGreaterThan(QuteMessageComposer.MAX_HTML * 9 / 10);
            }
        }
    }

    @Test
    void wrapsTheTextPart() {
        all().values()
                .forEach(mail ->
                        assertThat(mail.text().lines())
                                .allMatch(line ->
                                        line.length() <= TextPart.WIDTH
                                                || line.contains("https://")));
    }

    @Test
    void tellsABarThatWasPassedInThePastAndAForecastAhead() {
        String passed = alert(40, List.of(upvotes(107)));
        String ahead = alert(200, List.of(upvotes(107)));
        String inPoints = alert(200, List.of(Samples.reason("HN_POINTS", 300, 200, 6, 3, 1, null)));

        assertThat(passed).contains("this paper had 107 upvotes: it has passed 40 upvotes");
        assertThat(passed).doesNotContain("likely");
        assertThat(ahead)
                .contains(
                        "this paper had 107 upvotes, and became likely to end above 200 upvotes,"
                                + " which few papers reach.");
        assertThat(inPoints).contains("likely to end above what is worth 200 upvotes");
        assertThat(passed).contains("Expected: about 118 more upvotes within a day");
    }

    private static Reason upvotes(long reading) {
        return Samples.reason("UPVOTES", reading, reading, 6, 3, 1, null);
    }

    private String alert(double bar, List<Reason> reasons) {
        PaperLine line = new PaperLine(Samples.line(2).paper(), 118.4, reasons);
        return composer.alert(new AlertContent(line, bar, 1, Samples.NOW))
                .text()
                .replaceAll("\\s+", " ");
    }

    /** Beside "+113" nothing may be probable "above 107", whatever the numbers are. */
    @Test
    void neverForecastsABarBelowThePresentCount() {
        for (long reading = 0; reading < 300; reading += 7) {
            for (int bar = 30; bar < 300; bar += 13) {
                String text = alert(bar, List.of(upvotes(reading)));
                assertThat(text.contains("likely to end above"))
                        .as("bar %d, %d counted", bar, reading)
                        .isEqualTo(bar > reading);
            }
        }
    }

    /** They are neither of the day nor ranked among its papers. */
    @Test
    void saysOfPapersThatWereReadLateThatTheyAreOlder() {
        RenderedMessage mail =
                composer.digest(
                                new DigestContent(
                                        DigestContent.Kind.DAILY,
                                        Samples.NOW,
                                        BERLIN,
                                        List.of(),
                                        List.of(),
                                        DigestContent.places(List.of(Samples.line(0)))))
                        .message();
        assertThat(mail.text().replace("\n", " "))
                .contains("READ LATE Papers that were listed earlier, but not read yet")
                .contains("1. ");
        assertThat(mail.html())
                .contains(">Read late<")
                .doesNotContain("Top of the day", ">Rising<");
    }

    @Test
    void saysWhereThePapersOfMissingRanksAre() {
        RenderedMessage mail =
                composer.digest(
                                new DigestContent(
                                        DigestContent.Kind.DAILY,
                                        Samples.NOW,
                                        BERLIN,
                                        List.of(new DigestContent.Place(2, 1, Samples.line(0))),
                                        List.of(new DigestContent.Place(3, 0, Samples.line(1)))))
                        .message();
        for (String said : List.of(mail.text().replace("\n", " "), mail.html())) {
            assertThat(said)
                    .contains("No. 1 was in an earlier mail.")
                    .contains("No. 1 is above, under Rising. No. 2 was in an earlier mail.")
                    .contains("2. ", "3. ");
        }
    }

    @Test
    void saysWhenTheFirstDigestComes() {
        assertThat(mail("welcome").text().replace("\n", " "))
                .contains("Monday, 2 March 2026, at 08:00 (Europe/Berlin)");
        assertThat(mail("welcome-instant").text()).contains("When a paper takes off");
    }

    /**
     * Somebody who has an old link has had digests for years, and may have one of alerts to come.
     */
    @Test
    void promisesNoFirstDigestWithANewLink() {
        assertThat(mail("new-link").text().replace("\n", " "))
                .contains("Your next digest is due on Monday, 2 March 2026")
                .doesNotContain("Welcome", "first digest");
        assertThat(mail("new-link").subject())
                .isEqualTo("A new link to your Papertide preferences");
        assertThat(mail("new-link-instant").text().replace("\n", " "))
                .contains("When a paper takes off, you get a mail about it")
                .doesNotContain("digest is due");
    }

    /** As after an outage: its slot has passed, and the planner has not come to it yet. */
    @Test
    void saysOfADigestThatIsLateThatItWasDue() {
        for (Duration late : List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(3))) {
            assertThat(
                            InterestText.whatFollows(
                                    interest(Frequency.DAILY),
                                    "next",
                                    Samples.NOW,
                                    Samples.NOW.plus(late),
                                    Samples.RHYTHM))
                    .as("%s after its slot", late)
                    .startsWith(
                            "Your next digest was due on Monday, 2 March 2026, at 08:00"
                                    + " (Europe/Berlin), and comes soon; ")
                    .doesNotContain("is due");
        }
    }

    @Test
    void bringsNothingFromElsewhereAndNoTracking() {
        for (RenderedMessage mail : all().values()) {
            assertThat(mail.html())
                    .doesNotContainPattern(
                            Pattern.compile("<(img|link|script|iframe|form|svg|object)\\b"))
                    .doesNotContain("url(", "@import", "@font-face");
        }
    }

    @Test
    void hasLanguageAndHeadingsInOrder() {
        for (RenderedMessage mail : all().values()) {
            assertThat(mail.html()).startsWith("<!doctype html>").contains("<html lang=\"en\">");
            assertThat(mail.html()).containsOnlyOnce("<h1 ");
        }
        assertThat(mail("digest").html()).contains("<h2 ", "<h3 ");
    }
}
