package org.papertide.testing.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Window;

/** What the front page says of a ranking. */
public final class PageStatements {

    private static final Pattern LISTED = Pattern.compile("listed (\\d+) (h|days) ago");

    private static final Pattern AGE = Pattern.compile("(\\d+) (min|h|days) ago");

    /** The parts of a paper; its abstract is no statement of a ranking. */
    private static final String KNOWN =
            ".rank, h2, .meta > span, .forecast, .why li, .abstract, .links, .similar";

    private final Untrue untrue = new Untrue();
    private final Sentences sentences = new Sentences(untrue);
    private final JsonNode ranking;
    private final Instant now;

    /**
     * @param ranking as the API gives it, whole
     * @param now when the page was made
     */
    public PageStatements(JsonNode ranking, Instant now) {
        this.ranking = ranking;
        this.now = now;
    }

    /** Everything on the page that is not so; empty if all is. */
    public List<String> untrue(String html) {
        Document page = Jsoup.parse(html);
        checkQuestion(page.select(".question > span").first());
        Element time = page.select(".live time").first();
        untrue.unless(
                time != null && time.attr("datetime").equals(ranking.path("asOf").asText()),
                "page",
                String.valueOf(time),
                ranking.path("asOf"));
        checkAge(page.select(".live .age").text());
        List<Element> papers = page.select("li[data-paper]");
        untrue.unless(
                !papers.isEmpty() || ranking.path("entries").isEmpty(),
                "page",
                "no paper",
                ranking.path("entries").size() + " entries");
        papers.forEach(this::check);
        return untrue.all();
    }

    private boolean isRising() {
        return ranking.path("order").asText().equals("rising");
    }

    /** Each paper of the list is what the sentence above the list says, in the order it says. */
    private void checkQuestion(@Nullable Element question) {
        String said = question == null ? "" : question.text();
        String category = ranking.path("category").asText("");
        Window window = Window.find(ranking.path("window").asText()).orElseThrow();
        String span =
                switch (window) {
                    case DAY -> "the last 24 hours";
                    case WEEK -> "the last 7 days";
                    case MONTH -> "the last 30 days";
                };
        String papers = category.isEmpty() ? "Papers" : "Papers of " + category;
        untrue.unless(
                said.equals(
                        isRising()
                                ? papers
                                        + " that were listed, or whose counts rose, in "
                                        + span
                                        + ", by what we expect them to gain within a day."
                                : papers
                                        + " that were listed in "
                                        + span
                                        + ", by what we expect them to have in the end."),
                "question",
                said,
                ranking.path("order") + " " + window);
        Instant asOf = Instant.parse(ranking.path("asOf").asText());
        double before = Double.MAX_VALUE;
        for (JsonNode entry : ranking.path("entries")) {
            double value = entry.path("score").asDouble();
            untrue.unless(value <= before, "order", said, entry);
            before = value;
            String listed = entry.at("/paper/listed").asText("");
            if (!isRising() && !listed.isEmpty()) {
                untrue.unless(
                        Instant.parse(listed).isAfter(asOf.minus(window.length())),
                        "question",
                        said,
                        entry);
            }
        }
    }

    private void checkAge(String said) {
        Duration age = Duration.between(Instant.parse(ranking.path("asOf").asText()), now);
        Matcher matcher = AGE.matcher(said);
        boolean isTrue = said.equals("less than a minute ago") && age.toMinutes() < 1;
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            isTrue =
                    switch (matcher.group(2)) {
                        case "min" -> count == age.toMinutes();
                        case "h" -> count == age.toHours();
                        default -> count == age.toDays();
                    };
        }
        untrue.unless(isTrue, "age", said, age);
    }

    private void check(Element item) {
        String id = item.attr("data-paper");
        JsonNode entry = entry(id);
        if (entry == null) {
            untrue.unless(false, id, item.text(), "the API does not rank it");
            return;
        }
        int rank = entry.path("rank").asInt();
        Element place = item.select(".rank").first();
        String shown = place == null ? "" : place.ownText();
        untrue.unless(shown.equals(Integer.toString(rank)), id, shown, entry);
        checkMovement(id, item.select(".movement .unseen").text(), entry);
        Element forecast = item.select(".forecast").first();
        sentences.checkForecast(
                id,
                forecast == null ? "" : forecast.text().replaceFirst("^Expected: ", ""),
                isRising(),
                entry.path("score").asDouble(),
                entry.path("reasons"));
        sentences.checkReasons(id, item.select(".why li").eachText(), entry.path("reasons"));
        sentences.checkTitle(id, item.select("h2").text(), entry);
        List<String> about = new ArrayList<>();
        for (String said : item.select(".meta > span").eachText()) {
            if (said.startsWith("listed ")) {
                checkListed(id, said, entry);
            } else {
                about.add(said);
            }
        }
        sentences.checkAbout(id, about, entry);
        item.select("h2, .links").forEach(links -> sentences.checkLinks(id, links, entry));
        Element rest = item.clone();
        rest.select(KNOWN).remove();
        untrue.unless(rest.text().isBlank(), id, rest.text(), "nobody can read this");
    }

    private @Nullable JsonNode entry(String id) {
        for (JsonNode entry : ranking.path("entries")) {
            if (entry.at("/paper/id").asText().equals(id)) {
                return entry;
            }
        }
        return null;
    }

    private void checkMovement(String id, String said, JsonNode entry) {
        int rank = entry.path("rank").asInt();
        int previous = entry.path("previousRank").asInt(0);
        int places = Math.abs(previous - rank);
        String expected =
                previous == 0
                        ? hasPast() ? "not among the first 200 a day ago" : ""
                        : places == 0
                                ? "where it was a day ago"
                                : "%s %d place%s within a day"
                                        .formatted(
                                                previous > rank ? "up" : "down",
                                                places,
                                                places == 1 ? "" : "s");
        untrue.unless(said.equals(expected), id, said, entry);
    }

    /** Whether there was a ranking a day ago, as far as can be seen. */
    private boolean hasPast() {
        return ranking.path("entries").findValue("previousRank") != null;
    }

    private void checkListed(String id, String said, JsonNode entry) {
        Duration age = Duration.between(Instant.parse(entry.at("/paper/listed").asText()), now);
        Matcher matcher = LISTED.matcher(said);
        boolean isTrue =
                matcher.matches()
                        ? Long.parseLong(matcher.group(1))
                                == (matcher.group(2).equals("h") ? age.toHours() : age.toDays())
                        : said.equals("listed within the hour") && age.toHours() == 0;
        untrue.unless(isTrue && !age.isNegative(), id, said, age);
    }
}
