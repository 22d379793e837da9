package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Position;
import org.papertide.ingest.source.SourceStatus;

/** Looks papers up at arXiv by id, in batches: those whose own source gives no categories. */
@Singleton
final class ArxivLookupSource implements PaperSource {

    /** A paper that arXiv does not know is asked for again after this. */
    private static final Duration AGAIN = Duration.ofDays(7);

    /**
     * So much earlier counts an answer that may soon be another, and its papers are asked for again
     * after an hour: that a paper is not known which is new, for others may list it before arXiv's
     * API finds it, and that of several papers none is known, which may be a fault of arXiv's.
     */
    private static final Duration BACKDATED = AGAIN.minus(Duration.ofHours(1));

    /** First seen for less than this, a paper is new. */
    private static final Duration NEW = Duration.ofDays(3);

    private static final String NOTHING = "{}";

    private final ArxivClient client;
    private final IncompletePapers incomplete;
    private final ArxivSettings settings;
    private final Clock clock;

    ArxivLookupSource(
            ArxivClient client, IncompletePapers incomplete, ArxivSettings settings, Clock clock) {
        this.client = client;
        this.incomplete = incomplete;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The last answer. It is recorded together with what was found, and only then are its papers
     * marked as asked about: what a process that is killed did not record is asked for again.
     *
     * @param asked the papers of the question
     * @param at when it was asked
     * @param empty whether it had none of several papers
     */
    record Progress(List<PaperId> asked, Instant at, boolean empty) {}

    @Override
    public String name() {
        return "arxiv-lookup";
    }

    @Override
    public boolean enabled() {
        return settings.lookup();
    }

    @Override
    public String host() {
        return ArxivPapers.SOURCE;
    }

    @Override
    public FetchResult fetch(@Nullable String position) throws InterruptedException {
        Instant now = clock.instant();
        Position.read(position, Progress.class)
                .filter(last -> last.asked() != null && last.at() != null)
                .ifPresent(this::mark);
        List<PaperId> papers =
                incomplete.find(settings.lookupSize(), now.minus(AGAIN)).stream()
                        .filter(PaperId::isArxiv)
                        .toList();
        if (papers.isEmpty()) {
            return new FetchResult.Fetched(List.of(), NOTHING, false, null);
        }
        List<Item> items = new ArrayList<>();
        FetchResult failure = lookUp(papers, items);
        if (failure != null) {
            return failure;
        }
        boolean empty = items.isEmpty() && papers.size() > 1;
        return new FetchResult.Fetched(
                items,
                Position.write(new Progress(papers, now, empty)),
                papers.size() == settings.lookupSize(),
                null);
    }

    private void mark(Progress last) {
        Instant backdated = last.at().minus(BACKDATED);
        incomplete.asked(
                last.asked(),
                last.empty() ? backdated : last.at(),
                last.at().minus(NEW),
                backdated);
    }

    /**
     * Asks for all at once; if arXiv objects to one of them, or its answer breaks off at one, for
     * each half.
     *
     * @return why there is no answer; null if there is
     */
    private @Nullable FetchResult lookUp(List<PaperId> papers, List<Item> found)
            throws InterruptedException {
        return switch (client.ask(address(papers), null)) {
            case ArxivAnswer.Listed listed -> {
                if (listed.flaw() != null) {
                    yield lookUpHalves(papers, found, listed.flaw());
                }
                found.addAll(listed.items());
                yield null;
            }
            case ArxivAnswer.WrongQuestion(String reason) -> lookUpHalves(papers, found, reason);
            case ArxivAnswer.NotModified() -> new FetchResult.Failed("HTTP 304 unasked");
            case ArxivAnswer.Nothing(FetchResult result) -> result;
        };
    }

    private @Nullable FetchResult lookUpHalves(
            List<PaperId> papers, List<Item> found, String reason) throws InterruptedException {
        if (papers.size() == 1) {
            found.add(new Item.Refused("look-up of " + papers.getFirst(), reason));
            return null;
        }
        int half = papers.size() / 2;
        FetchResult failure = lookUp(papers.subList(0, half), found);
        return failure != null ? failure : lookUp(papers.subList(half, papers.size()), found);
    }

    private URI address(List<PaperId> papers) {
        String ids = papers.stream().map(PaperId::name).collect(Collectors.joining(","));
        return URI.create(
                settings.apiUrl() + "?id_list=" + ids + "&start=0&max_results=" + papers.size());
    }

    @Override
    public Instant nextRun(SourceStatus status, FetchResult result, Instant now) {
        return now.plus(
                status.failures() > 0 ? result.pause(status.failures()) : settings.lookupEvery());
    }

    /** Nothing to look up is no sign of anything. */
    @Override
    public Duration spacing() {
        return settings.spacing();
    }

    @Override
    public Duration staleAfter() {
        return Duration.ofDays(3650);
    }
}
