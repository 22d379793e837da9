package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryLedger.Places;
import org.papertide.notify.ledger.DeliveryLedger.Withdrawal;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.ParkedClaim;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.subscription.DigestReader;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.platform.database.Database;

/** Claims events for webhooks; what is too late, or not wanted any more, ends here. */
final class EventClaims {

    private final Database database;
    private final DeliveryLedger ledger;
    private final WebhookRests rests;
    private final Clock clock;

    /** Where the walks go on; only once what they claimed is committed. */
    private Turn turn = new Turn("", "");

    /**
     * Whose turn it is.
     *
     * @param served the receiver that was the last to get one of its own: the next is behind it
     * @param filled the receiver that was the last to get further ones
     */
    private record Turn(String served, String filled) {}

    private record Walk(List<ParkedClaim> rows, Turn turn) {}

    /**
     * What one claim took.
     *
     * @param rows how many rows changed: those without an event ended, or rest
     */
    record Claimed(int rows, List<ClaimedEvent> events) {
        Claimed {
            events = List.copyOf(events);
        }
    }

    EventClaims(Database database, DeliveryLedger ledger, WebhookRests rests, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.rests = rests;
        this.clock = clock;
    }

    /**
     * Claims what is due.
     *
     * @param limits how many of each receiver, and of each host
     * @param atMost in all
     */
    Claimed claim(ReceiverLimits limits, int atMost) {
        Instant before = clock.instant();
        AtomicReference<Turn> next = new AtomicReference<>(turn);
        Claimed claimed =
                database.inTransaction(session -> {
                    DeliveryRepository_ deliveries = new DeliveryRepository_(session);
                    Walk walk = walk(deliveries, limits, atMost);
                    next.set(walk.turn());
                    List<ParkedClaim> rows = walk.rows();
                    if (rows.isEmpty()) {
                        return new Claimed(0, List.of());
                    }
                    Long[] ids =
                            rows.stream()
                                    .map(ParkedClaim::subscriptionId)
                                    .distinct()
                                    .toArray(Long[]::new);
                    Map<Long, Webhook> webhooks =
                            new WebhookRepository_(session)
                                    .findAll(ids).stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Webhook::id, Function.identity()));
                    Map<Long, DigestReader> readers =
                            new SubscriptionRepository_(session)
                                    .digestReaders(ids).stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            DigestReader::id, Function.identity()));
                    Map<Long, Edition> editions =
                            new EditionRepository_(session)
                                            .findAll(
                                                    rows.stream()
                                                            .map(ParkedClaim::editionId)
                                                            .distinct()
                                                            .toArray(Long[]::new))
                                            .stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Edition::id, Function.identity()));
                    List<Withdrawal> withdrawals = new ArrayList<>();
                    List<ClaimedEvent> events = new ArrayList<>();
                    for (ParkedClaim row : rows) {
                        Claim claim = row.claim();
                        Edition edition = editions.get(claim.editionId());
                        if (edition == null) {
                            throw new IllegalStateException(claim + ": has no edition");
                        }
                        Webhook webhook = webhooks.get(claim.subscriptionId());
                        Optional<Withdrawal> withdrawal =
                                withdrawal(
                                        claim,
                                        edition,
                                        webhook == null
                                                ? null
                                                : readers.get(claim.subscriptionId()));
                        withdrawal.ifPresent(withdrawals::add);
                        if (withdrawal.isEmpty() && webhook != null) {
                            events.add(new ClaimedEvent(claim, webhook, row.parkedFor(), edition));
                        }
                    }
                    DeliveryLedger.withdraw(deliveries, withdrawals, clock.instant());
                    return new Claimed(rows.size(), events);
                });
        turn = next.get();
        List<ClaimedEvent> events = leaveToRest(claimed.events());
        ledger.hold(events.stream().map(ClaimedEvent::claim).toList(), before);
        return new Claimed(claimed.rows(), events);
    }

    /**
     * One of each receiver first, behind the last one that got one, and only then further ones,
     * behind the last one that got further ones: a name that is early in the alphabet is worth
     * nothing.
     */
    private Walk walk(DeliveryRepository deliveries, ReceiverLimits limits, int atMost) {
        Map<String, Integer> free = new HashMap<>(limits.places());
        Map<String, Integer> ofHosts = new HashMap<>(limits.placesOfHosts());
        Map<String, Integer> one = new HashMap<>(free);
        one.replaceAll((_, places) -> Math.min(places, 1));
        List<ParkedClaim> first =
                ledger.claimForReceivers(
                        deliveries,
                        turn.served(),
                        new Places(one, 1),
                        new Places(ofHosts, limits.usual()),
                        atMost);
        if (first.isEmpty()) {
            return new Walk(first, turn);
        }
        String served = first.getLast().parkedFor();
        if (first.size() == atMost) {
            return new Walk(first, new Turn(served, turn.filled()));
        }
        for (ParkedClaim row : first) {
            take(free, row.parkedFor(), limits.usual());
            take(ofHosts, ReceiverLimits.host(row.parkedFor()), limits.usual());
        }
        List<ParkedClaim> further =
                ledger.claimForReceivers(
                        deliveries,
                        turn.filled(),
                        new Places(free, limits.usual()),
                        new Places(ofHosts, limits.usual()),
                        atMost - first.size());
        List<ParkedClaim> all = new ArrayList<>(first);
        all.addAll(further);
        String filled = further.isEmpty() ? turn.filled() : further.getLast().parkedFor();
        return new Walk(all, new Turn(served, filled));
    }

    private static void take(Map<String, Integer> free, String name, int usual) {
        free.merge(name, usual - 1, (places, _) -> places - 1);
    }

    /**
     * Gives back what is of webhooks that rest, until they do not, and what only a later release
     * knows; the others remain.
     */
    private List<ClaimedEvent> leaveToRest(List<ClaimedEvent> events) {
        List<ClaimedEvent> others = new ArrayList<>();
        Map<Instant, List<Claim>> resting = new TreeMap<>();
        for (ClaimedEvent event : events) {
            Optional<Instant> rest =
                    event.edition().kind().isEmpty()
                            ? Optional.of(clock.instant().plus(MailClaims.LEFT_TO_LATER_RELEASE))
                            : rests.until(event.webhook().id());
            rest.map(until ->
                            until.isBefore(event.edition().expiresAt())
                                    ? until
                                    : event.edition().expiresAt())
                    .ifPresentOrElse(
                            until ->
                                    resting.computeIfAbsent(until, _ -> new ArrayList<>())
                                            .add(event.claim()),
                            () -> others.add(event));
        }
        resting.forEach((until, claims) -> ledger.release(claims, until));
        return others;
    }

    private Optional<Withdrawal> withdrawal(
            Claim claim, Edition edition, @Nullable DigestReader reader) {
        if (reader == null || !reader.isActive()) {
            return Optional.of(
                    new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.UNSUBSCRIBED));
        }
        return MailClaims.ofEdition(claim, edition, clock.instant());
    }
}
