package org.papertide.testing.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Window;

/**
 * What a digest says, to a reader who gets all papers, of the rankings of its window. What nobody
 * can read counts as untrue.
 */
public final class DigestStatements {

    private static final Pattern HEADING = Pattern.compile("(\\d+)\\. (.*)");
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    " ?Nos?\\. ([\\d,]+(?:(?:, | and | to )[\\d,]+)*) (?:is|are|was|were)"
                            + " (above, under Rising|below, under Top of the (?:day|week)"
                            + "|in an earlier mail|in earlier mails)\\.");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final Set<String> PERSONAL_LINKS =
            Set.of("Unsubscribe", "Change what you get", "Read on the web");
    private static final int TITLES_AHEAD = 2;

    private final Untrue untrue = new Untrue();
    private final Sentences sentences = new Sentences(untrue);
    private final JsonNode rising;
    private final JsonNode top;
    private final Set<String> mailedBefore;
    private final LocalDate day;
    private final Window window;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final List<Shown> shown = new ArrayList<>();

    /**
     * @param rising the ranking of this order and the digest's window, as the API gives it, whole
     * @param top the same of the other order
     * @param mailedBefore the ids of the papers that the reader was mailed
     * @param day on which the digest comes, where the reader is
     */
    public DigestStatements(
            JsonNode rising, JsonNode top, Set<String> mailedBefore, LocalDate day) {
        this.rising = rising;
        this.top = top;
        this.mailedBefore = Set.copyOf(mailedBefore);
        this.day = day;
        this.window = Window.find(rising.path("window").asText()).orElseThrow();
    }

    /**
     * A section as it is read.
     *
     * @param papers ids, by rank
     */
    private record Section(
            String name, JsonNode ranking, List<String> paragraphs, Map<Integer, String> papers) {}

    /** A paper as it is read. */
    private record Shown(
            Section section, String id, JsonNode entry, String title, List<Element> said) {

        List<String> reasons() {
            return said.stream().filter(each -> each.hasClass("why")).map(Element::text).toList();
        }
    }

    /** Everything in a digest that is not so; empty if all is. */
    public List<String> untrue(String subject, String text, String html) {
        Document mail = Jsoup.parse(html);
        untrue.unless(
                mail.title().equals(mail.select("h1").text()), "title", mail.title(), "heading");
        List<String> ahead = new ArrayList<>();
        List<String> inText = new ArrayList<>();
        boolean closed = false;
        for (Element element : mail.select("h1, h2, h3, p")) {
            if (element.attr("style").contains("display: none")) {
                ahead.add(element.text());
                continue;
            }
            inText.add(inText(element));
            closed |= element.is("p.rule");
            if (closed) {
                checkEnd(element);
            } else {
                read(element);
            }
        }
        untrue.unless(closed, "digest", "no last words", html.length() + " characters");
        untrue.unless(!shown.isEmpty(), "digest", "no paper", html.length() + " characters");
        untrue.unless(
                folded(text).equals(folded(String.join("", inText))), "text part", text, inText);
        shown.forEach(this::check);
        sections.values().forEach(this::checkParagraphs);
        if (!shown.isEmpty()) {
            checkSubject(subject);
            checkAhead(ahead);
        }
        return untrue.all();
    }

    /** The ids of the papers that were read. */
    public Set<String> papers() {
        return shown.stream().map(Shown::id).collect(Collectors.toSet());
    }

    private boolean isWeekly() {
        return window == Window.WEEK;
    }

    /** As the text part has it. */
    private static String inText(Element element) {
        List<Element> links = element.is("p") ? element.select("a") : List.of();
        return links.isEmpty()
                ? element.text()
                : links.stream()
                        .map(link -> link.text() + ":" + link.attr("href"))
                        .collect(Collectors.joining());
    }

    /** Without spaces, lines, bullets and case: in these alone the two parts may differ. */
    private static String folded(String text) {
        return text.replaceAll("[\\s\\u00a0*=-]+", "").toLowerCase(Locale.ROOT);
    }

    private void read(Element element) {
        Section last = sections.values().stream().reduce((one, other) -> other).orElse(null);
        switch (element.normalName()) {
            case "h1" ->
                    untrue.unless(
                            element.text()
                                    .equals(
                                            (isWeekly() ? "Papers for the week to " : "Papers for ")
                                                    + DAY.format(day)),
                            "heading",
                            element.text(),
                            day);
            case "h2" -> {
                String name = element.text();
                JsonNode ranking = name.equals("Rising") ? rising : top;
                untrue.unless(
                        name.equals("Rising")
                                || name.equals(isWeekly() ? "Top of the week" : "Top of the day"),
                        "section",
                        name,
                        "a digest of a " + window);
                sections.put(name, new Section(name, ranking, new ArrayList<>(), new HashMap<>()));
            }
            case "h3" -> shown.add(open(last, element));
            default -> {
                if (last == null) {
                    untrue.unless(
                            element.text().equals("Papertide"),
                            "before the papers",
                            element.text(),
                            "nobody can read this sentence");
                } else if (last.papers().isEmpty()) {
                    last.paragraphs().add(element.text());
                } else {
                    shown.getLast().said().add(element);
                }
            }
        }
    }

    /** The rank that is said is the one of the API. */
    private Shown open(@Nullable Section section, Element heading) {
        if (section == null) {
            throw new AssertionError("a paper in no section: " + heading.text());
        }
        Matcher matcher = HEADING.matcher(heading.text());
        int rank = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        String title = matcher.matches() ? matcher.group(2) : "";
        JsonNode entry = section.ranking().path("entries").path(rank - 1);
        String id = entry.at("/paper/id").asText("?");
        String href = heading.select("a").attr("href");
        untrue.unless(
                href.isEmpty() || entry.at("/paper/links").toString().contains(href),
                section.name(),
                heading.text() + " " + href,
                entry);
        untrue.unless(!mailedBefore.contains(id), section.name(), heading.text(), "mailed before");
        sentences.checkTitle(id, title, entry);
        section.papers().put(rank, id);
        return new Shown(section, id, entry, title, new ArrayList<>());
    }

    private void check(Shown paper) {
        JsonNode entry = paper.entry();
        String forecast = "";
        List<String> about = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Element said : paper.said()) {
            if (said.hasClass("why")) {
                continue;
            }
            if (said.text().startsWith("Expected: ")) {
                forecast += said.text().substring("Expected: ".length());
            } else if (!said.select("a").isEmpty()) {
                sentences.checkLinks(paper.id(), said, entry);
            } else {
                (said.hasClass("soft") ? about : texts).add(said.text());
            }
        }
        sentences.checkForecast(
                paper.id(),
                forecast,
                paper.section().name().equals("Rising"),
                entry.path("score").asDouble(),
                entry.path("reasons"));
        sentences.checkReasons(paper.id(), paper.reasons(), entry.path("reasons"));
        sentences.checkAbout(paper.id(), about, entry);
        // An abstract, of which rankings know nothing.
        untrue.unless(
                texts.size() <= 1 && texts.stream().noneMatch(this::isOmission),
                paper.id(),
                texts.toString(),
                "nobody can read this");
        String listed = entry.at("/paper/listed").asText("");
        Instant asOf = Instant.parse(paper.section().ranking().path("asOf").asText());
        if (!paper.section().name().equals("Rising") && !listed.isEmpty()) {
            untrue.unless(
                    Instant.parse(listed).isAfter(asOf.minus(window.length())),
                    paper.id(),
                    paper.section().name(),
                    listed);
        }
    }

    /** No digest of these is so large. */
    private boolean isOmission(String text) {
        return text.endsWith("did not fit into this mail.");
    }

    private void checkEnd(Element element) {
        String said = element.text();
        boolean isTrue =
                element.hasClass("rule")
                        ? said.equals(
                                "You get this "
                                        + (isWeekly() ? "weekly" : "daily")
                                        + " digest because this address confirmed a Papertide"
                                        + " subscription.")
                        : PERSONAL_LINKS.containsAll(element.select("a").eachText())
                                && element.ownText().replace('\u00a0', ' ').isBlank();
        untrue.unless(isTrue, "end", said, "nobody can read this sentence");
    }

    /** The first paper's title, and how many papers follow. */
    private void checkSubject(String subject) {
        int more = shown.size() - 1;
        String before = isWeekly() ? "This week: " : "";
        String after =
                more == 0 ? "" : more == 1 ? " and one more" : " and %d more".formatted(more);
        String title = shown.getFirst().title();
        boolean isWhole = subject.equals(before + title + after);
        boolean isCut =
                subject.startsWith(before)
                        && subject.endsWith("…" + after)
                        && title.startsWith(
                                subject.substring(
                                                before.length(),
                                                subject.length() - after.length() - 1)
                                        .strip());
        untrue.unless(isWhole || isCut, "subject", subject, title + after);
    }

    /** Beside the subject: why the first paper is there, and the next titles. */
    private void checkAhead(List<String> ahead) {
        List<String> expected =
                new ArrayList<>(shown.getFirst().reasons().stream().limit(1).toList());
        shown.stream().skip(1).limit(TITLES_AHEAD).map(Shown::title).forEach(expected::add);
        untrue.unless(ahead.equals(expected), "preheader", ahead.toString(), expected);
    }

    private void checkParagraphs(Section section) {
        String span = isWeekly() ? "7 days" : "24 hours";
        String about =
                section.name().equals("Rising")
                        ? "Papers that were listed, or whose counts rose, within "
                                + span
                                + ", by what we expect them to gain within a day."
                        : "Papers that were listed within "
                                + span
                                + ", by what we expect them to have in the end.";
        List<String> said = section.paragraphs();
        untrue.unless(
                !said.isEmpty() && said.getFirst().equals(about),
                section.name(),
                said.toString(),
                about);
        checkLeftOut(
                section, String.join(" ", said.subList(Math.min(1, said.size()), said.size())));
    }

    /** What is said of missing ranks is so, and something is said of each. */
    private void checkLeftOut(Section section, String said) {
        Set<String> shownElsewhere = new HashSet<>();
        sections.values().stream()
                .filter(other -> !other.name().equals(section.name()))
                .forEach(other -> shownElsewhere.addAll(other.papers().values()));
        int last = section.papers().keySet().stream().mapToInt(rank -> rank).max().orElse(0);
        Map<Integer, String> told = new HashMap<>();
        Matcher matcher = LEFT_OUT.matcher(said);
        untrue.unless(
                matcher.replaceAll("").isEmpty(),
                section.name(),
                said,
                "nobody can read this sentence");
        matcher.reset();
        while (matcher.find()) {
            for (int rank : ranks(matcher.group(1))) {
                untrue.unless(
                        rank < last && !section.papers().containsKey(rank),
                        section.name() + " " + rank,
                        said,
                        "it is shown, or behind the last");
                told.put(rank, matcher.group(2));
            }
        }
        for (int rank = 1; rank <= last; rank++) {
            if (section.papers().containsKey(rank)) {
                continue;
            }
            String id = section.ranking().path("entries").path(rank - 1).at("/paper/id").asText();
            String where = told.getOrDefault(rank, "nothing");
            boolean isTrue =
                    where.contains("earlier mail")
                            ? mailedBefore.contains(id)
                            : shownElsewhere.contains(id) && where.contains("under");
            untrue.unless(isTrue, section.name() + " " + rank, where, id);
        }
    }

    private static List<Integer> ranks(String text) {
        List<Integer> ranks = new ArrayList<>();
        for (String part : text.split(", | and ", -1)) {
            String[] ends = part.split(" to ", -1);
            int from = (int) Sentences.number(ends[0]);
            int to = (int) Sentences.number(ends[ends.length - 1]);
            for (int rank = from; rank <= to; rank++) {
                ranks.add(rank);
            }
        }
        return ranks;
    }
}
