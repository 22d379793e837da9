package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.ledger.Settlements;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.traffic.Traffic;

/** Carries out what follows from an attempt: for the mail, its address and its edition. */
final class DeliveryOutcomes {

    private static final Logger LOG = Logger.getLogger(DeliveryOutcomes.class);

    private final DeliveryRules rules;
    private final Settlements settlements;
    private final Suppressions suppressions;
    private final Transactions<Repositories> tables;
    private final DeliveryCounts counts;
    private final Traffic traffic;
    private final Clock clock;
    private final Told told;

    /** What the receivers have said of late; shared by all connections. */
    record Told(
            MessageFaults faults,
            MailFaults mailFaults,
            RefusalRuns<Way> refusals,
            OtherReceivers others) {

        Told(Traffic traffic) {
            this(
                    new MessageFaults(),
                    new MailFaults(),
                    new RefusalRuns<>(),
                    new OtherReceivers(traffic));
        }
    }

    /** A receiving group behind a relay. */
    record Way(@Nullable String relay, String group) {}

    DeliveryOutcomes(
            DeliveryWorkers.Parts parts, DeliveryRules rules, Told told, Settlements settlements) {
        this.rules = rules;
        this.told = told;
        this.settlements = settlements;
        this.suppressions = parts.suppressions();
        this.tables = parts.tables();
        this.counts = parts.counts();
        this.traffic = parts.traffic();
        this.clock = parts.clock();
    }

    /** The server could not be reached: no fault of the mail. */
    void serverUnavailable(ClaimedMail mail, String reason, Duration pause) {
        carryOut(mail, rules.deferred(mail, reason, pause), DeliveryCounts.NOBODY);
    }

    /** The mail cannot be written. */
    void unrenderable(ClaimedMail mail) {
        carryOut(mail, Verdict.of(Settlement.rejected("cannot be written")), DeliveryCounts.NOBODY);
    }

    /**
     * Settles the mail by what the server answered.
     *
     * @param relay the server; null if none had the mail
     */
    void settle(ClaimedMail mail, SendOutcome outcome, @Nullable String relay) {
        rules.judge(mail, outcome)
                .ifPresentOrElse(
                        verdict ->
                                carryOut(
                                        mail,
                                        verdict.by(relay),
                                        outcome instanceof SendOutcome.RefusedByRelay
                                                ? DeliveryCounts.NOBODY
                                                : traffic.receiverOf(mail.mail().address())),
                        () -> {
                            LOG.infof(
                                    "Another worker has taken the mail over. delivery=%d",
                                    mail.claim().id());
                            settlements.forget(mail.claim());
                        });
    }

    /**
     * The mail is settled whatever happens to the rest: this process holds it no longer. One whose
     * refusal could not be held against its address or edition is tried again, for the answer is
     * wanted.
     */
    private void carryOut(ClaimedMail mail, Verdict verdict, String receiver) {
        Settlement settlement = verdict.settlement();
        try {
            String reason = String.valueOf(settlement.reason());
            blame(mail, verdict.address(), settlement.relay(), reason);
            settlement = act(mail, verdict, reason);
        } catch (RuntimeException e) {
            settlement = rules.askedAgain(mail, settlement);
            throw e;
        } finally {
            counts.add(settlement.transition(), receiver);
            if (settlement.transition().to() == DeliveryState.ACCEPTED) {
                accepted(mail.mail(), settlement.relay());
                counts.accepted(
                        mail.mail().kind(), Duration.between(mail.dueAt(), clock.instant()));
            }
            settlements.settle(mail.claim(), settlement);
        }
    }

    private void blame(
            ClaimedMail mail, Verdict.ForAddress verdict, @Nullable String relay, String reason) {
        switch (verdict) {
            case Verdict.ForAddress.Nothing() -> {}
            case Verdict.ForAddress.Suppress() -> suppressions.suppress(mail.addressHash(), reason);
            case Verdict.ForAddress.SuppressIfGone() -> {
                suppressions.count(mail.addressHash(), Suppressions.Failure.HARD, reason);
                traffic.whenGone(
                        mail.mail().address(),
                        () -> suppressions.suppress(mail.addressHash(), reason));
            }
            case Verdict.ForAddress.Count(Suppressions.Failure failure) ->
                    suppressions.count(mail.addressHash(), failure, reason);
            case Verdict.ForAddress.CountIfOfOneReceiver(Suppressions.Failure failure) ->
                    count(mail, failure, relay, reason);
        }
    }

    private void count(
            ClaimedMail mail, Suppressions.Failure failure, @Nullable String relay, String reason) {
        String address = mail.mail().address();
        String group = traffic.groupOf(address);
        Optional<Suppressions.Refusal> said =
                Suppressions.Refusal.of(relay, reason, Traffic.domainOf(address), group);
        boolean inARow =
                said.filter(refusal ->
                                told.refusals()
                                        .refused(
                                                new Way(relay, group),
                                                refusal.said(),
                                                mail.addressHash()))
                        .isPresent();
        suppressions.countRefusal(mail.addressHash(), failure, reason, said, inARow);
    }

    private void accepted(OutgoingMail mail, @Nullable String relay) {
        if (told.refusals().isEmpty() && told.faults().isEmpty() && told.mailFaults().isEmpty()) {
            return;
        }
        String group = traffic.groupOf(mail.address());
        told.mailFaults().accepted(relay, group);
        told.refusals().accepted(new Way(relay, group));
        told.faults().accepted(mail, group);
    }

    /** What to settle the mail by. */
    private Settlement act(ClaimedMail mail, Verdict verdict, String reason) {
        return switch (verdict.cause()) {
            case NONE -> verdict.settlement();
            case MESSAGE -> {
                messageAtFault(mail.mail(), reason);
                yield verdict.settlement();
            }
            case HAND_OVER -> handOverAtFault(mail, verdict.settlement(), reason);
        };
    }

    /** Where one mail after the other is refused so, none is given up for it. */
    private Settlement handOverAtFault(ClaimedMail mail, Settlement settlement, String reason) {
        String relay = settlement.relay();
        String group = traffic.groupOf(mail.mail().address());
        return switch (told.mailFaults().say(relay, group, mail.addressHash())) {
            case OF_ONE -> settlement;
            case FIRST_OF_MANY -> {
                LOG.errorf(
                        "One mail after the other is refused as handed over wrongly; they are tried"
                                + " again. relay=%s group=%s error=\"%s\"",
                        relay, group, reason);
                counts.handOverFault();
                yield rules.askedAgain(mail, settlement);
            }
            case OF_MANY -> {
                counts.handOverFault();
                yield rules.askedAgain(mail, settlement);
            }
        };
    }

    private void messageAtFault(OutgoingMail mail, String reason) {
        String group = traffic.groupOf(mail.address());
        switch (told.faults().say(mail, group)) {
            case FIRST ->
                    LOG.warnf(
                            "A receiver finds fault with a message. delivery=%d edition=%d"
                                    + " error=\"%s\"",
                            mail.deliveryId(), mail.editionId(), reason);
            // It may have a hundred thousand readers.
            case AGAIN -> {}
            case OF_MANY -> {
                if (mayBeTakenElsewhere(mail, group)) {
                    told.faults().accepted(mail, group);
                } else {
                    stopEdition(mail, reason);
                }
            }
            case CONFIRMED -> stopEdition(mail, reason);
        }
    }

    /**
     * One gateway that dislikes a message stops no edition that others take, or that others have
     * not judged yet: its readers may be the first that are asked.
     */
    private boolean mayBeTakenElsewhere(OutgoingMail mail, String group) {
        long edition = mail.editionId();
        String domain = Traffic.domainOf(mail.address()).toLowerCase(Locale.ROOT);
        return tables.call(
                repositories -> told.others().mayTake(repositories, edition, domain, group));
    }

    /** Nothing more of it is sent; what others have in hand still goes. */
    private void stopEdition(OutgoingMail mail, String reason) {
        Instant now = clock.instant();
        boolean stopped =
                tables.call(repositories ->
                        repositories.editions().stop(mail.editionId(), now, reason) > 0);
        if (stopped) {
            LOG.errorf(
                    "Stopped an edition, its message is at fault. edition=%d error=\"%s\"",
                    mail.editionId(), reason);
        }
    }
}
