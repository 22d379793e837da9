package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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

    private record Claimed(int rows, List<ClaimedEvent> events) {}

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

    private Claimed claimOnce(ReceiverLimits limits, int atMost) {
        Instant before = clock.instant();
        Claimed claimed =
                database.inTransaction(session -> {
                    DeliveryRepository_ deliveries = new DeliveryRepository_(session);
                    List<ParkedClaim> rows =
                            ledger.claimForReceivers(
                                    deliveries, limits.places(), limits.usual(), atMost);
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
        List<ClaimedEvent> events = leaveToRest(claimed.events());
        ledger.hold(events.stream().map(ClaimedEvent::claim).toList(), before);
        return new Claimed(claimed.rows(), events);
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
