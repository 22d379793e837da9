package org.papertide.testing.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** The sentences on a score, read back into numbers and compared with the API's. */
final class Sentences {

    private static final Map<String, String> UNITS =
            Map.of(
                    "UPVOTES", "upvotes?",
                    "COMMENTS", "comments?",
                    "GITHUB_STARS", "GitHub stars?",
                    "HN_POINTS", "Hacker News points?",
                    "HN_COMMENTS", "Hacker News comments?",
                    "CITATIONS", "citations?",
                    "MENTIONS", "mentions?");

    private static final Map<String, String> NOTES =
            Map.of(
                    "CAPPED", "jump in one place, counted in part",
                    "UNCONFIRMED", "no second source confirms it",
                    "FIRST_READING", "since it was listed");

    /** LaTeX reads otherwise than it is written; that is judged elsewhere. */
    private static final Pattern LATEX = Pattern.compile("--|''|[$\\\\{}^~`]");

    private static final Pattern MORE_AUTHORS = Pattern.compile("(.*) and ([\\d,]+) more");

    /** Categories that are named. */
    private static final int CATEGORIES = 5;

    /** What has a smaller part in a score is not told, and makes no other unit of it. */
    private static final double LEAST_SHARE = 0.05;

    private static final String NOTHING = "nothing counted yet";
    private static final String NUMBER = "(\\d{1,3}(?:,\\d{3})*)";
    private static final Pattern GAIN =
            Pattern.compile(
                    "\\+"
                            + NUMBER
                            + " (\\D+?)(?: in (\\d+) (min|h|days))?, (?:"
                            + NUMBER
                            + "|hardly any) expected(?:; "
                            + NUMBER
                            + " in all)?(?: \\((.+)\\))?");
    private static final Pattern COUNT =
            Pattern.compile(NUMBER + " (\\D+?) so far(?: \\((.+)\\))?");
    private static final Pattern MORE =
            Pattern.compile("(?:worth )?about " + NUMBER + " more upvotes? within a day");
    private static final Pattern END =
            Pattern.compile("(counted as )?(worth )?about " + NUMBER + " upvotes? in the end");

    private final Untrue untrue;
    private boolean oneSource;

    Sentences(Untrue untrue) {
        this.untrue = untrue;
    }

    /** The title is the paper's. */
    void checkTitle(String place, String said, JsonNode entry) {
        String title = entry.at("/paper/title").asText();
        untrue.unless(
                LATEX.matcher(title).find() || words(said).equals(words(title)),
                place,
                said,
                title);
    }

    /** Links go where the API's go. */
    void checkLinks(String place, Element links, JsonNode entry) {
        String known = entry.at("/paper/links").toString();
        String id = entry.at("/paper/id").asText();
        for (Element link : links.select("a")) {
            String address = URLDecoder.decode(link.attr("href"), StandardCharsets.UTF_8);
            // Without a link of its own a paper has its DOI's, or its page on the site.
            untrue.unless(
                    known.contains(link.attr("href"))
                            || address.equals("https://doi.org/" + id.replaceFirst("^doi:", ""))
                            || address.endsWith("/papers/" + id),
                    place,
                    link.attr("href"),
                    known);
        }
    }

    /** Who wrote it, and its categories, where these are known; nothing else. */
    void checkAbout(String place, List<String> said, JsonNode entry) {
        List<String> left = new ArrayList<>(said);
        List<String> authors = texts(entry.at("/paper/authors"));
        List<String> categories = texts(entry.at("/paper/categories"));
        if (!authors.isEmpty()) {
            checkAuthors(place, left.isEmpty() ? "" : left.removeFirst(), authors, entry);
        }
        if (!categories.isEmpty()) {
            checkCategories(place, left.isEmpty() ? "" : left.removeFirst(), categories);
        }
        untrue.unless(left.isEmpty(), place, left.toString(), "nobody can read this");
    }

    private void checkAuthors(String place, String said, List<String> authors, JsonNode entry) {
        int count = Math.max(entry.at("/paper/authorCount").asInt(), authors.size());
        Matcher more = MORE_AUTHORS.matcher(said);
        int named = more.matches() ? count - (int) number(more.group(2)) : count;
        String names = more.matches() ? more.group(1) : said;
        boolean isTrue =
                named > 0
                        && named <= authors.size()
                        && words(names.replace(" and ", ", "))
                                .equals(
                                        words(
                                                String.join(", ", authors.subList(0, named))
                                                        .replace(" and ", ", ")));
        untrue.unless(
                isTrue || authors.stream().anyMatch(name -> LATEX.matcher(name).find()),
                place,
                said,
                count + " authors: " + authors);
    }

    private void checkCategories(String place, String said, List<String> categories) {
        String expected =
                categories.stream()
                        .limit(CATEGORIES)
                        .map(Pattern::quote)
                        .map(code -> "(?:[^()]+ \\(" + code + "\\)|" + code + ")")
                        .collect(Collectors.joining(", "));
        untrue.unless(said.matches(expected), place, said, categories);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String words(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[\\s\\p{C}]+", "");
    }

    /** Each sentence states one of the reasons, and the numbers in it are the reason's. */
    void checkReasons(String place, List<String> sentences, JsonNode reasons) {
        oneSource =
                reasons.valueStream()
                                .map(reason -> reason.path("source").asText(""))
                                .distinct()
                                .count()
                        <= 1;
        for (String sentence : sentences) {
            boolean isTrue = reasons.valueStream().anyMatch(reason -> states(sentence, reason));
            untrue.unless(isTrue, place, sentence, reasons);
        }
        untrue.unless(
                sentences.isEmpty() == reasons.isEmpty(), place, sentences.toString(), reasons);
    }

    private boolean states(String sentence, JsonNode reason) {
        String metric = reason.path("metric").asText();
        if (metric.equals("RECENCY")) {
            return sentence.equals(NOTHING);
        }
        Matcher gain = GAIN.matcher(sentence);
        if (gain.matches()) {
            long all = gain.group(6) == null ? -1 : number(gain.group(6));
            return number(gain.group(1)) == reason.path("gain").asLong()
                    && gain.group(2).matches(unit(metric))
                    && isSpan(gain.group(3), gain.group(4), reason.path("hours").asDouble())
                    && isExpected(gain.group(5), reason.path("expected").asDouble())
                    && isReading(all, reason)
                    && isNote(gain.group(7), reason);
        }
        Matcher count = COUNT.matcher(sentence);
        return count.matches()
                && number(count.group(1)) == reason.path("reading").asLong()
                && reason.path("gain").asLong() <= 0
                && count.group(2).matches(unit(metric))
                && isNote(count.group(3), reason);
    }

    /** The count is said where it is more than the gain. */
    private static boolean isReading(long said, JsonNode reason) {
        long reading = reason.path("reading").asLong();
        return said == -1 ? reading <= reason.path("gain").asLong() : said == reading;
    }

    private static String unit(String metric) {
        return UNITS.getOrDefault(metric, Pattern.quote(inWords(metric)));
    }

    /** What nobody gave better words for. */
    private static String inWords(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static boolean isSpan(@Nullable String count, @Nullable String unit, double hours) {
        if (count == null || unit == null) {
            return hours <= 0;
        }
        double inUnits =
                switch (unit) {
                    case "min" -> hours * 60;
                    case "h" -> hours;
                    default -> hours / 24;
                };
        return Math.abs(Long.parseLong(count) - inUnits) <= 0.5
                || (unit.equals("min") && count.equals("1") && inUnits < 1);
    }

    private static boolean isExpected(@Nullable String count, double expected) {
        return count == null
                ? expected < 0.5
                : Math.abs(number(count) - expected) <= 0.5 && expected >= 0.5;
    }

    private boolean isNote(@Nullable String said, JsonNode reason) {
        String note = reason.path("note").asText("");
        if (said == null) {
            // Where one source is read, no other could have confirmed it.
            return note.isBlank() || (oneSource && note.equals("UNCONFIRMED"));
        }
        return said.equals(NOTES.getOrDefault(note, inWords(note)))
                && !note.isBlank()
                && !(oneSource && note.equals("UNCONFIRMED"));
    }

    /** The forecast is the value that the paper is ordered by, and no less than its count. */
    void checkForecast(String place, String said, boolean rising, double value, JsonNode reasons) {
        long counted =
                reasons.valueStream()
                        .filter(reason -> reason.path("metric").asText().equals("UPVOTES"))
                        .mapToLong(reason -> reason.path("reading").asLong())
                        .max()
                        .orElse(0);
        List<JsonNode> weighty =
                reasons.valueStream()
                        .filter(reason -> reason.path("share").asDouble() >= LEAST_SHARE)
                        .toList();
        boolean inUpvotes =
                (weighty.isEmpty() ? reasons.valueStream() : weighty.stream())
                        .allMatch(reason -> reason.path("metric").asText().equals("UPVOTES"));
        boolean nothing =
                reasons.valueStream()
                        .allMatch(reason -> reason.path("metric").asText().equals("RECENCY"));
        String fact = "value %s, %d upvotes, %s".formatted(value, counted, reasons);
        Matcher more = MORE.matcher(said);
        Matcher end = END.matcher(said);
        if (said.isEmpty()) {
            untrue.unless(nothing, place, said, fact);
        } else if (rising && said.equals("hardly any more upvotes within a day")) {
            untrue.unless(value < 0.5, place, said, fact);
        } else if (rising && more.matches()) {
            untrue.unless(isNear(more.group(1), value), place, said, fact);
            untrue.unless(inUpvotes != said.startsWith("worth "), place, said, fact);
        } else if (!rising && end.matches()) {
            untrue.unless(isNear(end.group(3), value), place, said, fact);
            untrue.unless(inUpvotes == (end.group(2) == null), place, said, fact);
            boolean below = number(end.group(3)) < counted;
            untrue.unless(below == (end.group(1) != null), place, said, fact);
        } else {
            untrue.unless(false, place, said, "nobody can read this sentence; " + fact);
        }
    }

    private static boolean isNear(String number, double value) {
        return Math.abs(number(number) - value) <= 0.5;
    }

    static long number(String text) {
        return Long.parseLong(text.replace(",", ""));
    }
}
