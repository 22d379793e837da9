package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.smtp.Unnamed;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.platform.loop.Backoff;

/** Says what follows from an attempt, and does nothing of it. */
final class DeliveryRules {

    /** A quarter up or down. */
    private static final double JITTER = 0.25;

    /** Most receivers that greylist take a mail after one to five minutes. */
    private static final Duration FIRST_GREYLISTED_PAUSE = Duration.ofMinutes(1);

    private static final Duration GREYLISTED_PAUSE = Duration.ofMinutes(5);

    /** Whoever says no for longer means something else. */
    private static final Duration GREYLISTED_WITHIN = Duration.ofHours(1);

    private final DeliverySettings settings;
    private final Backoff retry;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * @param random for the jitter of pauses
     * @throws IllegalArgumentException if the shortest pause is longer than the longest
     */
    DeliveryRules(DeliverySettings settings, RandomGenerator random, Clock clock) {
        this.settings = settings;
        this.retry = new Backoff(settings.retryBase(), settings.retryMost(), JITTER);
        this.random = random;
        this.clock = clock;
    }

    /** What follows; empty if the mail is another worker's by now. */
    Optional<Verdict> judge(ClaimedMail mail, SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted(String queueId) ->
                    Optional.of(Verdict.of(Settlement.accepted(queueId)));
            case SendOutcome.Refused(SmtpReply reply, ReplyClass meaning) ->
                    Optional.of(refused(mail, unnamed(mail, reply.summary()), meaning));
            case SendOutcome.RefusedByRelay(SmtpReply reply) ->
                    Optional.of(deferred(mail, unnamed(mail, reply.summary()), pause(mail, 0)));
            case SendOutcome.NotSent(String reason) ->
                    Optional.of(deferred(mail, unnamed(mail, reason), pause(mail, 0)));
            case SendOutcome.NotRecorded(String reason) ->
                    Optional.of(deferred(mail, unnamed(mail, reason), pause(mail, 0)));
            case SendOutcome.Unfit(String reason, boolean laterElsewhere) ->
                    Optional.of(
                            laterElsewhere
                                    ? deferred(mail, reason, pause(mail, 0))
                                    : Verdict.of(Settlement.rejected(reason)));
            case SendOutcome.Lost(String reason) -> Optional.of(lost(mail, unnamed(mail, reason)));
            case SendOutcome.NotOurs() -> Optional.empty();
        };
    }

    /** The mail is tried again after this pause; in the end it is looked at once more. */
    Verdict deferred(ClaimedMail mail, String reason, Duration pause) {
        return Verdict.of(Settlement.deferred(next(mail.mail(), pause), reason));
    }

    /** The same attempt, where its refusal is not to be the end of the mail. */
    Settlement askedAgain(ClaimedMail mail, Settlement settlement) {
        return settlement.transition() == Transition.REJECT
                ? Settlement.deferred(
                                next(mail.mail(), pause(mail, 0)),
                                String.valueOf(settlement.reason()))
                        .by(settlement.relay())
                : settlement;
    }

    /** Servers quote the address, or a part of it; what is kept and logged has none. */
    private static String unnamed(ClaimedMail mail, String words) {
        return Unnamed.of(words, mail.mail().address());
    }

    private Verdict lost(ClaimedMail mail, String reason) {
        @Nullable Instant again =
                settings.sendsAgain(mail.mail().kind()) ? next(mail.mail(), pause(mail, 0)) : null;
        return Verdict.of(Settlement.lost(again, reason));
    }

    private Verdict refused(ClaimedMail mail, String reply, ReplyClass meaning) {
        Verdict rejected = Verdict.of(Settlement.rejected(reply));
        return switch (meaning) {
            case ReplyClass.NoSuchMailbox() -> rejected.suppressing();
            case ReplyClass.NoSuchDomain() -> rejected.suppressingIfGone();
            case ReplyClass.HardFailure() -> rejected.counting(Suppressions.Failure.HARD);
            case ReplyClass.BareRefusal() ->
                    rejected.countingIfOfOneReceiver(Suppressions.Failure.HARD);
            case ReplyClass.Disabled() ->
                    rejected.countingIfOfOneReceiver(Suppressions.Failure.DISABLED);
            case ReplyClass.SoftFailure() ->
                    rejected.countingIfOfOneReceiver(Suppressions.Failure.SOFT);
            case ReplyClass.MessageFault() -> rejected.because(Verdict.Cause.MESSAGE);
            case ReplyClass.MailFault() -> rejected.because(Verdict.Cause.HAND_OVER);
            case ReplyClass.Later(boolean countsSoftly) -> {
                Verdict later = deferred(mail, reply, pause(mail, 0));
                yield countsSoftly
                        ? later.countingIfOfOneReceiver(Suppressions.Failure.SOFT)
                        : later;
            }
            case ReplyClass.Policy() -> deferred(mail, reply, settings.retryMost());
            case ReplyClass.SlowDown() -> deferred(mail, reply, pause(mail, 1));
            case ReplyClass.Greylisted(ReplyClass otherwise) ->
                    mail.mail().kind().isUrgent()
                            ? greylistedPause(mail)
                                    .map(pause -> deferred(mail, reply, pause))
                                    .orElseGet(() -> refused(mail, reply, otherwise))
                            // Many receivers take it on the second attempt, within minutes.
                            : deferred(mail, reply, pause(mail, 0));
        };
    }

    /** For mails that someone waits for; empty if the mail has waited for long. */
    private Optional<Duration> greylistedPause(ClaimedMail mail) {
        Instant patience = mail.mail().plannedAt().plus(GREYLISTED_WITHIN);
        if (clock.instant().isAfter(patience)) {
            return Optional.empty();
        }
        String before = mail.claim().lastReply();
        boolean isRepeated = before != null && SmtpReply.isGreylisting(before);
        return Optional.of(isRepeated ? GREYLISTED_PAUSE : FIRST_GREYLISTED_PAUSE);
    }

    private Duration pause(ClaimedMail mail, int furtherFailures) {
        return retry.pause(mail.claim().attempt() + furtherFailures, random);
    }

    /** Not after the edition's end: then the row is looked at once more, and expires. */
    private Instant next(OutgoingMail mail, Duration pause) {
        Instant at = clock.instant().plus(pause);
        return at.isBefore(mail.expires()) ? at : mail.expires();
    }
}
