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
     * @param empty whether it had none of several papers, or there was none for a single one
     * @param parts what is left of a question that arXiv gave no whole answer to, to be asked part
     *     by part
     */
    record Progress(List<PaperId> asked, Instant at, boolean empty, List<List<PaperId>> parts) {

        /** Whether arXiv answered. */
        private boolean wasAnswered() {
            return !asked.isEmpty() && (!empty || asked.size() > 1);
        }
    }

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
        Progress last =
                Position.read(position, Progress.class)
                        .filter(read -> read.asked() != null && read.at() != null)
                        .filter(read -> read.parts() != null)
                        .orElseGet(() -> new Progress(List.of(), now, false, List.of()));
        if (!last.asked().isEmpty()) {
            mark(last);
        }
        List<List<PaperId>> parts = last.parts().isEmpty() ? waiting(now) : last.parts();
        return parts.isEmpty()
                ? answer(List.of(), List.of(), parts, now)
                : lookUp(
                        parts.getFirst(),
                        parts.subList(1, parts.size()),
                        last.wasAnswered() && !last.parts().isEmpty(),
                        now);
    }

    /** Those to be asked about, as one question; none if there are none. */
    private List<List<PaperId>> waiting(Instant now) {
        List<PaperId> papers =
                incomplete.find(settings.lookupSize(), now.minus(AGAIN)).stream()
                        .filter(PaperId::isArxiv)
                        .toList();
        return papers.isEmpty() ? List.of() : List.of(papers);
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
     * Asks for all at once; if arXiv objects to one of them, or its answer breaks off at one, each
     * half is asked for next. If the answer is no listing, that may as well be arXiv's fault: then
     * each half waits, and what is asked for alone is asked for again after an hour, unless arXiv
     * answered just before.
     *
     * @param answered whether it did
     */
    private FetchResult lookUp(
            List<PaperId> papers, List<List<PaperId>> others, boolean answered, Instant now)
            throws InterruptedException {
        return switch (client.ask(address(papers), null)) {
            case ArxivAnswer.Listed listed ->
                    listed.flaw() == null
                            ? answer(listed.items(), papers, others, now)
                            : halves(papers, others, listed.flaw(), now);
            case ArxivAnswer.WrongQuestion(String reason) -> halves(papers, others, reason, now);
            case ArxivAnswer.NotModified() -> new FetchResult.Failed("HTTP 304 unasked");
            case ArxivAnswer.Unreadable answer ->
                    answer.isOfTheQuestion() || (answered && papers.size() == 1)
                            ? halves(papers, others, answer.reason(), now)
                            : later(papers, others, answer.reason(), now);
            case ArxivAnswer.Nothing(FetchResult result) -> result;
        };
    }

    private FetchResult later(
            List<PaperId> papers, List<List<PaperId>> others, String reason, Instant now) {
        Progress after =
                papers.size() == 1
                        ? new Progress(papers, now, true, others)
                        : new Progress(List.of(), now, false, halves(papers, others));
        return new FetchResult.Failed(reason, Position.write(after));
    }

    private static List<List<PaperId>> halves(List<PaperId> papers, List<List<PaperId>> others) {
        int half = papers.size() / 2;
        List<List<PaperId>> parts = new ArrayList<>();
        parts.add(papers.subList(0, half));
        parts.add(papers.subList(half, papers.size()));
        parts.addAll(others);
        return parts;
    }

    private FetchResult halves(
            List<PaperId> papers, List<List<PaperId>> others, String reason, Instant now) {
        if (papers.size() == 1) {
            Item refused = new Item.Refused("look-up of " + papers.getFirst(), reason);
            return answer(List.of(refused), papers, others, now);
        }
        return answer(List.of(), List.of(), halves(papers, others), now);
    }

    private FetchResult answer(
            List<Item> items, List<PaperId> asked, List<List<PaperId>> parts, Instant now) {
        boolean empty = items.isEmpty() && asked.size() > 1;
        return new FetchResult.Fetched(
                items,
                Position.write(new Progress(asked, now, empty, parts)),
                !parts.isEmpty() || asked.size() == settings.lookupSize(),
                null);
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

    @Override
    public Duration spacing() {
        return settings.spacing();
    }

    /** Nothing to look up is no sign of anything. */
    @Override
    public Duration staleAfter() {
        return Duration.ofDays(3650);
    }
}
