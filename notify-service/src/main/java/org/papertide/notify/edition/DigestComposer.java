package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.PlannedDelivery;
import org.papertide.notify.ledger.ShownRepository;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.Uncomposed;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;

/** Fills planned digests with their papers. */
@Singleton
public final class DigestComposer {

    /** An alert waits no longer than for one. */
    private static final int BATCH = 500;

    private final Database database;
    private final CandidateStore candidates;
    private final MessageComposer composer;
    private final EditionSettings settings;
    private final WorkSignal signal;
    private final Clock clock;

    public DigestComposer(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            EditionSettings settings,
            WorkSignal signal,
            Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.composer = composer;
        this.settings = settings;
        this.signal = signal;
        this.clock = clock;
    }

    /** Composes all editions that are not composed yet. */
    public void composeAll() {
        database.inTransaction(session -> new EditionRepository_(session).uncomposed())
                .forEach(this::compose);
    }

    private void compose(Edition edition) {
        DigestCandidates pool = database.inTransaction(session -> candidates(session, edition));
        Uncomposed rows = uncomposed(edition, 0);
        while (rows.first() != null && rows.last() != null) {
            long last = rows.last();
            for (long first = rows.first(); first <= last; first += BATCH) {
                compose(edition, pool, first, Math.min(first + BATCH - 1, last));
                signal.raise();
            }
            rows = uncomposed(edition, last);
        }
    }

    /**
     * The rows that are to be composed. If there are none, the edition is composed: under its lock,
     * for a planner may be about to open it for further mails.
     */
    private Uncomposed uncomposed(Edition edition, long after) {
        return database.inTransaction(session -> {
            EditionRepository editions = new EditionRepository_(session);
            var _ = editions.lockEdition(edition.id());
            Uncomposed rows = new PlanRepository_(session).uncomposed(edition.id(), after);
            if (rows.first() == null) {
                editions.setComposed(edition.id(), clock.instant());
            }
            return rows;
        });
    }

    private DigestCandidates candidates(StatelessSession session, Edition edition) {
        Window window = edition.kind() == MailKind.WEEKLY ? Window.WEEK : Window.DAY;
        Instant now = clock.instant();
        Instant reference = edition.asOf().isBefore(now) ? edition.asOf() : now;
        Instant since = reference.minus(window.length());
        return new DigestCandidates(
                candidates.first(session, Order.RISING, window, since, settings.candidates()),
                candidates.first(session, Order.TOP, window, since, settings.candidates()));
    }

    /** Composes what of these rows is the edition's. */
    private void compose(Edition edition, DigestCandidates pool, long first, long last) {
        database.run(session -> {
            new EditionRepository_(session).lock(EditionRepository.COMPOSING);
            List<PlannedDelivery> batch =
                    new PlanRepository_(session).uncomposed(edition.id(), first, last);
            if (!batch.isEmpty()) {
                compose(session, edition, pool, batch);
            }
        });
    }

    private void compose(
            StatelessSession session,
            Edition edition,
            DigestCandidates pool,
            List<PlannedDelivery> batch) {
        Map<Long, Subscription> readers = readers(session, batch);
        Map<Long, Set<String>> seen = seen(new ShownRepository_(session), batch, pool);
        ComposedBatch composed = new ComposedBatch(edition.kind());
        for (PlannedDelivery pending : batch) {
            Subscription reader = readers.get(pending.subscriptionId());
            if (reader == null) {
                composed.exclude(pending.id(), Exclusions.UNSUBSCRIBED);
            } else {
                fill(edition, pool, pending, reader, seen, composed);
            }
        }
        // One instant for all of its mails: they are claimed content by content. Not ahead, if who
        // planned it has another clock.
        Instant now = clock.instant();
        composed.write(session, edition.plannedAt().isBefore(now) ? edition.plannedAt() : now);
    }

    /** The active subscriptions of these mails, by their id. */
    private static Map<Long, Subscription> readers(
            StatelessSession session, List<PlannedDelivery> batch) {
        Long[] ids = batch.stream().map(PlannedDelivery::subscriptionId).toArray(Long[]::new);
        return new SubscriptionRepository_(session)
                .findAll(ids).stream()
                        .filter(subscription -> subscription.state() == Subscription.State.ACTIVE)
                        .collect(Collectors.toMap(Subscription::id, subscription -> subscription));
    }

    private void fill(
            Edition edition,
            DigestCandidates pool,
            PlannedDelivery pending,
            Subscription reader,
            Map<Long, Set<String>> seen,
            ComposedBatch composed) {
        Interest interest = reader.interest();
        RankedCandidates passing = pool.passing(reader.filterKey(), interest);
        Set<String> known = seen.computeIfAbsent(pending.subscriberId(), _ -> new HashSet<>());
        DigestSelection selection =
                DigestSelection.of(passing, interest.limit(), paper -> !known.contains(paper.id()));
        if (selection.isEmpty()) {
            composed.exclude(
                    pending.id(),
                    passing.isEmpty() ? Exclusions.NOTHING_PASSED : Exclusions.ALREADY_SEEN);
            return;
        }
        String content =
                pool.message(
                        interest.timezone() + " " + kind(edition, interest) + " " + selection.key(),
                        () ->
                                composed.add(
                                        render(edition, interest, selection), selection.papers()));
        known.addAll(selection.papers());
        composed.fill(pending.id(), content);
    }

    private static DigestContent.Kind kind(Edition edition, Interest interest) {
        if (edition.kind() == MailKind.WEEKLY) {
            return DigestContent.Kind.WEEKLY;
        }
        return interest.frequency() == Frequency.INSTANT
                ? DigestContent.Kind.REST_OF_ALERTS
                : DigestContent.Kind.DAILY;
    }

    private RenderedMessage render(Edition edition, Interest interest, DigestSelection selection) {
        return composer.digest(
                content(kind(edition, interest), edition.asOf(), interest.timezone(), selection));
    }

    static DigestContent content(
            DigestContent.Kind kind, Instant asOf, ZoneId zone, DigestSelection selection) {
        Window window = kind == DigestContent.Kind.WEEKLY ? Window.WEEK : Window.DAY;
        return new DigestContent(
                kind,
                asOf,
                zone,
                places(selection.rising(), window, Order.RISING),
                places(selection.top(), window, Order.TOP));
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
                new PaperLine(score.paper(), value, score.reasons()));
    }

    private static Map<Long, Set<String>> seen(
            ShownRepository shown, List<PlannedDelivery> batch, DigestCandidates pool) {
        Map<Long, Set<String>> seen = new HashMap<>();
        shown.seen(
                        batch.stream()
                                .map(PlannedDelivery::subscriberId)
                                .distinct()
                                .toArray(Long[]::new),
                        pool.ids().toArray(String[]::new))
                .forEach(each ->
                        seen.computeIfAbsent(each.subscriberId(), _ -> new HashSet<>())
                                .add(each.paperId()));
        return seen;
    }
}
