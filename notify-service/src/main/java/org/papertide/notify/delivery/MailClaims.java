package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryLedger.Withdrawal;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.subscription.SubscriptionRepository;

/**
 * Claims mails: rows of the ledger with their edition and recipient. What must not be sent any more
 * is excluded or expires here, at the last moment before sending.
 */
final class MailClaims {

    private final Transactions<Repositories> tables;
    private final DeliveryLedger ledger;
    private final Clock clock;

    MailClaims(Transactions<Repositories> tables, DeliveryLedger ledger, Clock clock) {
        this.tables = tables;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Claims what is due, and returns what of it may be sent. */
    List<ClaimedMail> claim(int atMost) {
        List<ClaimedMail> mails = tables.call(repositories -> claim(repositories, atMost));
        ledger.hold(mails.stream().map(ClaimedMail::claim).toList());
        return mails;
    }

    private List<ClaimedMail> claim(Repositories repositories, int atMost) {
        List<Claim> claims = ledger.claim(repositories.deliveries(), atMost);
        if (claims.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Map<Long, Edition> editions = editions(repositories.editions(), claims);
        Map<Long, Recipient> recipients = recipients(repositories.subscriptions(), claims);
        List<ClaimedMail> mails = new ArrayList<>();
        List<Withdrawal> withdrawals = new ArrayList<>();
        for (Claim claim : claims) {
            Edition edition = editions.get(claim.editionId());
            if (edition == null) {
                throw new IllegalStateException(claim + ": has no edition");
            }
            Recipient recipient = recipients.get(claim.subscriptionId());
            Optional<Withdrawal> withdrawal = withdrawal(claim, edition, recipient, now);
            withdrawal.ifPresent(withdrawals::add);
            if (withdrawal.isEmpty() && recipient != null) {
                mails.add(mail(claim, edition, recipient));
            }
        }
        DeliveryLedger.withdraw(repositories.deliveries(), withdrawals, now);
        return mails;
    }

    private static Optional<Withdrawal> withdrawal(
            Claim claim, Edition edition, @Nullable Recipient recipient, Instant now) {
        String wanted = edition.kind() == MailKind.OPT_IN ? "PENDING" : "ACTIVE";
        if (recipient == null || !recipient.state().equals(wanted)) {
            return Optional.of(
                    new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.UNSUBSCRIBED));
        }
        if (recipient.suppressed()) {
            return Optional.of(
                    new Withdrawal(claim.id(), Transition.EXCLUDE, Exclusions.SUPPRESSED));
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
                        edition.kind(),
                        edition.plannedAt(),
                        edition.expiresAt(),
                        claim.subscriptionId(),
                        recipient.address(),
                        claim.contentId()),
                recipient.addressHash());
    }

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
