package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
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

    /** Until a host whose places are taken is looked at again. */
    private static final Duration HOST_REST = Duration.ofSeconds(1);

    private final Database database;
    private final DeliveryLedger ledger;
    private final WebhookRests rests;
    private final Clock clock;

    /** The receiver that was the last to get one of its own: the next one is behind it. */
    private String lastServed = "";

    private record Walk(List<ParkedClaim> rows, String lastServed) {}

    private record Claimed(int rows, List<ClaimedEvent> events, String lastServed) {}

    EventClaims(Database database, DeliveryLedger ledger, WebhookRests rests, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.rests = rests;
        this.clock = clock;
    }

    /**
     * Claims what is due.
     *
     * @param limits how many of each receiver
     * @param atMost in all
     */
    List<ClaimedEvent> claim(ReceiverLimits limits, int atMost) {
        Claimed claimed = claimOnce(limits, atMost);
        while (claimed.events().isEmpty() && claimed.rows() > 0) {
            claimed = claimOnce(limits, atMost);
        }
        return claimed.events();
    }

    /**
     * One of each receiver first, behind the last one that got one, and only then further ones: a
     * name that is early in the alphabet is worth nothing.
     */
    private Walk walk(DeliveryRepository deliveries, ReceiverLimits limits, int atMost) {
        Map<String, Integer> free = limits.places();
        Map<String, Integer> one = new HashMap<>(free);
        one.replaceAll((_, places) -> Math.min(places, 1));
        List<ParkedClaim> first = ledger.claimForReceivers(deliveries, lastServed, one, 1, atMost);
        String last = first.isEmpty() ? lastServed : first.getLast().parkedFor();
        if (first.isEmpty() || first.size() == atMost) {
            return new Walk(first, last);
        }
        Map<String, Integer> left = new HashMap<>(free);
        first.forEach(row ->
                left.put(row.parkedFor(), free.getOrDefault(row.parkedFor(), limits.usual()) - 1));
        List<ParkedClaim> all = new ArrayList<>(first);
        all.addAll(
                ledger.claimForReceivers(
                        deliveries, lastServed, left, limits.usual(), atMost - first.size()));
        return new Walk(all, last);
    }

    private Claimed claimOnce(ReceiverLimits limits, int atMost) {
        Instant before = clock.instant();
        Claimed claimed =
                database.inTransaction(session -> {
                    DeliveryRepository_ deliveries = new DeliveryRepository_(session);
                    Walk walk = walk(deliveries, limits, atMost);
                    List<ParkedClaim> rows = walk.rows();
                    if (rows.isEmpty()) {
                        return new Claimed(0, List.of(), lastServed);
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
                    return new Claimed(rows.size(), events, walk.lastServed());
                });
        lastServed = claimed.lastServed();
        List<ClaimedEvent> events = leaveToRest(claimed.events(), limits);
        ledger.hold(events.stream().map(ClaimedEvent::claim).toList(), before);
        return new Claimed(claimed.rows(), events, lastServed);
    }

    /**
     * Gives back what is of webhooks that rest, until they do not, what only a later release knows,
     * and what is more than a host gets, whatever its ports; the others remain.
     */
    private List<ClaimedEvent> leaveToRest(List<ClaimedEvent> events, ReceiverLimits limits) {
        List<ClaimedEvent> others = new ArrayList<>();
        Map<String, Integer> ofHosts = limits.placesOfHosts();
        Map<Instant, List<Claim>> resting = new TreeMap<>();
        for (ClaimedEvent event : events) {
            Optional<Instant> rest =
                    event.edition().kind().isEmpty()
                            ? Optional.of(clock.instant().plus(MailClaims.LEFT_TO_LATER_RELEASE))
                            : rests.until(event.webhook().id())
                                    .or(() -> restOfHost(event, ofHosts, limits.usual()));
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

    private Optional<Instant> restOfHost(ClaimedEvent event, Map<String, Integer> free, int usual) {
        String host = ReceiverLimits.host(event.receiver());
        int left = free.getOrDefault(host, usual);
        free.put(host, left - 1);
        return left > 0 ? Optional.empty() : Optional.of(clock.instant().plus(HOST_REST));
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
