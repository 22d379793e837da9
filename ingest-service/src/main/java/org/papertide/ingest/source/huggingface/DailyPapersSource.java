package org.papertide.ingest.source.huggingface;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.BoundedGunzip;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Position;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.fetch.HttpAnswer;
import org.papertide.ingest.source.fetch.HttpFetcher;

/**
 * Hugging Face daily papers: the lists of the last days, oldest first, page by page. A list that is
 * shorter than it was takes nothing away: what was read stays, and the status has the flaw.
 */
@Singleton
final class DailyPapersSource implements PaperSource {

    private static final Logger LOG = Logger.getLogger(DailyPapersSource.class);

    /** Requests that are left to others who share our address. */
    private static final int RESERVE = 10;

    /** A list has one or two; a site that links to a next page without end ends here. */
    private static final int MOST_PAGES = 50;

    /** Hugging Face asks for none; this is what the most careful of hosts asks for. */
    private static final Duration SPACING = Duration.ofSeconds(3);

    private final HttpFetcher web;
    private final HuggingFaceSettings settings;
    private final Clock clock;
    private final ImportLimits limits;
    private final DailyPapersParser parser;

    DailyPapersSource(
            HttpFetcher web, HuggingFaceSettings settings, Clock clock, ImportLimits limits) {
        this.web = web;
        this.settings = settings;
        this.clock = clock;
        this.limits = limits;
        parser = new DailyPapersParser(clock);
    }

    /**
     * Where a run stands.
     *
     * @param day the next list to read; null between runs
     * @param page the next page of it, from 0
     * @param read entries of it read on earlier pages
     * @param lists what is known of each list
     */
    record Progress(@Nullable LocalDate day, int page, int read, Map<LocalDate, Known> lists) {}

    /**
     * What is known of a list.
     *
     * @param entries the most that it ever had
     * @param etag of its first page, if that is all of it
     */
    record Known(int entries, @Nullable String etag) {}

    @Override
    public String name() {
        return DailyPapersParser.SOURCE;
    }

    @Override
    public boolean enabled() {
        return settings.enabled();
    }

    @Override
    public String host() {
        return DailyPapersParser.SOURCE;
    }

    @Override
    public FetchResult fetch(@Nullable String position) throws InterruptedException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Progress progress = progress(position, today);
        LocalDate day = progress.day() == null ? today : progress.day();
        Known known = progress.lists().getOrDefault(day, new Known(0, null));
        try {
            return ask(progress, day, today, known);
        } catch (RuntimeException e) {
            if (!day.isBefore(today)) {
                throw e;
            }
            LOG.errorf(e, "The list of a past day could not be read. at=%s", day);
            return failed(day + ": a fault of our own: " + e, true, progress, day, today);
        }
    }

    private FetchResult ask(Progress progress, LocalDate day, LocalDate today, Known known)
            throws InterruptedException {
        String etag = progress.page() == 0 ? known.etag() : null;
        return switch (web.get(address(day, progress.page()), headers(etag))) {
            case HttpAnswer.None(String reason) ->
                    failed(day + ": " + reason, true, progress, day, today);
            case HttpAnswer.Whole answer -> {
                if (isRefusal(answer, day, today)) {
                    yield new FetchResult.Refused(
                            answer.retryAfter(clock)
                                    .or(() -> answer.exhausted(RESERVE))
                                    .orElse(null),
                            "HTTP " + answer.status());
                }
                if (answer.status() == 304) {
                    yield page(List.of(), next(progress, day, today, known), hasRoom(answer), null);
                }
                yield answer.status() == 200
                        ? list(answer, progress, day, today, known)
                        : failed(
                                "HTTP %d for %s: %s"
                                        .formatted(answer.status(), day, answer.beginning()),
                                hasRoom(answer),
                                progress,
                                day,
                                today);
            }
        };
    }

    private FetchResult list(
            HttpAnswer.Whole answer,
            Progress progress,
            LocalDate day,
            LocalDate today,
            Known known) {
        List<Item> items = new ArrayList<>();
        String flaw = null;
        try {
            parser.parse(BoundedGunzip.ofAnswer(answer.body(), limits), items::add);
        } catch (UnreadableListingException e) {
            // A later page is not asked for again and again: the next run reads the list anew.
            if (items.isEmpty() && !hasNext(answer) && progress.page() == 0) {
                return failed(day + ": " + e.getMessage(), hasRoom(answer), progress, day, today);
            }
            flaw = day + ": " + e.getMessage();
        }
        int entries = (int) items.stream().filter(Item.Listed.class::isInstance).count();
        int read = progress.read() + entries;
        // A page of which nothing can be read is one, too; an empty one is behind the last.
        boolean any = flaw != null || items.stream().anyMatch(DailyPapersSource::isEntry);
        boolean morePages = any && hasNext(answer);
        if (morePages && progress.page() + 1 == MOST_PAGES) {
            flaw = "%s: more than %d pages".formatted(day, MOST_PAGES);
        } else if (morePages) {
            Progress after = new Progress(day, progress.page() + 1, read, progress.lists());
            return page(items, after, hasRoom(answer), flaw);
        }
        if (flaw == null && read < known.entries()) {
            flaw = "%s: %d entries, there were %d".formatted(day, read, known.entries());
        }
        boolean single = progress.page() == 0 && flaw == null;
        Known now =
                new Known(
                        Math.max(read, known.entries()),
                        single ? answer.header("ETag").orElse(null) : null);
        Progress after = next(progress, day, today, now);
        if (read == 0 && flaw == null && day.equals(today) && isWeekend(day)) {
            return new FetchResult.Holiday(Position.write(after), "no list on weekends");
        }
        return page(items, after, hasRoom(answer), flaw);
    }

    private static boolean isEntry(Item item) {
        return item instanceof Item.Listed || item instanceof Item.Refused;
    }

    /** A day before today that fails does not keep today's list unread; each run asks again. */
    private FetchResult failed(
            String reason, boolean room, Progress progress, LocalDate day, LocalDate today) {
        if (!day.isBefore(today)) {
            return new FetchResult.Failed(reason);
        }
        Known known = progress.lists().getOrDefault(day, new Known(0, null));
        return page(List.of(), next(progress, day, today, known), room, reason);
    }

    /** A page; the run goes on only if enough requests are left in this window. */
    private static FetchResult page(
            List<Item> items, Progress after, boolean room, @Nullable String flaw) {
        boolean more = after.day() != null && room;
        return new FetchResult.Fetched(items, Position.write(after), more, flaw);
    }

    private static boolean hasRoom(HttpAnswer.Whole answer) {
        return answer.exhausted(RESERVE).isEmpty();
    }

    /** Whether the site refuses us, and not just the list of a day that has gone. */
    private boolean isRefusal(HttpAnswer.Whole answer, LocalDate day, LocalDate today) {
        return switch (answer.status()) {
            case 429 -> true;
            case 403, 503 -> !day.isBefore(today) || answer.retryAfter(clock).isPresent();
            default -> false;
        };
    }

    /** The day after; after today, the next run. */
    private Progress next(Progress progress, LocalDate day, LocalDate today, Known known) {
        Map<LocalDate, Known> lists = new HashMap<>(progress.lists());
        lists.put(day, known);
        LocalDate oldest = oldest(today);
        lists.keySet().removeIf(other -> other.isBefore(oldest));
        return new Progress(day.isBefore(today) ? day.plusDays(1) : null, 0, 0, lists);
    }

    private Progress progress(@Nullable String position, LocalDate today) {
        Progress progress =
                Position.read(position, Progress.class)
                        .filter(read -> read.lists() != null)
                        .orElseGet(() -> new Progress(null, 0, 0, Map.of()));
        LocalDate oldest = oldest(today);
        LocalDate day = progress.day();
        return day == null || day.isBefore(oldest) || day.isAfter(today)
                ? new Progress(oldest, 0, 0, progress.lists())
                : progress;
    }

    private LocalDate oldest(LocalDate today) {
        return today.minusDays(Math.max(1, settings.days()) - 1L);
    }

    private URI address(LocalDate day, int page) {
        return URI.create(
                "%s?date=%s&limit=%d&p=%d".formatted(settings.url(), day, settings.limit(), page));
    }

    private Map<String, String> headers(@Nullable String etag) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        settings.token()
                .filter(token -> !token.isBlank())
                .ifPresent(token -> headers.put("Authorization", "Bearer " + token.strip()));
        if (etag != null) {
            headers.put("If-None-Match", etag);
        }
        return headers;
    }

    private static boolean hasNext(HttpAnswer.Whole answer) {
        return answer.headers("Link").stream()
                .anyMatch(link -> link.matches("(?i).*rel=\"?next\"?.*"));
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    @Override
    public Instant nextRun(SourceStatus status, FetchResult result, Instant now) {
        return now.plus(status.failures() > 0 ? result.pause(status.failures()) : settings.every());
    }

    @Override
    public Duration spacing() {
        return SPACING;
    }

    @Override
    public Duration staleAfter() {
        return Duration.ofDays(4);
    }
}
