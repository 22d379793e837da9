package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.smtp.Verdict;
import org.papertide.notify.suppression.Suppressions;

/** Decides what becomes of a mail after an attempt, and of its address and edition. */
final class Settling {

    private static final Logger LOG = Logger.getLogger(Settling.class);

    private final LedgerJournal journal;
    private final DeliverySettings settings;
    private final Suppressions suppressions;
    private final Database database;
    private final DeliveryCounts counts;
    private final RetrySchedule retry;
    private final Clock clock;

    Settling(DeliveryWorkers.Parts parts, LedgerJournal journal) {
        this.journal = journal;
        this.settings = parts.settings();
        this.database = parts.database();
        this.suppressions = new Suppressions(parts.database(), parts.clock());
        this.counts = parts.counts();
        this.clock = parts.clock();
        this.retry = new RetrySchedule(settings.retryBase(), settings.retryMost(), new Random());
    }

    /** The server could not be reached: no fault of the mail. */
    void serverAway(Claim claim, String reason, Duration pause) {
        counts.add(DeliveryCounts.Ending.DEFERRED);
        journal.settle(claim, new DeliveryState.Claimed().defer(at(claim, pause), reason));
    }

    /** A mail that cannot even be written. */
    void unmakable(Claim claim) {
        counts.add(DeliveryCounts.Ending.REJECTED);
        journal.settle(claim, new DeliveryState.Claimed().reject("cannot be written"));
    }

    void settle(Claim claim, SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Accepted(String queueId) -> {
                counts.add(DeliveryCounts.Ending.ACCEPTED);
                journal.settle(claim, new DeliveryState.Handed().accept(queueId));
            }
            case SendOutcome.Refused(SmtpReply reply) -> refused(claim, reply);
            case SendOutcome.NotSent(String reason) ->
                    serverAway(claim, reason, retry.after(claim.attempt()));
            case SendOutcome.Lost(String reason) -> {
                counts.add(DeliveryCounts.Ending.UNCERTAIN);
                Instant again =
                        settings.sendsAgain(claim.kind())
                                ? at(claim, retry.after(claim.attempt()))
                                : null;
                journal.settle(claim, new DeliveryState.Handed().lose(again, reason));
            }
            case SendOutcome.NotOurs() -> LOG.infof("%s was taken over by another worker", claim);
        }
    }

    private void refused(Claim claim, SmtpReply reply) {
        String summary = reply.summary();
        Verdict verdict = Verdict.of(reply);
        switch (verdict) {
            case Verdict.NoSuchMailbox() -> {
                suppressions.suppress(claim.addressHash(), summary);
                reject(claim, summary);
            }
            case Verdict.HardFailure() -> {
                suppressions.count(claim.addressHash(), Suppressions.Failure.HARD, summary);
                reject(claim, summary);
            }
            case Verdict.Disabled() -> {
                suppressions.count(claim.addressHash(), Suppressions.Failure.DISABLED, summary);
                reject(claim, summary);
            }
            case Verdict.SoftFailure() -> {
                suppressions.count(claim.addressHash(), Suppressions.Failure.SOFT, summary);
                reject(claim, summary);
            }
            case Verdict.Later(boolean countsSoftly) -> {
                if (countsSoftly) {
                    suppressions.count(claim.addressHash(), Suppressions.Failure.SOFT, summary);
                }
                defer(claim, summary, retry.after(claim.attempt()));
            }
            case Verdict.MessageFault() -> {
                LOG.errorf(
                        "edition %d is stopped, its mail is at fault: %s",
                        claim.editionId(), summary);
                stopEdition(claim.editionId(), summary);
                reject(claim, summary);
            }
            case Verdict.Policy() -> {
                LOG.errorf("a receiver refuses mail by policy: %s", summary);
                defer(claim, summary, settings.retryMost());
            }
            case Verdict.SlowDown() -> defer(claim, summary, retry.after(claim.attempt() + 1));
        }
    }

    private void reject(Claim claim, String reason) {
        counts.add(DeliveryCounts.Ending.REJECTED);
        journal.settle(claim, new DeliveryState.Claimed().reject(reason));
    }

    private void defer(Claim claim, String reason, Duration pause) {
        counts.add(DeliveryCounts.Ending.DEFERRED);
        journal.settle(claim, new DeliveryState.Claimed().defer(at(claim, pause), reason));
    }

    /** Not after the edition's end: then the row is looked at once more, and expires. */
    private Instant at(Claim claim, Duration pause) {
        Instant at = clock.instant().plus(pause);
        return at.isBefore(claim.expires()) ? at : claim.expires();
    }

    /** What waits is not sent any more; it expires with the edition, which stays open till then. */
    private void stopEdition(long editionId, @Nullable String reason) {
        Instant now = clock.instant();
        database.run(session -> {
            Sql.update(
                    session,
                    "update edition set stopped_at = ?, stop_reason = ?"
                            + " where id = ? and stopped_at is null",
                    now,
                    reason,
                    editionId);
            Sql.update(
                    session,
                    """
                    update delivery d set next_attempt_at = e.expires_at
                    from edition e where e.id = ? and d.edition_id = e.id
                        and d.state in ('PLANNED', 'DEFERRED', 'UNCERTAIN')
                    """,
                    editionId);
        });
    }
}
