package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
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
    private final Contents contents;
    private final EditionSettings settings;
    private final WorkSignal signal;
    private final Clock clock;

    public DigestComposer(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            Contents contents,
            EditionSettings settings,
            WorkSignal signal,
            Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.composer = composer;
        this.contents = contents;
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
        OptionalLong last = OptionalLong.of(0);
        while (last.isPresent()) {
            long after = last.getAsLong();
            last = database.inTransaction(session -> composeBatch(session, edition, pool, after));
            signal.raise();
        }
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

    /** Returns the last row that it composed, or nothing if there are no more. */
    private OptionalLong composeBatch(
            StatelessSession session, Edition edition, DigestCandidates pool, long after) {
        EditionRepository editions = new EditionRepository_(session);
        editions.lock(EditionRepository.COMPOSING);
        List<PlannedDelivery> batch =
                new PlanRepository_(session).uncomposed(edition.id(), after, BATCH);
        Map<Long, Subscription> readers = readers(session, batch);
        Map<Long, Set<String>> seen = seen(new ShownRepository_(session), batch, pool);
        ComposedBatch composed = new ComposedBatch(edition.id());
        for (PlannedDelivery pending : batch) {
            Subscription reader = readers.get(pending.subscriptionId());
            if (reader == null) {
                composed.exclude(pending.id(), Exclusions.UNSUBSCRIBED);
            } else {
                fill(session, edition, pool, pending, reader, seen, composed);
            }
        }
        composed.write(session, clock.instant());
        if (batch.size() < BATCH) {
            editions.setComposed(edition.id(), clock.instant());
            return OptionalLong.empty();
        }
        return OptionalLong.of(batch.getLast().id());
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
            StatelessSession session,
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
                        () -> render(session, edition, interest, selection));
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

    private String render(
            StatelessSession session,
            Edition edition,
            Interest interest,
            DigestSelection selection) {
        DigestContent content =
                content(kind(edition, interest), edition.asOf(), interest.timezone(), selection);
        String id =
                contents.keep(session, edition.kind(), composer.digest(content), clock.instant());
        new ShownRepository_(session).show(id, selection.papers().toArray(String[]::new));
        return id;
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
