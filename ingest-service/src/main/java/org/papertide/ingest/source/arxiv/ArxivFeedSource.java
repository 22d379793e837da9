package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Position;
import org.papertide.ingest.source.SourceStatus;

/**
 * arXiv's daily feeds: who was announced today. Asked in small groups of categories, for a feed is
 * cut at 2,000 papers and it is the new ones that are cut; and only for what changed.
 */
@Singleton
final class ArxivFeedSource implements PaperSource {

    private static final int GROUP = 3;
    private static final int CUT = 2_000;

    private final ArxivClient client;
    private final ArxivSettings settings;
    private final Clock clock;
    private final AnnouncementCalendar calendar;

    ArxivFeedSource(ArxivClient client, ArxivSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
        calendar = new AnnouncementCalendar(settings.holidays());
    }

    /**
     * Where a run stands.
     *
     * @param group the next group of categories
     * @param etags of the groups' last answers
     */
    record Progress(int group, Map<String, String> etags) {}

    @Override
    public String name() {
        return "arxiv-feeds";
    }

    @Override
    public boolean enabled() {
        return settings.feeds() && !settings.categories().isEmpty();
    }

    @Override
    public String host() {
        return ArxivPapers.SOURCE;
    }

    @Override
    public FetchResult fetch(@Nullable String position) throws InterruptedException {
        List<String> groups = groups();
        Progress progress =
                Position.read(position, Progress.class)
                        .filter(read -> read.etags() != null && read.group() < groups.size())
                        .orElseGet(() -> new Progress(0, Map.of()));
        String group = groups.get(Math.max(0, progress.group()));
        URI address = URI.create(settings.feedUrl() + group);
        return switch (client.ask(address, progress.etags().get(group))) {
            case ArxivAnswer.Listed listed -> feed(listed, group, groups, progress);
            case ArxivAnswer.NotModified() ->
                    page(List.of(), after(progress, groups, group, null), null);
            case ArxivAnswer.WrongQuestion(String reason) ->
                    page(List.of(), after(progress, groups, group, null), reason);
            case ArxivAnswer.Unreadable(_, String reason) -> new FetchResult.Failed(reason);
            case ArxivAnswer.Nothing(FetchResult result) -> result;
        };
    }

    private FetchResult feed(
            ArxivAnswer.Listed listed, String group, List<String> groups, Progress progress) {
        Instant now = clock.instant();
        if (listed.items().isEmpty() && listed.flaw() == null && calendar.isEmptyDay(now)) {
            return new FetchResult.Holiday(
                    Position.write(new Progress(0, progress.etags())),
                    "arXiv announces nothing today");
        }
        String flaw = listed.flaw();
        if (flaw == null && listed.records() >= CUT) {
            flaw = group + ": cut at " + CUT + " papers";
        }
        if (flaw == null) {
            flaw = behind(listed, group, now);
        }
        // What is not complete is asked for again, even if it does not change.
        String etag = flaw == null ? listed.etag() : null;
        return page(listed.items(), after(progress, groups, group, etag), flaw);
    }

    /** A feed may be a whole announcement behind, while others are current. */
    private @Nullable String behind(ArxivAnswer.Listed listed, String group, Instant now) {
        Optional<LocalDate> newest =
                listed.items().stream()
                        .filter(Item.Listed.class::isInstance)
                        .map(item -> ((Item.Listed) item).listing())
                        .map(Listing::announced)
                        .filter(Objects::nonNull)
                        .map(AnnouncementCalendar::day)
                        .max(LocalDate::compareTo);
        LocalDate expected = calendar.feedDay(now);
        return newest.filter(day -> day.isBefore(expected))
                .map(day -> "%s: the feed is of %s, not of %s".formatted(group, day, expected))
                .orElse(null);
    }

    private static FetchResult page(List<Item> items, Progress after, @Nullable String flaw) {
        return new FetchResult.Fetched(items, Position.write(after), after.group() > 0, flaw);
    }

    /** The next group; after the last one, group 0 of the next run. */
    private static Progress after(
            Progress progress, List<String> groups, String group, @Nullable String etag) {
        Map<String, String> etags = new HashMap<>(progress.etags());
        etags.keySet().retainAll(groups);
        if (etag != null) {
            etags.put(group, etag);
        }
        return new Progress((progress.group() + 1) % groups.size(), etags);
    }

    private List<String> groups() {
        List<String> categories = settings.categories();
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < categories.size(); at += GROUP) {
            groups.add(
                    String.join(
                            "+", categories.subList(at, Math.min(at + GROUP, categories.size()))));
        }
        return groups;
    }

    @Override
    public Instant nextRun(SourceStatus status, FetchResult result, Instant now) {
        return now.plus(status.failures() > 0 ? result.pause(status.failures()) : settings.every());
    }

    @Override
    public Duration spacing() {
        return settings.spacing();
    }

    @Override
    public Duration staleAfter() {
        return Duration.ofDays(5);
    }
}
