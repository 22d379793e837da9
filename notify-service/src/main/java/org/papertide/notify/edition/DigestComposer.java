package org.papertide.notify.edition;

import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.edition.ComposedBatch.Composed;
import org.papertide.notify.edition.FilteredCandidates.KeyedSelection;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.Expected;
import org.papertide.notify.ledger.PlanRepository;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.ShownRepository;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.DigestMessage;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.DigestReader;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.platform.database.Database;
import org.papertide.platform.tracing.Traces;

/**
 * Writes the mails of editions whose audience is frozen. The parts of an audience are composed side
 * by side: while the database writes a batch of one, the next of the other is made.
 */
@Singleton
public final class DigestComposer {

    /** A paper that was listed longer before is no news, even if its text is read now. */
    private static final Duration READ_WITHIN = Window.WEEK.length();

    /** An alert waits no longer than for one of each part. */
    private static final int BATCH = 500;

    private final Database database;
    private final CandidateStore candidates;
    private final MessageComposer composer;
    private final EventComposer events = new EventComposer();
    private final EditionSettings settings;
    private final DigestSchedule schedule;
    private final WorkSignal signal;
    private final Traces traces;
    private final Clock clock;
    private final Executor parts;
    private final EditionByEdition oneByOne = new EditionByEdition("composing");

    @Inject
    public DigestComposer(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            EditionSettings settings,
            DigestSchedule schedule,
            WorkSignal signal,
            Traces traces,
            Clock clock) {
        this(
                database,
                candidates,
                composer,
                settings,
                schedule,
                signal,
                traces,
                clock,
                part -> Thread.ofVirtual().name("composing").start(part));
    }

    /**
     * @param parts runs what composes a part of an audience
     */
    DigestComposer(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            EditionSettings settings,
            DigestSchedule schedule,
            WorkSignal signal,
            Traces traces,
            Clock clock,
            Executor parts) {
        this.database = database;
        this.candidates = candidates;
        this.composer = composer;
        this.settings = settings;
        this.schedule = schedule;
        this.signal = signal;
        this.traces = traces;
        this.clock = clock;
        this.parts = parts;
    }

    /**
     * Composes all editions that are not composed yet. One that cannot be is tried again next time.
     *
     * @throws CancellationException if this thread is interrupted; the batches under way end first
     */
    public void composeAll() {
        oneByOne.run(
                database
                        .inTransaction(session -> new EditionRepository_(session).uncomposed())
                        .stream()
                        .filter(edition -> edition.kind().isPresent())
                        .toList(),
                this::compose);
    }

    /** How many editions could not be composed. */
    public int failing() {
        return oneByOne.failing();
    }

    private void compose(Edition edition) {
        try (Traces.Step _ =
                traces.goOn("compose a digest", SpanKind.INTERNAL, edition.trace())
                        .with("edition", edition.id())) {
            composeParts(edition);
        }
    }

    /**
     * What all batches of an edition go by.
     *
     * @param firstAlert what is left over is looked for in this alert and later ones
     */
    private record Basis(Edition edition, DigestCandidates pool, long firstAlert) {}

    private void composeParts(Edition edition) {
        Basis basis =
                database.inTransaction(session ->
                        new Basis(
                                edition,
                                candidates(session, edition),
                                new EditionRepository_(session)
                                        .firstSince(
                                                edition.asOf().minus(LeftOverPapers.LOOKED_AT))));
        do {
            AtomicBoolean stopped = new AtomicBoolean();
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, PlanRepository.PARTS)
                            .mapToObj(part ->
                                    CompletableFuture.runAsync(
                                            () -> compose(basis, part, stopped), parts))
                            .toList();
            join(all, stopped);
        } while (!isComposed(edition));
    }

    /** Waits for all, also after one has failed. */
    private static void join(List<CompletableFuture<Void>> parts, AtomicBoolean stopped) {
        CompletableFuture<Void> all =
                CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
        try {
            var _ = all.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            stopped.set(true);
            all.exceptionally(_ -> null).join();
            Thread.currentThread().interrupt();
            throw new CancellationException("Composing was interrupted.");
        }
    }

    private void compose(Basis basis, int part, AtomicBoolean stopped) {
        try {
            OptionalLong last = OptionalLong.of(Long.MIN_VALUE);
            while (last.isPresent() && !stopped.get()) {
                last = composeAfter(basis, part, last.getAsLong());
                signal.raise();
            }
        } catch (RuntimeException e) {
            stopped.set(true);
            throw e;
        }
    }

    /**
     * Whether all its mails are written: asked under the edition's lock, for a planner may be about
     * to open it for further mails.
     */
    private boolean isComposed(Edition edition) {
        return database.inTransaction(session -> {
            EditionRepository editions = new EditionRepository_(session);
            PlanRepository ledger = new PlanRepository_(session);
            var _ = editions.lockEdition(edition.id());
            if (ledger.takeBack(edition.id()) > 0 || ledger.hasAudience(edition.id())) {
                return false;
            }
            editions.setComposed(edition.id(), clock.instant());
            return true;
        });
    }

    private static Window window(Edition edition) {
        return kind(edition.knownKind(), Frequency.DAILY).window();
    }

    private DigestCandidates candidates(StatelessSession session, Edition edition) {
        Window window = window(edition);
        Instant now = clock.instant();
        Instant reference = edition.asOf().isBefore(now) ? edition.asOf() : now;
        Instant since = reference.minus(window.length());
        List<String> models = new ThemeRepository_(session).models();
        return new DigestCandidates(
                candidates.first(session, Order.RISING, window, since, settings.candidates()),
                candidates.first(session, Order.TOP, window, since, settings.candidates()),
                candidates.readAfter(
                        session,
                        since,
                        since.minus(READ_WITHIN),
                        since,
                        models,
                        settings.candidates()),
                ids -> candidates.vectors(session, ids, models));
    }

    /**
     * Composes the next batch of a part, behind a place.
     *
     * @return the last place of the batch; empty if there was none
     */
    private OptionalLong composeAfter(Basis basis, int part, long after) {
        Edition edition = basis.edition();
        ComposedBatch composed = new ComposedBatch(edition.knownKind());
        OptionalLong last =
                database.inTransaction(session -> {
                    EditionRepository editions = new EditionRepository_(session);
                    editions.lockShared(EditionRepository.COMPOSING);
                    editions.lock(EditionRepository.COMPOSING_PART + part);
                    PlanRepository ledger = new PlanRepository_(session);
                    List<Expected> batch = ledger.next(edition.id(), part, after, BATCH);
                    if (batch.isEmpty()) {
                        return OptionalLong.empty();
                    }
                    if (editions.isStopped(edition.id())) {
                        batch.forEach(each -> composed.exclude(each, Exclusions.STOPPED));
                    } else {
                        compose(session, basis, batch, composed);
                    }
                    write(session, edition, composed);
                    long end = batch.getLast().place();
                    ledger.remove(edition.id(), part, after, end);
                    return OptionalLong.of(end);
                });
        basis.pool().written(composed.contents());
        return last;
    }

    private void compose(
            StatelessSession session, Basis basis, List<Expected> batch, ComposedBatch composed) {
        Edition edition = basis.edition();
        DigestCandidates pool = basis.pool();
        Set<Long> mailed = mailed(new PlanRepository_(session), batch);
        BatchReaders readers = BatchReaders.read(session, batch);
        LeftOverPapers leftOver =
                LeftOverPapers.read(
                        session,
                        candidates,
                        basis.firstAlert(),
                        batch,
                        readers,
                        ids ->
                                candidates.vectors(
                                        session, ids, new ThemeRepository_(session).models()));
        Map<Long, Set<String>> seen = seen(new ShownRepository_(session), batch, pool, leftOver);
        List<Long> another = new ArrayList<>();
        for (Expected each : batch) {
            DigestReader reader = readers.find(each.subscriptionId());
            Set<String> known = seen.computeIfAbsent(each.subscriberId(), _ -> new HashSet<>());
            if (each.exclusion() != null) {
                composed.exclude(each, each.exclusion());
            } else if (mailed.contains(each.subscriptionId())) {
                composed.exclude(each, Exclusions.ALREADY_MAILED);
                if (reader != null && leftOver.isAnyWanted(reader, readers, known)) {
                    another.add(reader.id());
                }
            } else if (reader == null) {
                composed.exclude(each, Exclusions.UNSUBSCRIBED);
            } else {
                FilteredCandidates filtered =
                        pool.passing(
                                reader.filterKey(),
                                readers.interest(reader),
                                readers.findTheme(reader));
                FilteredCandidates missed =
                        filtered.missedBy(reader, edition.asOf(), window(edition).length());
                Selected selected =
                        filtered.interest().frequency() == Frequency.INSTANT
                                ? selected(missed, leftOver.wanted(reader, readers), known)
                                : selected(missed, known);
                fill(edition, pool, each, reader, filtered.interest(), selected, known, composed);
            }
        }
        giveSlots(session, edition, another);
    }

    /**
     * The day of these readers of alerts had its digest, as they have changed the hour or had
     * digests before: what is left over comes on the next one.
     */
    private void giveSlots(StatelessSession session, Edition edition, List<Long> subscriptions) {
        if (!subscriptions.isEmpty()) {
            Instant now = clock.instant();
            RestSlots.give(
                    session,
                    schedule,
                    subscriptions.toArray(Long[]::new),
                    edition.asOf().isBefore(now) ? now : edition.asOf());
        }
    }

    /**
     * One instant for all of its mails: they are claimed content by content. Not ahead, if who
     * planned it has another clock.
     */
    private void write(StatelessSession session, Edition edition, ComposedBatch composed) {
        Instant now = clock.instant();
        composed.write(
                session,
                edition.id(),
                edition.plannedAt().isBefore(now) ? edition.plannedAt() : now);
    }

    private static Set<Long> mailed(PlanRepository ledger, List<Expected> batch) {
        return Set.copyOf(
                ledger.mailed(
                        batch.stream().map(Expected::subscriptionId).toArray(Long[]::new),
                        batch.stream().map(Expected::localPeriod).toArray(String[]::new)));
    }

    /**
     * What a reader gets.
     *
     * @param ifNothing why there is no mail if it is nothing
     */
    private record Selected(@Nullable KeyedSelection papers, String ifNothing) {}

    private static Selected selected(FilteredCandidates filtered, Set<String> known) {
        KeyedSelection selection = filtered.without(known);
        return selection.papers().isEmpty()
                ? nothing(filtered.passing().isEmpty())
                : new Selected(selection, "");
    }

    /**
     * A reader of alerts gets a digest for what is left over, and for nothing else.
     *
     * @param leftOver that is wanted
     */
    private static Selected selected(
            FilteredCandidates filtered, List<RankedCandidates.Found> leftOver, Set<String> known) {
        List<RankedCandidates.Found> unseen = LeftOverPapers.unseen(leftOver, known);
        return unseen.isEmpty()
                ? nothing(leftOver.isEmpty())
                : new Selected(filtered.behind(unseen, known), "");
    }

    private static Selected nothing(boolean nothingPassed) {
        return new Selected(
                null, nothingPassed ? Exclusions.NOTHING_PASSED : Exclusions.ALREADY_SEEN);
    }

    private void fill(
            Edition edition,
            DigestCandidates pool,
            Expected each,
            DigestReader reader,
            Interest interest,
            Selected selected,
            Set<String> known,
            ComposedBatch composed) {
        KeyedSelection selection = selected.papers();
        if (selection == null) {
            composed.exclude(each, selected.ifNothing());
            return;
        }
        Composed content = content(edition, pool, interest, reader, selection, composed);
        composed.fill(each, content.id(), reader.receiver());
        known.addAll(selection.papers().names(content.papers()));
    }

    /** The content that says this: written lately, in this batch, or made now. */
    private Composed content(
            Edition edition,
            DigestCandidates pool,
            Interest interest,
            DigestReader reader,
            KeyedSelection selection,
            ComposedBatch composed) {
        DigestContent.Kind kind = kind(edition.knownKind(), interest.frequency());
        ZoneId zone = reader.zone();
        boolean isWebhook = reader.channel() instanceof Channel.Webhook;
        String key = (isWebhook ? "webhook" : zone) + " " + kind + " " + selection.key();
        Composed written = pool.written(key);
        Composed content = written == null ? composed.content(key) : written;
        if (content != null) {
            return content;
        }
        DigestContent says = content(kind, edition.asOf(), zone, selection.papers());
        DigestMessage message = isWebhook ? events.digest(says) : composer.digest(says);
        return composed.add(key, message, selection.papers());
    }

    /** What an edition is for a reader who is served so often. */
    static DigestContent.Kind kind(MailKind edition, Frequency reader) {
        return switch (edition) {
            case DAILY ->
                    switch (reader) {
                        case DAILY, WEEKLY -> DigestContent.Kind.DAILY;
                        case INSTANT -> DigestContent.Kind.REST_OF_ALERTS;
                    };
            case WEEKLY -> DigestContent.Kind.WEEKLY;
            case OPT_IN, WELCOME, ALERT, WEBHOOK_ENDED ->
                    throw new IllegalArgumentException(edition + " is no digest");
        };
    }

    static DigestContent content(
            DigestContent.Kind kind, Instant asOf, ZoneId zone, DigestSelection selection) {
        Window window = kind.window();
        return new DigestContent(
                kind,
                asOf,
                zone,
                places(selection.rising(), window, Order.RISING),
                places(selection.top(), window, Order.TOP),
                places(selection.late(), window, Order.RISING),
                new DigestContent.LeftOver(
                        places(selection.leftOver(), window, Order.RISING),
                        places(selection.leftOut(), window, Order.RISING)));
    }

    private static List<DigestContent.Place> places(
            List<RankedCandidates.Ranked> papers, Window window, Order order) {
        return papers.stream().map(each -> place(each, window, order)).toList();
    }

    private static DigestContent.Place place(
            RankedCandidates.Ranked ranked, Window window, Order order) {
        Score score = ranked.score();
        WindowScore inWindow = score.windows().get(window);
        double value = inWindow == null ? score.score() : inWindow.value(order);
        return new DigestContent.Place(
                ranked.rank(),
                ranked.otherRank(),
                new PaperLine(score.paper(), value, score.reasons(), ranked.met()));
    }

    private static Map<Long, Set<String>> seen(
            ShownRepository shown,
            List<Expected> batch,
            DigestCandidates pool,
            LeftOverPapers leftOver) {
        Map<Long, Set<String>> seen = new HashMap<>();
        shown.seen(
                        batch.stream().map(Expected::subscriberId).distinct().toArray(Long[]::new),
                        Stream.concat(pool.ids().stream(), leftOver.ids().stream())
                                .toArray(String[]::new))
                .forEach(each ->
                        seen.computeIfAbsent(each.subscriberId(), _ -> new HashSet<>())
                                .add(each.paperId()));
        return seen;
    }
}
