package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jboss.logging.Logger;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.running.Database;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.suppression.Suppressions;

/** Decides what becomes of a mail after an attempt, and of its address and edition. */
final class DeliveryOutcomes {

    private static final Logger LOG = Logger.getLogger(DeliveryOutcomes.class);

    private final LedgerJournal journal;
    private final DeliverySettings settings;
    private final Suppressions suppressions;
    private final Database database;
    private final DeliveryCounts counts;
    private final RetrySchedule retry;
    private final Clock clock;

    DeliveryOutcomes(DeliveryWorkers.Parts parts, LedgerJournal journal) {
        this.journal = journal;
        this.settings = parts.settings();
        this.database = parts.database();
        this.suppressions = new Suppressions(parts.database(), parts.clock());
        this.counts = parts.counts();
        this.clock = parts.clock();
        this.retry = new RetrySchedule(settings.retryBase(), settings.retryMost(), new Random());
    }

    /** The server could not be reached: no fault of the mail. */
    void serverUnavailable(ClaimedMail mail, String reason, Duration pause) {
        defer(mail, reason, pause);
    }

    /** The mail cannot be written. */
    void unrenderable(ClaimedMail mail) {
        settle(mail.claim(), Settlement.rejected("cannot be written"));
    }

    /** Settles the mail by what the server answered. */
    void settle(ClaimedMail mail, SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Accepted(String queueId) ->
                    settle(mail.claim(), Settlement.accepted(queueId));
            case SendOutcome.Refused(SmtpReply reply) -> refused(mail, reply);
            case SendOutcome.NotSent(String reason) ->
                    serverUnavailable(mail, reason, retry.after(mail.claim().attempt()));
            case SendOutcome.Lost(String reason) -> {
                Instant again =
                        settings.sendsAgain(mail.mail().kind())
                                ? at(mail.mail(), retry.after(mail.claim().attempt()))
                                : null;
                settle(mail.claim(), Settlement.lost(again, reason));
            }
            case SendOutcome.NotOurs() -> {
                LOG.infof("Another worker has taken the mail over. delivery=%d", mail.claim().id());
                journal.forget(mail.claim());
            }
        }
    }

    private void refused(ClaimedMail mail, SmtpReply reply) {
        String summary = reply.summary();
        switch (ReplyClass.of(reply)) {
            case ReplyClass.NoSuchMailbox() -> {
                suppressions.suppress(mail.addressHash(), summary);
                reject(mail, summary);
            }
            case ReplyClass.HardFailure() -> reject(mail, summary, Suppressions.Failure.HARD);
            case ReplyClass.Disabled() -> reject(mail, summary, Suppressions.Failure.DISABLED);
            case ReplyClass.SoftFailure() -> reject(mail, summary, Suppressions.Failure.SOFT);
            case ReplyClass.Later(boolean countsSoftly) -> {
                if (countsSoftly) {
                    suppressions.count(mail.addressHash(), Suppressions.Failure.SOFT, summary);
                }
                defer(mail, summary, retry.after(mail.claim().attempt()));
            }
            case ReplyClass.MessageFault() -> {
                LOG.errorf(
                        "Stopped an edition, its message is at fault. edition=%d error=%s",
                        mail.mail().editionId(), summary);
                stopEdition(mail.mail(), summary);
                reject(mail, summary);
            }
            case ReplyClass.Policy() -> {
                LOG.errorf("A receiver refused mail by policy. error=%s", summary);
                defer(mail, summary, settings.retryMost());
            }
            case ReplyClass.SlowDown() ->
                    defer(mail, summary, retry.after(mail.claim().attempt() + 1));
        }
    }

    private void reject(ClaimedMail mail, String reason, Suppressions.Failure failure) {
        suppressions.count(mail.addressHash(), failure, reason);
        reject(mail, reason);
    }

    private void reject(ClaimedMail mail, String reason) {
        settle(mail.claim(), Settlement.rejected(reason));
    }

    private void defer(ClaimedMail mail, String reason, Duration pause) {
        settle(mail.claim(), Settlement.deferred(at(mail.mail(), pause), reason));
    }

    private void settle(Claim claim, Settlement settlement) {
        counts.add(settlement.transition());
        journal.settle(claim, settlement);
    }

    /** Not after the edition's end: then the row is looked at once more, and expires. */
    private Instant at(OutgoingMail mail, Duration pause) {
        Instant at = clock.instant().plus(pause);
        return at.isBefore(mail.expires()) ? at : mail.expires();
    }

    /** What waits is not sent any more; it expires with the edition, which stays open till then. */
    private void stopEdition(OutgoingMail mail, String reason) {
        Instant now = clock.instant();
        database.run(session -> {
            new EditionRepository_(session).stop(mail.editionId(), now, reason);
            new DeliveryRepository_(session).postpone(mail.editionId(), mail.expires());
        });
    }
}
