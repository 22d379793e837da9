package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryLedger.Withdrawal;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.ParkedClaim;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.traffic.Traffic;

/**
 * Claims mails: rows of the ledger with their edition and recipient. What must not be sent any more
 * is excluded or expires here, at the last moment before sending.
 */
final class MailClaims {

    /** Claims that may bring nothing to send, one after the other: of mails that have to wait. */
    private static final int MOST_IN_VAIN = 20;

    /** So long is left what only a later release knows. */
    static final Duration LEFT_TO_LATER_RELEASE = Duration.ofMinutes(1);

    private final Transactions<Repositories> tables;
    private final DeliveryLedger ledger;
    private final Traffic traffic;
    private final DeliveryCounts counts;
    private final Clock clock;

    /**
     * What a claim brought.
     *
     * @param rows how many there were
     * @param mails what of them may be sent
     * @param waitedFor the groups that parked mails wait for, as far as is known now
     * @param expired how many came too late
     */
    private record Claimed(
            int rows, List<ClaimedMail> mails, Set<String> waitedFor, long expired) {}

    MailClaims(
            Transactions<Repositories> tables,
            DeliveryLedger ledger,
            Traffic traffic,
            DeliveryCounts counts,
            Clock clock) {
        this.tables = tables;
        this.ledger = ledger;
        this.traffic = traffic;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Claims what is due, and returns what of it may be sent. Mails whose receiving group has to
     * wait are parked, and passed over from then on until the group may go on.
     */
    List<ClaimedMail> claim(int atMost) {
        Claimed claimed = claimOnce(atMost);
        for (int i = 1; i < MOST_IN_VAIN && claimed.mails().isEmpty() && claimed.rows() > 0; i++) {
            claimed = claimOnce(atMost);
        }
        return claimed.mails();
    }

    /** Claims a mail that is due, of another edition than these. */
    List<ClaimedMail> claimOther(Set<Long> editions) {
        return editions.isEmpty() ? List.of() : claimOnce(1, Map.of(), editions).mails();
    }

    private Claimed claimOnce(int atMost) {
        // No more than half of it, so that others go on while a group catches up.
        return claimOnce(atMost, traffic.free(atMost, (atMost + 1) / 2), Set.of());
    }

    private Claimed claimOnce(int atMost, Map<String, Integer> free, Set<Long> without) {
        Instant before = clock.instant();
        Claimed claimed = tables.call(repositories -> claim(repositories, atMost, free, without));
        ledger.hold(claimed.mails().stream().map(ClaimedMail::claim).toList(), before);
        traffic.parked(claimed.waitedFor());
        counts.addExpired(claimed.expired());
        return claimed;
    }

    private Claimed claim(
            Repositories repositories, int atMost, Map<String, Integer> free, Set<Long> without) {
        Set<String> waitedFor = new HashSet<>();
        List<Claim> claims = new ArrayList<>();
        if (!free.isEmpty()) {
            List<ParkedClaim> parked = ledger.claimParked(repositories.deliveries(), free);
            waitedFor.addAll(unfinished(free, parked));
            parked.forEach(claim -> claims.add(claim.claim()));
        }
        if (claims.size() < atMost) {
            claims.addAll(ledger.claim(repositories.deliveries(), atMost - claims.size(), without));
        }
        if (claims.isEmpty()) {
            return new Claimed(0, List.of(), waitedFor, 0);
        }
        Instant now = clock.instant();
        Map<Long, Edition> editions = editions(repositories.editions(), claims);
        Map<Long, Recipient> recipients = recipients(repositories.subscriptions(), claims);
        List<ClaimedMail> mails = new ArrayList<>();
        List<Withdrawal> withdrawals = new ArrayList<>();
        Map<Claim, String> waiting = new HashMap<>();
        List<Claim> unknown = new ArrayList<>();
        for (Claim claim : claims) {
            Edition edition = editions.get(claim.editionId());
            if (edition == null) {
                throw new IllegalStateException(claim + ": has no edition");
            }
            Recipient recipient = recipients.get(claim.subscriptionId());
            Optional<Withdrawal> withdrawal = withdrawal(claim, edition, recipient, now);
            withdrawal.ifPresent(withdrawals::add);
            if (withdrawal.isEmpty() && edition.kind().isEmpty()) {
                unknown.add(claim);
            } else if (withdrawal.isEmpty() && recipient != null) {
                String group = traffic.groupOf(recipient.address());
                if (traffic.waits(group)) {
                    waiting.put(claim, group);
                } else {
                    mails.add(mail(claim, edition, recipient));
                }
            }
        }
        DeliveryLedger.withdraw(repositories.deliveries(), withdrawals, now);
        ledger.park(repositories.deliveries(), waiting);
        ledger.release(repositories.deliveries(), unknown, now.plus(LEFT_TO_LATER_RELEASE));
        waitedFor.addAll(waiting.values());
        long expired =
                withdrawals.stream().filter(each -> each.transition() == Transition.EXPIRE).count();
        return new Claimed(claims.size(), mails, waitedFor, expired);
    }

    /** The groups of which as many came as might go: there may be more. */
    private static Set<String> unfinished(Map<String, Integer> free, List<ParkedClaim> parked) {
        Map<String, Long> came =
                parked.stream()
                        .collect(
                                Collectors.groupingBy(
                                        ParkedClaim::parkedFor, Collectors.counting()));
        return free.entrySet().stream()
                .filter(entry -> came.getOrDefault(entry.getKey(), 0L) >= entry.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Optional<Withdrawal> withdrawal(
            Claim claim, Edition edition, @Nullable Recipient recipient, Instant now) {
        if (edition.kind().isEmpty()) {
            return ofEdition(claim, edition, now);
        }
        String wanted =
                switch (edition.knownKind()) {
                    case OPT_IN -> "PENDING";
                    case WEBHOOK_ENDED -> "ENDED";
                    case WELCOME, ALERT, DAILY, WEEKLY -> "ACTIVE";
                };
        if (recipient == null || !recipient.state().equals(wanted)) {
            return Optional.of(
                    new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.UNSUBSCRIBED));
        }
        if (recipient.suppressed()) {
            return Optional.of(
                    new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.SUPPRESSED));
        }
        return ofEdition(claim, edition, now);
    }

    /** What follows for a claimed row from its edition alone. */
    static Optional<Withdrawal> ofEdition(Claim claim, Edition edition, Instant now) {
        if (edition.isStopped()) {
            return Optional.of(new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.STOPPED));
        }
        if (edition.expiresAt().isAfter(now)) {
            return Optional.empty();
        }
        String reason = claim.lastReply() == null ? "never sent" : claim.lastReply();
        return Optional.of(new Withdrawal(claim.id(), Transition.EXPIRE, reason));
    }

    private static ClaimedMail mail(Claim claim, Edition edition, Recipient recipient) {
        return new ClaimedMail(
                claim,
                new OutgoingMail(
                        claim.id(),
                        edition.id(),
                        edition.knownKind(),
                        edition.plannedAt(),
                        edition.expiresAt(),
                        claim.subscriptionId(),
                        recipient.address(),
                        claim.contentId()),
                recipient.addressHash(),
                edition.dueAt(),
                edition.trace());
    }

    /** Read with each claim: of one that was stopped nothing more may go. */
    private static Map<Long, Edition> editions(EditionRepository repository, List<Claim> claims) {
        Long[] ids = claims.stream().map(Claim::editionId).distinct().toArray(Long[]::new);
        return repository.findAll(ids).stream()
                .collect(Collectors.toMap(Edition::id, Function.identity()));
    }

    private static Map<Long, Recipient> recipients(
            SubscriptionRepository repository, List<Claim> claims) {
        Long[] ids = claims.stream().map(Claim::subscriptionId).distinct().toArray(Long[]::new);
        return repository.recipients(ids).stream()
                .collect(Collectors.toMap(Recipient::subscriptionId, Function.identity()));
    }
}
