package org.papertide.notify.message;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ForecastText;
import org.papertide.events.Order;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.ReasonText;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.MailView.Section;
import org.papertide.text.PaperText;

/** Renders mails from the templates in {@code templates/mail}. */
public final class QuteMessageComposer implements MessageComposer {

    /**
     * UTF-8 bytes of the HTML before the links are spliced in. Gmail clips at 102 kB; the links of
     * a mail have some hundred bytes each.
     */
    static final int MAX_HTML = 90_000;

    /** A subject as most inboxes show it whole, before it is encoded. */
    static final int MAX_SUBJECT = 78;

    /** How much of each abstract is tried, in characters, until the mail is small enough. */
    private static final int[] ABSTRACTS = {600, 300, 150, 0};

    private static final String RISING_WITHIN =
            "Papers that were listed, or whose counts rose, within %s, by what we expect them to gain"
                    + " within a day.";

    /** The list of papers of which a reader had no alert. */
    private static final String TAKING_OFF = "Taking off";

    private static final String ABOVE = "above, under ";

    /** Of papers that are in no list of the digest. */
    private static final String LEFT_OUT = "left out";

    /** Titles that the preheader names after the first paper's reason. */
    private static final int TITLES_AHEAD = 2;

    private final Templates templates;
    private final List<String> imprint;
    private final MailRhythm rhythm;

    /** Thousands of messages of an edition have the same few papers, as the same objects. */
    private final LoadingCache<PaperSummary, PaperView> papers =
            Caffeine.newBuilder().weakKeys().build(paper -> PaperView.of(0, paper, "", List.of()));

    /**
     * @param imprint who is responsible for the mails, line by line; empty for none
     */
    public QuteMessageComposer(Templates templates, List<String> imprint, MailRhythm rhythm) {
        this.templates = templates;
        this.imprint = List.copyOf(imprint);
        this.rhythm = rhythm;
    }

    @Override
    public RenderedMessage optIn(OptInContent content) {
        Interest interest = content.interest();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "Somebody, probably you, asked Papertide to send to this address "
                        + InterestText.schedule(interest, rhythm)
                        + ". The subscription begins only if you confirm.");
        InterestText.knownCategories(interest).ifPresent(paragraphs::add);
        InterestText.theme(interest).ifPresent(paragraphs::add);
        paragraphs.add(
                "The link works until "
                        + InterestText.moment(content.expires(), interest.timezone())
                        + ". If you did not ask for this, you need do nothing: without a confirmation"
                        + " there is no subscription.");
        MailView view =
                new MailView(
                        "Please confirm your subscription",
                        List.of("The subscription begins only if you confirm."),
                        paragraphs,
                        List.of(),
                        null,
                        "You get this mail because somebody entered this address at Papertide.",
                        imprint);
        return render("confirm", "Please confirm your Papertide subscription", view);
    }

    @Override
    public RenderedMessage welcome(WelcomeContent content) {
        Interest interest = content.interest();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("You are subscribed to " + InterestText.schedule(interest, rhythm) + ".");
        paragraphs.add(
                InterestText.whatFollows(
                        interest, "first", content.firstDigest(), content.now(), rhythm));
        InterestText.filters(interest, content.titles())
                .forEach(filter -> paragraphs.add(filter + "."));
        if (content.unread()) {
            paragraphs.add(
                    "No papers are shown here, as they have not been compared with what you asked for"
                            + " yet. The page on which you change what you get says when they have.");
        }
        paragraphs.add(
                "If you use a feed reader: a feed of the papers that pass, for you alone, is on the page"
                        + " on which you change what you get.");
        List<Section> sections = new ArrayList<>();
        if (!content.papers().isEmpty()) {
            addSection(
                    sections,
                    "Rising today",
                    RISING_WITHIN.formatted("24 hours"),
                    null,
                    content.papers(),
                    Order.RISING);
        }
        MailView view =
                new MailView(
                        "Welcome to Papertide",
                        List.of(paragraphs.get(1)),
                        paragraphs,
                        sections,
                        null,
                        closing("this mail"),
                        imprint);
        String subject =
                switch (interest.frequency()) {
                    case DAILY -> "Welcome: your daily papers start soon";
                    case WEEKLY -> "Welcome: your weekly papers start soon";
                    case INSTANT -> "Welcome: you get a mail when a paper takes off";
                };
        return render("welcome", subject, view);
    }

    @Override
    public RenderedMessage newLink(NewLinkContent content) {
        Interest interest = content.interest();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "Somebody, probably you, opened an old link of your subscription and asked for a new"
                        + " one. It is at the end of this mail: “Change what you get”. Nothing has"
                        + " been changed.");
        paragraphs.add("You are subscribed to " + InterestText.schedule(interest, rhythm) + ".");
        paragraphs.add(
                InterestText.whatFollows(
                        interest, "next", content.nextDigest(), content.now(), rhythm));
        InterestText.filters(interest, content.titles())
                .forEach(filter -> paragraphs.add(filter + "."));
        MailView view =
                new MailView(
                        "A new link to your preferences",
                        List.of(paragraphs.getFirst()),
                        paragraphs,
                        List.of(),
                        null,
                        closing("this mail"),
                        imprint);
        return render("welcome", "A new link to your Papertide preferences", view);
    }

    @Override
    public RenderedMessage webhookEnded(WebhookEndedContent content) {
        Instant since = content.since();
        String how =
                since == null
                        ? "wants no more events"
                        : "has taken no event since " + InterestText.day(since, ZoneOffset.UTC);
        String what =
                "Webhook %d at %s %s. The last answer was: %s."
                        .formatted(content.webhook(), content.receiver(), how, content.reason());
        MailView view =
                new MailView(
                        "Your webhook is not called any more",
                        List.of(what),
                        List.of(
                                what,
                                "We have stopped calling it. Once its receiver works, restart it"
                                        + " with POST /api/v1/webhooks/"
                                        + content.webhook()
                                        + "/begin and its secret; what it missed can be sent"
                                        + " again."),
                        List.of(),
                        null,
                        "You get this mail because you own a webhook at Papertide.",
                        imprint);
        return render("webhook-ended", "Your Papertide webhook is not called any more", view);
    }

    @Override
    public DigestMessage digest(DigestContent content) {
        boolean daily =
                switch (content.kind()) {
                    case DAILY, REST_OF_ALERTS -> true;
                    case WEEKLY -> false;
                };
        String name =
                switch (content.kind()) {
                    case DAILY -> "this daily digest";
                    case WEEKLY -> "this weekly digest";
                    case REST_OF_ALERTS -> "this digest";
                };
        List<String> paragraphs =
                content.kind() == DigestContent.Kind.REST_OF_ALERTS
                        ? List.of(inWords(content.leftOver()))
                        : List.of();
        DigestContent.LeftOver leftOver = content.leftOver();
        String span = daily ? "24 hours" : "7 days";
        String topName = daily ? "Top of the day" : "Top of the week";
        List<Section> sections = new ArrayList<>();
        if (!leftOver.papers().isEmpty()) {
            sections.add(
                    new Section(
                            TAKING_OFF,
                            "Papers of which you got no alert, by what we expect them to gain within"
                                    + " a day.",
                            null,
                            views(leftOver.papers())));
        }
        addSection(
                sections,
                "Rising",
                RISING_WITHIN.formatted(span),
                LeftOut.of(
                        content.rising(),
                        new LeftOut.Elsewhere(
                                leftOver.papers().stream().map(DigestContent.Place::rank),
                                ABOVE + TAKING_OFF),
                        new LeftOut.Elsewhere(
                                leftOver.leftOut().stream().map(DigestContent.Place::rank),
                                LEFT_OUT),
                        new LeftOut.Elsewhere(
                                content.top().stream().map(DigestContent.Place::otherRank),
                                "below, under " + topName)),
                content.rising(),
                Order.RISING);
        addSection(
                sections,
                topName,
                "Papers that were listed within "
                        + span
                        + ", by what we expect them to have in the end.",
                LeftOut.of(
                        content.top(),
                        new LeftOut.Elsewhere(
                                leftOver.papers().stream().map(DigestContent.Place::otherRank),
                                ABOVE + TAKING_OFF),
                        new LeftOut.Elsewhere(
                                leftOver.leftOut().stream().map(DigestContent.Place::otherRank),
                                LEFT_OUT),
                        new LeftOut.Elsewhere(
                                content.rising().stream().map(DigestContent.Place::otherRank),
                                ABOVE + "Rising")),
                content.top(),
                Order.TOP);
        addSection(
                sections,
                "Read late",
                "Papers that were listed earlier, but not read yet for what they are about when the"
                        + " digest of that time came; by what we expect them to gain within a day.",
                LeftOut.of(content.late()),
                content.late(),
                Order.RISING);
        String day = InterestText.day(content.asOf(), content.zone());
        MailView view =
                new MailView(
                        daily ? "Papers for " + day : "Papers for the week to " + day,
                        preheader(sections),
                        paragraphs,
                        sections,
                        null,
                        closing(name),
                        imprint);
        return renderWithin("digest", shown -> digestSubject(shown.sections(), daily), view);
    }

    /** What this digest is for. Of what is too much for a mail the end of it tells. */
    private static String inWords(DigestContent.LeftOver leftOver) {
        String first =
                "More papers took off than we send you alerts in a day. Those of which you got no"
                        + " alert come first.";
        int leftOut = leftOver.leftOut().size();
        return switch (leftOut) {
            case 0 -> first;
            case 1 -> first + " One more is left out, as it is too much for a mail.";
            default ->
                    first
                            + " "
                            + ReasonText.grouped(leftOut)
                            + " more are left out, as they are too much for a mail.";
        };
    }

    /** In the order of their list, whatever their ranks elsewhere. */
    private List<PaperView> views(List<DigestContent.Place> leftOver) {
        List<PaperView> views = new ArrayList<>();
        leftOver.forEach(place ->
                views.add(
                        view(
                                new DigestContent.Place(views.size() + 1, 0, place.paper()),
                                Order.RISING)));
        return views;
    }

    @Override
    public RenderedMessage alert(AlertContent content) {
        PaperLine line = content.paper();
        PaperView paper =
                PaperView.of(0, line.paper(), forecast(line), line.reasons()).withMet(met(line));
        MailView view =
                new MailView(
                        "A paper is taking off",
                        whatIsNew(paper),
                        List.of(news(content)),
                        List.of(new Section("The paper", "", null, List.of(paper))),
                        null,
                        closing("this alert")
                                + " At most "
                                + rhythm.alerts()
                                + (rhythm.alerts() == 1 ? " comes" : " come")
                                + " in 24 hours; the rest comes together in a digest.",
                        imprint);
        return render("alert", fit("Taking off: ", paper.title(), ""), view);
    }

    /**
     * What has happened in the past tense, what is expected after it: a bar that the count has
     * passed is no forecast.
     */
    private static String news(AlertContent content) {
        List<Reason> reasons = content.paper().reasons();
        long bar = Math.round(content.bar());
        long counted = ForecastText.upvotesCounted(reasons);
        boolean inUpvotes = ForecastText.upvotesAlone(reasons);
        String few = content.level() > 1 ? "which very few papers reach" : "which few papers reach";
        String moment =
                "On " + InterestText.moment(content.at(), ZoneId.of("UTC")) + ", this paper ";
        String height = ReasonText.grouped(bar) + " upvotes, " + few;
        if (counted >= bar) {
            return moment
                    + "had "
                    + ReasonText.grouped(counted)
                    + " upvotes: it has passed "
                    + height
                    + ".";
        }
        return moment
                + (counted > 0 ? "had " + InterestText.upvotes(counted) + ", and " : "")
                + (inUpvotes
                        ? "became likely to end above "
                        : "became likely to end above what is worth ")
                + height
                + ".";
    }

    private static String forecast(PaperLine line) {
        return ForecastText.gain(line.score(), line.reasons());
    }

    /** Why the first paper is there, and what the next ones are called. */
    private static List<String> preheader(List<Section> sections) {
        List<PaperView> papers =
                sections.stream().flatMap(section -> section.papers().stream()).toList();
        List<String> pieces = new ArrayList<>(whatIsNew(papers.getFirst()));
        papers.stream().skip(1).limit(TITLES_AHEAD).map(PaperView::title).forEach(pieces::add);
        return pieces;
    }

    private static List<String> whatIsNew(PaperView paper) {
        return paper.reasons().stream().limit(1).toList();
    }

    private static String closing(String mail) {
        return "You get " + mail + " because this address confirmed a Papertide subscription.";
    }

    private void addSection(
            List<Section> sections,
            String name,
            String about,
            @Nullable String leftOut,
            List<DigestContent.Place> places,
            Order order) {
        if (!places.isEmpty()) {
            List<PaperView> papers = places.stream().map(place -> view(place, order)).toList();
            sections.add(new Section(name, about, leftOut, papers));
        }
    }

    private PaperView view(DigestContent.Place place, Order order) {
        PaperLine line = place.paper();
        return papers.get(line.paper())
                .inPlace(
                        place.rank(),
                        ForecastText.of(order, line.score(), line.reasons()),
                        line.reasons())
                .withMet(met(line));
    }

    private static String met(PaperLine line) {
        return line.met() == null ? "" : ThemeText.met(line.met());
    }

    /** The first paper's title and how many more there are. */
    private static String digestSubject(List<Section> sections, boolean daily) {
        int more = sections.stream().mapToInt(section -> section.papers().size()).sum() - 1;
        String rest =
                switch (more) {
                    case 0 -> "";
                    case 1 -> " and one more";
                    default -> " and " + more + " more";
                };
        return fit(
                daily ? "" : "This week: ", sections.getFirst().papers().getFirst().title(), rest);
    }

    private static String fit(String before, String title, String after) {
        return before
                + PaperText.cut(title, MAX_SUBJECT - before.length() - after.length())
                + after;
    }

    private RenderedMessage render(String name, String subject, MailView whole) {
        return renderWithin(name, _ -> subject, whole).message();
    }

    /**
     * Renders both parts from the same view, cut until the HTML is small enough.
     *
     * @param subject of what is left
     */
    private DigestMessage renderWithin(
            String name, Function<MailView, String> subject, MailView whole) {
        int papers = whole.papers();
        int step = 0;
        while (true) {
            MailView view = whole.within(papers, ABSTRACTS[step]);
            String html = templates.render("mail/" + name + ".html", view);
            int bytes = html.getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= MAX_HTML || (papers <= 1 && step == ABSTRACTS.length - 1)) {
                String text = TextPart.wrap(templates.render("mail/" + name + ".txt", view));
                return new DigestMessage(
                        new RenderedMessage(subject.apply(view), text, html), view.papers());
            }
            if (step < ABSTRACTS.length - 1) {
                step++;
            } else {
                // As many as there would be room for if all were as long as those of before.
                papers = Math.clamp((long) papers * MAX_HTML / bytes, 1, papers - 1);
            }
        }
    }
}
