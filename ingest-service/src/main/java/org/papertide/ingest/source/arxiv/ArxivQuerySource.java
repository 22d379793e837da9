package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Position;
import org.papertide.ingest.source.SourceStatus;

/**
 * arXiv's query API: every paper of the configured categories that was submitted since the last
 * run, with some days of overlap, for a paper can be found only after its announcement, which may
 * be days after its submission. Asked after each announcement; its answers change once a day.
 */
@Singleton
final class ArxivQuerySource implements PaperSource {

    /** A paper submitted before a long weekend is announced after it. */
    private static final Duration OVERLAP = Duration.ofDays(5);

    /** The API finds an announcement's papers some time after it. */
    private static final Duration AFTER_ANNOUNCEMENT = Duration.ofMinutes(45);

    /** How long after an announcement its papers are still waited for. */
    private static final Duration OVERDUE = Duration.ofHours(12);

    /** The API gives no results beyond this. */
    private static final int LAST_RESULT = 30_000;

    /** So many results are left out one by one, to see whether those behind them come. */
    private static final int FEW = 8;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ZoneOffset.UTC);

    private final ArxivClient client;
    private final ArxivSettings settings;
    private final Clock clock;
    private final AnnouncementCalendar calendar;

    ArxivQuerySource(ArxivClient client, ArxivSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        calendar = new AnnouncementCalendar(settings.holidays());
    }

    /**
     * Where a run stands.
     *
     * @param since all papers found before this have been read
     * @param until set while a run is under way: its end
     * @param from where its search begins, if it had more results than the API gives and goes on
     *     behind those
     * @param start results of the search that have been read
     * @param around how the next page is asked for, after one that did not come
     */
    record Progress(
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Instant from,
            int start,
            @Nullable Around around) {

        /** Before a run. */
        static Progress since(@Nullable Instant since) {
            return new Progress(since, null, null, 0, null);
        }

        /** At the beginning of a search. */
        Progress searching(Instant begin, Instant end) {
            return new Progress(since, end, begin, 0, null);
        }

        /** At the next page. */
        Progress at(int next, @Nullable Around however) {
            return new Progress(since, until, from, next, however);
        }

        /** One result, and this many left out before it. */
        Progress ahead(int leftOut) {
            return new Progress(since, until, from, start, new Around(1, leftOut, 0));
        }

        /** Once more; if it does not come, this many are refused. */
        Progress onceMore(int blamed) {
            return new Progress(since, until, from, start, new Around(1, 0, blamed));
        }

        /** The first result of the next page. */
        int begin() {
            return start + (around == null ? 0 : around.ahead());
        }
    }

    /**
     * What is around a page that did not come.
     *
     * @param size results of the next one
     * @param ahead results that it leaves out, to see whether those behind them come
     * @param blamed results from this one on that are refused if it does not come: what is behind
     *     them came, or they are the last; 0 while that is not known
     */
    record Around(int size, int ahead, int blamed) {

        /** A page of this size. */
        static Around of(int size) {
            return new Around(size, 0, 0);
        }
    }

    @Override
    public String name() {
        return "arxiv";
    }

    @Override
    public boolean enabled() {
        return settings.api() && !settings.categories().isEmpty();
    }

    @Override
    public String host() {
        return ArxivPapers.SOURCE;
    }

    /**
     * Asks for the next page. One that does not come may be arXiv's fault, or that of a result on
     * it: a smaller one is asked for next time, then a single result, and at last those behind it,
     * or the end. If they come, and it does not once more, it is refused; pages grow again.
     */
    @Override
    public FetchResult fetch(@Nullable String position) throws InterruptedException {
        Progress run = begun(position);
        return switch (client.ask(address(run), null)) {
            case ArxivAnswer.Listed listed -> page(listed, run);
            case ArxivAnswer.WrongQuestion(String reason) -> around(run, reason);
            case ArxivAnswer.Unreadable(_, String reason) -> around(run, reason);
            case ArxivAnswer.NotModified() -> new FetchResult.Failed("HTTP 304 unasked");
            case ArxivAnswer.Nothing(FetchResult result) -> result;
        };
    }

    /** The run that is under way, or a new one. */
    private Progress begun(@Nullable String position) {
        Progress progress =
                Position.read(position, Progress.class).orElseGet(() -> Progress.since(null));
        Instant since = progress.since();
        Instant until = progress.until();
        if (until == null) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
            return progress.searching(from(since, now), now);
        }
        return progress.from() == null
                ? new Progress(
                        since, until, from(since, until), progress.start(), progress.around())
                : progress;
    }

    private FetchResult around(Progress run, String reason) {
        int blamed = run.around() == null ? 0 : run.around().blamed();
        if (blamed > 0) {
            int next = run.start() + blamed;
            return new FetchResult.Fetched(
                    IntStream.range(run.start(), next)
                            .mapToObj(result -> refused(result, reason))
                            .toList(),
                    Position.write(run.at(next, Around.of(1))),
                    true,
                    null);
        }
        int size = size(run);
        Progress next =
                size > 1
                        ? run.at(run.start(), Around.of(Math.max(1, size / 4)))
                        : run.ahead(farther(run.begin() - run.start()));
        return new FetchResult.Failed(reason, Position.write(next));
    }

    /** Sooner or later that is a result that comes, or the end; in between it looks once more. */
    private static int farther(int ahead) {
        if (ahead < FEW) {
            return ahead + 1;
        }
        return ahead < LAST_RESULT ? 2 * ahead : 0;
    }

    private static Item refused(int result, String reason) {
        return new Item.Refused("result %d of the search".formatted(result + 1), reason);
    }

    private int size(Progress run) {
        Around around = run.around();
        return around == null ? settings.pageSize() : Math.min(around.size(), settings.pageSize());
    }

    private Instant from(@Nullable Instant since, Instant until) {
        if (since == null) {
            return until.minus(settings.lookback());
        }
        // A run whose clock was ahead has read what there was until the clock was set back.
        return (since.isBefore(until) ? since : until).minus(OVERLAP);
    }

    private FetchResult page(ArxivAnswer.Listed listed, Progress run) {
        int begin = run.begin();
        int next = begin + listed.records();
        boolean done = next >= listed.total();
        if (!done && listed.records() == 0) {
            return around(
                    run, "an empty page after %d of %d results".formatted(begin, listed.total()));
        }
        if (begin > run.start()) {
            int blamed =
                    listed.records() > 0 ? 1 : (int) Math.min(begin, listed.total()) - run.start();
            return new FetchResult.Fetched(
                    List.of(), Position.write(run.onceMore(Math.max(1, blamed))), true, null);
        }
        if (done) {
            return end(listed.items(), run, listed.flaw());
        }
        int grown = 2 * size(run);
        Progress after = run.at(next, grown < settings.pageSize() ? Around.of(grown) : null);
        if (next >= LAST_RESULT) {
            Instant from = Objects.requireNonNull(run.from());
            Instant until = Objects.requireNonNull(run.until());
            Optional<Instant> last = lastSubmitted(listed, until).filter(at -> at.isAfter(from));
            if (last.isEmpty()) {
                return end(
                        listed.items(),
                        run,
                        "%d results: the API gives the first %d"
                                .formatted(listed.total(), LAST_RESULT));
            }
            after = run.searching(last.get(), until);
        }
        return new FetchResult.Fetched(listed.items(), Position.write(after), true, listed.flaw());
    }

    private static FetchResult end(List<Item> items, Progress run, @Nullable String flaw) {
        return new FetchResult.Fetched(
                items, Position.write(Progress.since(run.until())), false, flaw);
    }

    /** The minute up to which the results, which are in this order, have been read. */
    private static Optional<Instant> lastSubmitted(ArxivAnswer.Listed listed, Instant until) {
        return listed.items().stream()
                .filter(Item.Listed.class::isInstance)
                .map(item -> ((Item.Listed) item).listing().submitted())
                .filter(Objects::nonNull)
                .filter(at -> !at.isAfter(until))
                .max(Comparator.naturalOrder())
                .map(at -> at.truncatedTo(ChronoUnit.MINUTES));
    }

    private URI address(Progress run) {
        String query =
                settings.categories().stream()
                                .map(category -> "cat:" + category)
                                .collect(Collectors.joining(" OR ", "(", ")"))
                        + " AND submittedDate:[%s TO %s]"
                                .formatted(MINUTE.format(run.from()), MINUTE.format(run.until()));
        int start = run.begin();
        return URI.create(
                settings.apiUrl()
                        + "?search_query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)
                        + "&start=%d&max_results=%d&sortBy=submittedDate&sortOrder=ascending"
                                .formatted(
                                        start,
                                        Math.max(1, Math.min(size(run), LAST_RESULT - start))));
    }

    @Override
    public Instant nextRun(SourceStatus status, FetchResult result, Instant now) {
        if (status.failures() > 0) {
            return now.plus(result.pause(status.failures()));
        }
        Instant last = calendar.last(now).plus(AFTER_ANNOUNCEMENT);
        boolean waiting = status.lastNew() == null || status.lastNew().isBefore(last);
        if (waiting && last.isBefore(now) && last.plus(OVERDUE).isAfter(now)) {
            return now.plus(settings.every());
        }
        Instant next = calendar.next(now);
        return last.isAfter(now) ? last : next.plus(AFTER_ANNOUNCEMENT);
    }

    @Override
    public Duration spacing() {
        return settings.spacing();
    }

    @Override
    public Duration staleAfter() {
        return OVERLAP;
    }
}
