package org.papertide.notify.edition;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.PlannedDelivery;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;

/** Fills planned digests with their papers. */
public final class DigestComposer {

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
        boolean more = true;
        while (more) {
            more = database.inTransaction(session -> composeBatch(session, edition, pool));
            signal.raise();
        }
    }

    /**
     * The candidates of an edition, and what has been made of them so far.
     *
     * @param passing per filter, which papers pass
     * @param messages per timezone and selection, the content
     */
    private record DigestCandidates(
            List<Score> rising,
            List<Score> top,
            List<String> ids,
            Map<String, Set<String>> passing,
            Map<String, String> messages) {}

    private DigestCandidates candidates(StatelessSession session, Edition edition) {
        Window window = edition.kind() == MailKind.WEEKLY ? Window.WEEK : Window.DAY;
        Instant now = clock.instant();
        Instant reference = edition.asOf().isBefore(now) ? edition.asOf() : now;
        Instant since = reference.minus(window.length());
        List<Score> rising =
                candidates.first(session, Order.RISING, window, since, settings.candidates());
        List<Score> top =
                candidates.first(session, Order.TOP, window, since, settings.candidates());
        List<String> ids =
                Stream.concat(rising.stream(), top.stream())
                        .map(score -> score.paper().id().value())
                        .distinct()
                        .toList();
        return new DigestCandidates(rising, top, ids, new HashMap<>(), new HashMap<>());
    }

    /** Returns whether there may be more. */
    private boolean composeBatch(StatelessSession session, Edition edition, DigestCandidates pool) {
        EditionRepository editions = new EditionRepository_(session);
        DeliveryRepository deliveries = new DeliveryRepository_(session);
        editions.lock(EditionRepository.COMPOSING);
        List<PlannedDelivery> batch = deliveries.uncomposed(edition.id(), BATCH);
        Map<Long, Subscription> readers = readers(session, batch);
        Map<Long, Set<String>> seen = seen(deliveries, batch, pool);
        ComposedBatch composed = new ComposedBatch();
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
        }
        return batch.size() == BATCH;
    }

    /** The active subscriptions of these mails, by their id. */
    private static Map<Long, Subscription> readers(
            StatelessSession session, List<PlannedDelivery> batch) {
        Long[] ids = batch.stream().map(PlannedDelivery::subscriptionId).toArray(Long[]::new);
        return new SubscriptionRepository_(session)
                .findActive(ids).stream()
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
        Set<String> passing =
                pool.passing().computeIfAbsent(reader.filterKey(), _ -> passing(pool, interest));
        Set<String> known = seen.computeIfAbsent(pending.subscriberId(), _ -> new HashSet<>());
        DigestSelection selection =
                DigestSelection.of(
                        pool.rising(),
                        pool.top(),
                        interest.limit(),
                        score -> {
                            String id = score.paper().id().value();
                            return passing.contains(id) && !known.contains(id);
                        });
        if (selection.isEmpty()) {
            composed.exclude(
                    pending.id(),
                    passing.isEmpty() ? Exclusions.NOTHING_PASSED : Exclusions.ALREADY_SEEN);
            return;
        }
        String content =
                pool.messages()
                        .computeIfAbsent(
                                interest.timezone() + " " + selection.key(),
                                _ -> render(session, edition, interest.timezone(), selection));
        known.addAll(selection.papers());
        composed.fill(pending.id(), content, pending.subscriberId(), selection.papers());
    }

    private static Set<String> passing(DigestCandidates pool, Interest interest) {
        PaperFilter filter = new PaperFilter(interest);
        Set<String> passing = new HashSet<>();
        Stream.concat(pool.rising().stream(), pool.top().stream())
                .filter(score -> filter.passes(score.paper(), score.score()))
                .forEach(score -> passing.add(score.paper().id().value()));
        return passing;
    }

    private String render(
            StatelessSession session, Edition edition, ZoneId zone, DigestSelection selection) {
        DigestContent content =
                new DigestContent(
                        edition.kind() == MailKind.WEEKLY
                                ? DigestContent.Kind.WEEKLY
                                : DigestContent.Kind.DAILY,
                        edition.asOf(),
                        zone,
                        lines(selection.rising()),
                        lines(selection.top()));
        return contents.keep(session, edition.kind(), composer.digest(content), clock.instant());
    }

    private static List<PaperLine> lines(List<Score> scores) {
        return scores.stream()
                .map(score -> new PaperLine(score.paper(), score.score(), score.reasons()))
                .toList();
    }

    private static Map<Long, Set<String>> seen(
            DeliveryRepository deliveries, List<PlannedDelivery> batch, DigestCandidates pool) {
        Map<Long, Set<String>> seen = new HashMap<>();
        deliveries
                .seen(
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
