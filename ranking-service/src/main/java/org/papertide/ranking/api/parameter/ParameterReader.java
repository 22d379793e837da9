package org.papertide.ranking.api.parameter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.Category;
import org.papertide.events.InstantText;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.feed.FeedFormat;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.search.By;
import org.papertide.ranking.search.SearchQuery;
import org.papertide.text.PaperText;
import org.papertide.text.PersonName;

/**
 * Reads the parameters of one request and collects what is wrong with them, so that one answer
 * names every bad parameter. A bad parameter reads as an absent one until {@link #throwIfAnyIsBad}.
 *
 * <p>An empty parameter counts as absent: forms send those that nobody filled in.
 *
 * <p>Rejected: parameters of the types themselves, read by {@code ParamConverter}s. The framework
 * stops at the first one that fails. Rejected as well: annotations of Bean Validation. A cursor is
 * right or wrong depending on the ranking, and an instant depending on the clock.
 */
public final class ParameterReader {

    /** The longest instant with an offset, with some room. */
    private static final int MAX_INSTANT = 64;

    private static final String DATE_OR_INSTANT =
            "a date such as 2026-05-04 or an instant such as 2026-05-04T08:00:00Z";

    /** Enough for a list that a person makes. */
    private static final int MAX_CATEGORIES = 20;

    /** Spellings of one name. */
    private static final int MAX_SPELLINGS = 8;

    private static final int MAX_NAME = 200;

    private static final String AUTHOR =
            "a name such as Ada Lovelace; at most %d spellings of at most %d characters"
                    .formatted(MAX_SPELLINGS, MAX_NAME);

    private static final int DATE = "2026-05-04".length();

    private final List<Problem.FieldError> errors = new ArrayList<>();

    /** The order; rising if there is none. */
    public Order order(@Nullable String text) {
        return read("order", text, Order::find, "rising or top").orElse(Order.RISING);
    }

    /** The window; a day if there is none. */
    public Window window(@Nullable String text) {
        return read("window", text, Window::find, "day, week or month").orElse(Window.DAY);
    }

    /** The category; null if there is none. */
    public @Nullable String category(@Nullable String text) {
        return read(
                        "category",
                        text,
                        name -> Optional.of(name).filter(Category::isName),
                        "a category such as cs.LG")
                .orElse(null);
    }

    /**
     * Refuses a name that no ranking has, but those of other categories within it: an archive, such
     * as cs. Rankings are of one category.
     *
     * @param withinArchive a ranked category of an archive that is none itself
     */
    public void refuseArchive(
            @Nullable String category, Function<String, Optional<String>> withinArchive) {
        if (category != null) {
            withinArchive
                    .apply(category)
                    .ifPresent(within ->
                            bad(
                                    "category",
                                    "one category of %s, such as %s: there are no rankings of archives"
                                            .formatted(category, within)));
        }
    }

    /** Categories in lower case, each parameter one or more with commas between; none for all. */
    public Set<String> categories(List<String> texts) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : names(texts)) {
            String category = category(name);
            if (category != null) {
                found.add(category.toLowerCase(Locale.ROOT));
            }
        }
        if (found.size() > MAX_CATEGORIES) {
            bad("category", "at most %d categories".formatted(MAX_CATEGORIES));
        }
        return found;
    }

    /** The streams that a live client follows; breakouts if there are none. */
    public Set<LiveStream> streams(List<String> texts) {
        Set<LiveStream> found = EnumSet.noneOf(LiveStream.class);
        for (String name : names(texts)) {
            read("streams", name, LiveStream::find, "breakouts, scores or both")
                    .ifPresent(found::add);
        }
        return found.isEmpty() ? EnumSet.of(LiveStream.BREAKOUTS) : found;
    }

    /** The least score; any if there is none. */
    public double minimumScore(@Nullable String text) {
        return read("minimumScore", text, ParameterReader::parseScore, "a number from 0")
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** The id of the last event that a live client received; empty if there is none. */
    public Optional<LivePosition> lastEvent(@Nullable String text) {
        return read("Last-Event-ID", text, LivePosition::parse, "the id of an event of this path");
    }

    /** Each name once, whatever its case: clients that reconnect may add theirs again. */
    private static List<String> names(List<String> texts) {
        Set<String> seen = new HashSet<>();
        return texts.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(name -> seen.add(name.toLowerCase(Locale.ROOT)))
                .limit(1 + MAX_CATEGORIES)
                .toList();
    }

    /** How many papers, up to the length of a ranking. */
    public int limit(@Nullable String text, int absent) {
        return limit(text, absent, Ranking.MAX_ENTRIES);
    }

    /** How many papers, from 1 to {@code most}. */
    public int limit(@Nullable String text, int absent, int most) {
        return read("limit", text, number -> parseLimit(number, most), "a number from 1 to " + most)
                .orElse(absent);
    }

    /**
     * An instant of the past, or the end of a day in UTC; of the present day, now.
     *
     * @return null if there is none
     */
    public @Nullable Instant asOf(@Nullable String text, Instant now) {
        Instant begin =
                read("asOf", text, ParameterReader::parseInstant, DATE_OR_INSTANT).orElse(null);
        if (begin == null || text == null) {
            return null;
        }
        if (begin.isAfter(now)) {
            bad("asOf", "a moment of the past; it is " + now + " now");
            return null;
        }
        Instant end = text.length() > DATE ? begin : begin.plus(Duration.ofDays(1));
        return end.isAfter(now) ? now : end;
    }

    /**
     * The position in a ranking. Depends on the other parameters, so it is not read if one of them
     * is bad.
     *
     * @param asOf the parameter of that name
     */
    public Cursor cursor(@Nullable String text, RankingKey key, @Nullable String asOf) {
        return errors.isEmpty()
                ? read(
                                "cursor",
                                text,
                                cursor -> Cursor.read(cursor, key, asOf),
                                "the cursor of the previous page, of the same ranking")
                        .orElseGet(Cursor::start)
                : Cursor.start();
    }

    /**
     * What a reader looks for.
     *
     * @param needed whether there must be something
     */
    public SearchQuery query(@Nullable String text, boolean needed) {
        String expected =
                "words, or author:, category: or id: with a value; at most %,d characters"
                        .formatted(SearchQuery.MAX_LENGTH);
        SearchQuery query =
                read(
                                "q",
                                text,
                                raw ->
                                        Optional.of(raw)
                                                .filter(it -> it.length() <= SearchQuery.MAX_LENGTH)
                                                .map(SearchQuery::read),
                                expected)
                        .orElse(SearchQuery.NOTHING);
        if (needed && query.isEmpty() && errors.isEmpty()) {
            bad("q", expected);
        }
        return query;
    }

    /** Spellings of an author's name, at least one if none is bad. */
    public List<String> authors(List<String> texts) {
        List<String> names =
                texts.stream()
                        .limit(1 + MAX_SPELLINGS)
                        .flatMap(text ->
                                read("author", text, ParameterReader::parseAuthor, AUTHOR).stream())
                        .distinct()
                        .toList();
        if ((names.isEmpty() && errors.isEmpty()) || texts.size() > MAX_SPELLINGS) {
            bad("author", AUTHOR);
        }
        return names;
    }

    /** What papers are found by; both if there is none. */
    public By by(@Nullable String text) {
        return read("by", text, By::find, "meaning, words or both").orElse(By.BOTH);
    }

    /** The order of what is found; by relevance if there is none. */
    public SearchSort sort(@Nullable String text, SearchSort absent) {
        return read("sort", text, SearchSort::find, "relevance, rising, top or newest")
                .orElse(absent);
    }

    /** Whether something is wanted; not if there is none. */
    boolean flag(String name, @Nullable String text) {
        return read(
                        name,
                        text,
                        value ->
                                value.equals("true")
                                        ? Optional.of(true)
                                        : value.equals("false")
                                                ? Optional.of(false)
                                                : Optional.empty(),
                        "true or false")
                .orElse(false);
    }

    /** An instant, or the begin of a day in UTC; null if there is none. */
    public @Nullable Instant from(String name, @Nullable String text) {
        return read(name, text, ParameterReader::parseInstant, DATE_OR_INSTANT).orElse(null);
    }

    /**
     * An instant, or the end of a day in UTC; null if there is none. That of the last day is the
     * last instant, as the next one has a year of five digits.
     */
    public @Nullable Instant until(String name, @Nullable String text) {
        Instant begin = from(name, text);
        if (begin == null || text == null || text.length() > DATE) {
            return begin;
        }
        Instant end = begin.plus(Duration.ofDays(1));
        return end.isAfter(InstantText.LAST) ? InstantText.LAST : end;
    }

    /** Nothing is between an instant and one that is not after it. */
    void interval(
            String fromName, @Nullable Instant from, String untilName, @Nullable Instant until) {
        if (from != null && until != null && !from.isBefore(until)) {
            bad(fromName, "a moment before " + untilName);
        }
    }

    /**
     * The position in what was found.
     *
     * @param walk names what was looked for
     */
    public Cursor cursor(@Nullable String text, String walk) {
        return errors.isEmpty()
                ? read(
                                "cursor",
                                text,
                                cursor -> Cursor.read(cursor, walk),
                                "the cursor of the previous page, of the same search")
                        .orElseGet(Cursor::start)
                : Cursor.start();
    }

    /** The format of a feed, by its file extension; empty if it is bad. */
    public Optional<FeedFormat> format(String text) {
        return read("format", text, FeedFormat::find, "atom, rss or json");
    }

    /**
     * A paper's id, in any usual spelling, or the address of its page; empty if it is bad. Where
     * several may be meant it is the first that is known, an identity as it stands before others.
     */
    public Optional<PaperId> paperId(String text, Predicate<PaperId> isKnown) {
        return read(
                "id",
                text,
                id ->
                        Stream.concat(
                                        PaperId.findCanonical(id).stream(),
                                        PaperId.findAllInText(id).stream())
                                .filter(isKnown)
                                .findFirst()
                                .or(() -> PaperId.findInText(id)),
                "an id such as arxiv:2409.01234, doi:10.… or title:…");
    }

    /** Ends the request with a problem that names every bad parameter. */
    public void throwIfAnyIsBad() {
        if (errors.isEmpty()) {
            return;
        }
        // Clients of v1 may read the member "parameter"; it came before "errors".
        throw new ProblemException(Problem.of(errors).with("parameter", errors.getFirst().field()));
    }

    private <T> Optional<T> read(
            String name,
            @Nullable String text,
            Function<String, Optional<T>> parser,
            String expected) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            bad(name, expected);
        }
        return value;
    }

    private void bad(String name, String expected) {
        errors.add(new Problem.FieldError(name, Please.give(expected)));
    }

    private static Optional<Double> parseScore(String text) {
        try {
            return Optional.of(Double.parseDouble(text))
                    .filter(score -> score >= 0 && score <= Bounds.MAX_NUMBER);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Within quotes of the operator {@code author:} it means the same. */
    private static Optional<String> parseAuthor(String text) {
        if (text.length() > MAX_NAME) {
            return Optional.empty();
        }
        String name = PaperText.readable(text).replaceAll("[\"“”„«»]", "").strip();
        return Optional.of(name).filter(PersonName::isName);
    }

    private static Optional<Integer> parseLimit(String text, int most) {
        try {
            return Optional.of(Integer.parseInt(text)).filter(limit -> limit >= 1 && limit <= most);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> parseInstant(String text) {
        if (text.length() > MAX_INSTANT) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() > DATE
                            ? InstantText.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
