package org.papertide.notify.message;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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

    private final Templates templates;

    public QuteMessageComposer(Templates templates) {
        this.templates = templates;
    }

    @Override
    public RenderedMessage optIn(OptInContent content) {
        MailView view =
                new MailView(
                        "Please confirm your subscription",
                        List.of(
                                "Somebody, probably you, asked Papertide to send "
                                        + InterestText.schedule(content.interest())
                                        + " to this address. Nothing is sent until you confirm.",
                                "The link works until "
                                        + InterestText.day(
                                                content.expires(), content.interest().timezone())
                                        + ". If you did not ask for this, you need do nothing: you get"
                                        + " no more mails."),
                        List.of(),
                        null,
                        "You get this one mail because somebody entered this address at Papertide.");
        return render("confirm", "Please confirm your Papertide subscription", view);
    }

    @Override
    public RenderedMessage welcome(WelcomeContent content) {
        Interest interest = content.interest();
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("You are subscribed to " + InterestText.schedule(interest) + ".");
        paragraphs.add(InterestText.whatFollows(content));
        InterestText.filters(interest).forEach(filter -> paragraphs.add(filter + "."));
        MailView view =
                new MailView(
                        "Welcome to Papertide", paragraphs, List.of(), null, closing("this mail"));
        String subject =
                switch (interest.frequency()) {
                    case DAILY -> "Welcome: your daily papers start soon";
                    case WEEKLY -> "Welcome: your weekly papers start soon";
                    case INSTANT -> "Welcome: you get a mail when a paper takes off";
                };
        return render("welcome", subject, view);
    }

    @Override
    public RenderedMessage digest(DigestContent content) {
        boolean daily =
                switch (content.kind()) {
                    case DAILY -> true;
                    case WEEKLY -> false;
                };
        List<Section> sections = new ArrayList<>();
        addSection(
                sections,
                "Rising",
                "We expect these to gain the most from now on.",
                content.rising());
        addSection(
                sections,
                daily ? "Top of the day" : "Top of the week",
                daily
                        ? "Listed within a day. We expect these to end highest."
                        : "Listed within a week. We expect these to end highest.",
                content.top());
        String day = InterestText.day(content.asOf(), content.zone());
        MailView view =
                new MailView(
                        daily ? "Papers of " + day : "Papers of the week to " + day,
                        List.of(),
                        sections,
                        null,
                        closing(daily ? "this daily digest" : "this weekly digest"));
        return render("digest", digestSubject(sections, daily), view);
    }

    @Override
    public RenderedMessage alert(AlertContent content) {
        PaperLine line = content.paper();
        PaperView paper = PaperView.of(line.paper(), line.reasons());
        MailView view =
                new MailView(
                        "A paper is taking off",
                        List.of(forecast(content)),
                        List.of(new Section("The paper", "", List.of(paper))),
                        null,
                        closing("this alert"));
        return render("alert", fit("Taking off: ", paper.title(), ""), view);
    }

    private static String forecast(AlertContent content) {
        String few = content.level() > 1 ? "which very few papers reach" : "which few papers reach";
        return "On "
                + InterestText.moment(content.at(), ZoneId.of("UTC"))
                + ", this paper became likely to end above "
                + InterestText.number(Math.rint(content.bar()))
                + " upvotes, "
                + few
                + ". We expect about "
                + InterestText.number(Math.rint(Math.max(0, content.paper().score())))
                + " more within a day.";
    }

    private static String closing(String mail) {
        return "You get " + mail + " because this address confirmed a Papertide subscription.";
    }

    private static void addSection(
            List<Section> sections, String name, String about, List<PaperLine> lines) {
        if (!lines.isEmpty()) {
            sections.add(
                    new Section(
                            name,
                            about,
                            lines.stream()
                                    .map(line -> PaperView.of(line.paper(), line.reasons()))
                                    .toList()));
        }
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

    /** Renders both parts from the same view, cut until the HTML is small enough. */
    private RenderedMessage render(String name, String subject, MailView whole) {
        int papers = whole.papers();
        int step = 0;
        while (true) {
            MailView view = whole.within(papers, ABSTRACTS[step]);
            String html = templates.render("mail/" + name + ".html", view);
            boolean fits = html.getBytes(StandardCharsets.UTF_8).length <= MAX_HTML;
            if (fits || (papers <= 1 && step == ABSTRACTS.length - 1)) {
                String text = PlainText.wrap(templates.render("mail/" + name + ".txt", view));
                return new RenderedMessage(subject, text, html);
            }
            if (step < ABSTRACTS.length - 1) {
                step++;
            } else {
                papers = Math.max(1, papers * 3 / 4);
            }
        }
    }
}
