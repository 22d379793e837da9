package org.papertide.testing.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** What a digest says, to a reader who gets all papers, of the rankings of its window. */
public final class DigestStatements {

    private static final Pattern HEADING = Pattern.compile("(\\d+)\\. .*");
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    "Nos?\\. ([\\d,]+(?:(?:, | and | to )[\\d,]+)*) (?:is|are|was|were)"
                            + " (above, under Rising|below, under Top of the (?:day|week)"
                            + "|in an earlier mail|in earlier mails)\\.");

    private final Untrue untrue = new Untrue();
    private final Sentences sentences = new Sentences(untrue);
    private final JsonNode rising;
    private final JsonNode top;
    private final Set<String> mailedBefore;

    /**
     * @param rising the ranking of this order and the digest's window, as the API gives it, whole
     * @param top the same of the other order
     * @param mailedBefore the ids of the papers that the reader was mailed
     */
    public DigestStatements(JsonNode rising, JsonNode top, Set<String> mailedBefore) {
        this.rising = rising;
        this.top = top;
        this.mailedBefore = Set.copyOf(mailedBefore);
    }

    /**
     * A section as it is read.
     *
     * @param papers ids, by rank
     */
    private record Section(
            String name, JsonNode ranking, List<String> paragraphs, Map<Integer, String> papers) {}

    /** Everything in the HTML part that is not so; empty if all is. */
    public List<String> untrue(String html) {
        Map<String, Section> sections = new TreeMap<>();
        @Nullable Section section = null;
        String paper = "";
        List<String> said = new ArrayList<>();
        for (Element element : Jsoup.parse(html).select("h2, h3, p")) {
            if (element.is("h2")) {
                close(section, paper, said);
                paper = "";
                String name = element.text();
                section =
                        new Section(
                                name,
                                name.equals("Rising") ? rising : top,
                                new ArrayList<>(),
                                new HashMap<>());
                sections.put(name, section);
            } else if (element.is("h3") && section != null) {
                close(section, paper, said);
                paper = open(section, element);
            } else if (section != null && paper.isEmpty()) {
                section.paragraphs().add(element.text());
            } else {
                said.add(element.text());
            }
        }
        close(section, paper, said);
        untrue.unless(!sections.isEmpty(), "digest", "no section", html.length() + " characters");
        sections.values().forEach(each -> checkLeftOut(each, sections));
        return untrue.all();
    }

    /** The rank that is said is the one of the API; answers with the paper's id. */
    private String open(Section section, Element heading) {
        Matcher matcher = HEADING.matcher(heading.text());
        int rank = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        JsonNode entry = section.ranking().path("entries").path(rank - 1);
        String id = entry.at("/paper/id").asText("?");
        String href = heading.select("a").attr("href");
        untrue.unless(
                href.isEmpty() || entry.at("/paper/links").toString().contains(href),
                section.name(),
                heading.text() + " " + href,
                entry);
        untrue.unless(!mailedBefore.contains(id), section.name(), heading.text(), "mailed before");
        section.papers().put(rank, id);
        return id;
    }

    private void close(@Nullable Section section, String paper, List<String> said) {
        if (section != null && !paper.isEmpty()) {
            JsonNode entry =
                    section.ranking()
                            .path("entries")
                            .valueStream()
                            .filter(each -> each.at("/paper/id").asText().equals(paper))
                            .findFirst()
                            .orElseThrow();
            String forecast =
                    said.stream()
                            .filter(line -> line.startsWith("Expected: "))
                            .map(line -> line.substring("Expected: ".length()))
                            .findFirst()
                            .orElse("");
            sentences.checkForecast(
                    paper,
                    forecast,
                    section.name().equals("Rising"),
                    entry.path("score").asDouble(),
                    entry.path("reasons"));
            List<String> reasons = said.stream().filter(Sentences::isReason).toList();
            sentences.checkReasons(paper, reasons, entry.path("reasons"));
        }
        said.clear();
    }

    /** What is said of missing ranks is so, and something is said of each. */
    private void checkLeftOut(Section section, Map<String, Section> all) {
        Set<String> shownElsewhere = new HashSet<>();
        all.values().stream()
                .filter(other -> !other.name().equals(section.name()))
                .forEach(other -> shownElsewhere.addAll(other.papers().values()));
        int last = section.papers().keySet().stream().mapToInt(rank -> rank).max().orElse(0);
        Map<Integer, String> told = new HashMap<>();
        Matcher matcher = LEFT_OUT.matcher(String.join(" ", section.paragraphs()));
        while (matcher.find()) {
            for (int rank : ranks(matcher.group(1))) {
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
