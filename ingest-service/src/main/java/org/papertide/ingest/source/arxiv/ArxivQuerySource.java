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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
     */
    record Progress(
            @Nullable Instant since, @Nullable Instant until, @Nullable Instant from, int start) {

        /** Before a run. */
        static Progress since(@Nullable Instant since) {
            return new Progress(since, null, null, 0);
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

    @Override
    public FetchResult fetch(@Nullable String position) throws InterruptedException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        Progress progress =
                Position.read(position, Progress.class).orElseGet(() -> Progress.since(null));
        Instant until = progress.until() == null ? now : progress.until();
        Instant from = progress.from() == null ? from(progress.since(), until) : progress.from();
        int start = progress.until() == null ? 0 : progress.start();
        return switch (client.ask(address(from, until, start), null)) {
            case ArxivAnswer.Listed listed -> page(listed, progress.since(), until, from, start);
            case ArxivAnswer.WrongQuestion(String reason) -> new FetchResult.Failed(reason);
            case ArxivAnswer.NotModified() -> new FetchResult.Failed("HTTP 304 unasked");
            case ArxivAnswer.Nothing(FetchResult result) -> result;
        };
    }

    private Instant from(@Nullable Instant since, Instant until) {
        if (since == null) {
            return until.minus(settings.lookback());
        }
        // A run whose clock was ahead has read what there was until the clock was set back.
        return (since.isBefore(until) ? since : until).minus(OVERLAP);
    }

    private static FetchResult page(
            ArxivAnswer.Listed listed,
            @Nullable Instant since,
            Instant until,
            Instant from,
            int start) {
        int next = start + listed.records();
        boolean done = next >= listed.total();
        if (!done && listed.records() == 0) {
            return new FetchResult.Failed(
                    "an empty page after %d of %d results".formatted(start, listed.total()));
        }
        Progress after = done ? Progress.since(until) : new Progress(since, until, from, next);
        if (!done && next >= LAST_RESULT) {
            Optional<Instant> last = lastSubmitted(listed, until).filter(at -> at.isAfter(from));
            if (last.isEmpty()) {
                return new FetchResult.Fetched(
                        listed.items(),
                        Position.write(Progress.since(until)),
                        false,
                        "%d results: the API gives the first %d"
                                .formatted(listed.total(), LAST_RESULT));
            }
            after = new Progress(since, until, last.get(), 0);
        }
        return new FetchResult.Fetched(listed.items(), Position.write(after), !done, listed.flaw());
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

    private URI address(Instant from, Instant until, int start) {
        String query =
                settings.categories().stream()
                                .map(category -> "cat:" + category)
                                .collect(Collectors.joining(" OR ", "(", ")"))
                        + " AND submittedDate:[%s TO %s]"
                                .formatted(MINUTE.format(from), MINUTE.format(until));
        return URI.create(
                settings.apiUrl()
                        + "?search_query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)
                        + "&start=%d&max_results=%d&sortBy=submittedDate&sortOrder=ascending"
                                .formatted(
                                        start, Math.min(settings.pageSize(), LAST_RESULT - start)));
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
