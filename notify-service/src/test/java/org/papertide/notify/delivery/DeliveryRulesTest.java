package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.testing.SettableClock;

class DeliveryRulesTest {

    private static final Instant PLANNED = Instant.parse("2026-05-04T08:00:00Z");
    private static final Instant EXPIRES = PLANNED.plus(Duration.ofHours(20));

    /** The shipped settings. */
    private record Shipped(Map<String, Boolean> sendAgain) implements DeliverySettings {
        @Override
        public int connections() {
            return 2;
        }

        @Override
        public int batch() {
            return 50;
        }

        @Override
        public Duration lease() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration poll() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration retryBase() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration retryMost() {
            return Duration.ofMinutes(30);
        }
    }

    private final SettableClock clock = new SettableClock(PLANNED.plusSeconds(10));
    private DeliveryRules rules = rules(Map.of());

    private DeliveryRules rules(Map<String, Boolean> sendAgain) {
        return new DeliveryRules(new Shipped(sendAgain), new Random(1), clock);
    }

    private static ClaimedMail mail(MailKind kind, int attempt, @Nullable String lastReply) {
        return new ClaimedMail(
                new Claim(7, attempt, 5, 40, "content", lastReply),
                new OutgoingMail(7, 5, kind, PLANNED, EXPIRES, 40, "reader@example.org", "content"),
                "hash",
                PLANNED,
                null);
    }

    private static ClaimedMail daily(int attempt) {
        return mail(MailKind.DAILY, attempt, null);
    }

    private Verdict judge(ClaimedMail mail, String reply) {
        SmtpReply read =
                SmtpReply.of(Integer.parseInt(reply.substring(0, 3)), reply, SmtpReply.Phase.RCPT);
        return rules.judge(mail, new SendOutcome.Refused(read)).orElseThrow();
    }

    private Duration pause(Verdict verdict) {
        assertThat(verdict.settlement().transition()).isEqualTo(Transition.DEFER);
        return untilNext(verdict.settlement());
    }

    private Duration untilNext(Settlement settlement) {
        return Duration.between(clock.instant(), Objects.requireNonNull(settlement.nextAttempt()));
    }

    private static void assertAQuarterAround(Duration pause, Duration middle) {
        assertThat(pause)
                .isBetween(
                        middle.multipliedBy(3).dividedBy(4), middle.multipliedBy(5).dividedBy(4));
    }

    @Test
    void settlesAnAcceptedMailWithItsQueueId() {
        assertThat(rules.judge(daily(1), new SendOutcome.Accepted("Q1")))
                .contains(Verdict.of(Settlement.accepted("Q1")));
    }

    /** Whatever the codes say: another relay may take it. */
    @Test
    void triesAMailAgainThatOneRelayOfSeveralRefuses() {
        for (String reply : List.of("554 5.7.1 sender refused", "550 5.1.1 no such user")) {
            SmtpReply read = SmtpReply.of(550, reply, SmtpReply.Phase.MAIL);
            Verdict verdict =
                    rules.judge(daily(1), new SendOutcome.RefusedByRelay(read)).orElseThrow();
            assertAQuarterAround(pause(verdict), Duration.ofSeconds(30));
            assertThat(verdict.address()).isEqualTo(new Verdict.ForAddress.Nothing());
            assertThat(verdict.cause()).isEqualTo(Verdict.Cause.NONE);
        }
    }

    @Test
    void saysNothingOfAMailThatIsAnotherWorkers() {
        assertThat(rules.judge(daily(1), new SendOutcome.NotOurs())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no such user, Suppress[]",
        "550 no, CountIfOfOneReceiver[failure=HARD]",
        "550 no such user, Count[failure=HARD]",
        "550 5.1.2 no such domain, SuppressIfGone[]",
        "550 5.2.1 disabled, CountIfOfOneReceiver[failure=DISABLED]",
        "552 5.2.2 full, CountIfOfOneReceiver[failure=SOFT]",
        "554 no, CountIfOfOneReceiver[failure=SOFT]",
        "554 5.6.0 malformed, Nothing[]",
        "503 5.5.1 bad sequence of commands, Nothing[]",
    })
    void rejectsWhatIsRefusedForGoodAndBlamesWhomeverTheReplyBlames(String reply, String address) {
        Verdict verdict = judge(daily(1), reply);
        assertThat(verdict.settlement()).isEqualTo(Settlement.rejected(reply));
        assertThat(verdict.address()).hasToString(address);
    }

    @Test
    void stopsTheEditionOnlyWhereTheMessageIsAtFault() {
        assertThat(judge(daily(1), "554 5.6.0 malformed").cause()).isEqualTo(Verdict.Cause.MESSAGE);
        assertThat(judge(daily(1), "550 5.1.1 no such user").cause()).isEqualTo(Verdict.Cause.NONE);
        assertThat(judge(daily(1), "451 4.3.0 busy").cause()).isEqualTo(Verdict.Cause.NONE);
        assertThat(judge(daily(1), "503 5.5.1 bad sequence").cause())
                .isEqualTo(Verdict.Cause.HAND_OVER);
    }

    @Test
    void triesLaterWithPausesThatDouble() {
        Duration base = Duration.ofSeconds(30);
        assertAQuarterAround(pause(judge(daily(1), "451 4.3.0 busy")), base);
        assertAQuarterAround(pause(judge(daily(3), "451 4.3.0 busy")), base.multipliedBy(4));
        assertAQuarterAround(pause(judge(daily(500), "451 4.3.0 busy")), Duration.ofMinutes(30));
        assertThat(judge(daily(1), "451 4.3.0 busy").settlement().reason())
                .isEqualTo("451 4.3.0 busy");
    }

    @Test
    void doesNotTryTogetherWhatFailedTogether() {
        assertThat(pause(judge(daily(4), "451 4.3.0 busy")))
                .isNotEqualTo(pause(judge(daily(4), "451 4.3.0 busy")));
    }

    @Test
    void countsAFullMailboxSoftlyAndTriesAgain() {
        Verdict full = judge(daily(1), "452 4.2.2 full");
        assertThat(full.address())
                .isEqualTo(new Verdict.ForAddress.CountIfOfOneReceiver(Suppressions.Failure.SOFT));
        assertAQuarterAround(pause(full), Duration.ofSeconds(30));
        assertThat(judge(daily(1), "451 4.3.0 busy").address())
                .isEqualTo(new Verdict.ForAddress.Nothing());
    }

    @Test
    void waitsLongWhereThePolicyRefuses() {
        Verdict verdict = judge(daily(1), "550 5.7.1 spam");
        assertThat(pause(verdict)).isEqualTo(Duration.ofMinutes(30));
        assertThat(verdict.cause()).isEqualTo(Verdict.Cause.NONE);
        assertThat(verdict.address()).isEqualTo(new Verdict.ForAddress.Nothing());
    }

    @Test
    void slowsDownByTwice() {
        assertAQuarterAround(pause(judge(daily(1), "421 too fast")), Duration.ofSeconds(60));
    }

    /** A relay without SMTPUTF8 has said nothing about the reader. */
    @Test
    void blamesNobodyForWhatARelayCannotCarry() {
        assertThat(rules.judge(daily(1), new SendOutcome.Unfit("no SMTPUTF8", false)))
                .contains(Verdict.of(Settlement.rejected("no SMTPUTF8")));
        Verdict later =
                rules.judge(daily(1), new SendOutcome.Unfit("no SMTPUTF8", true)).orElseThrow();
        assertAQuarterAround(pause(later), Duration.ofSeconds(30));
        assertThat(later.address()).isEqualTo(new Verdict.ForAddress.Nothing());
    }

    @Test
    void triesAgainWhatDidNotGetToTheServer() {
        Verdict verdict =
                rules.judge(daily(1), new SendOutcome.NotSent("connection refused")).orElseThrow();
        assertAQuarterAround(pause(verdict), Duration.ofSeconds(30));
        assertThat(verdict.settlement().reason()).isEqualTo("connection refused");
    }

    @Test
    void triesNothingAfterTheEditionsEnd() {
        clock.set(EXPIRES.minusSeconds(60));
        assertThat(judge(daily(9), "451 4.3.0 busy").settlement().nextAttempt()).isEqualTo(EXPIRES);
        assertThat(rules.deferred(daily(1), "x", Duration.ofSeconds(60)).settlement().nextAttempt())
                .isEqualTo(EXPIRES);
        assertThat(rules.deferred(daily(1), "x", Duration.ofSeconds(59)).settlement().nextAttempt())
                .isEqualTo(EXPIRES.minusSeconds(1));
    }

    private Settlement lost(MailKind kind) {
        return rules.judge(mail(kind, 1, null), new SendOutcome.Lost("gone"))
                .orElseThrow()
                .settlement();
    }

    @Test
    void sendsAgainWhatIsUncertainButNoWelcome() {
        assertThat(lost(MailKind.DAILY).transition()).isEqualTo(Transition.LOSE);
        assertThat(lost(MailKind.DAILY).reason()).isEqualTo("gone");
        assertAQuarterAround(untilNext(lost(MailKind.DAILY)), Duration.ofSeconds(30));
        assertThat(lost(MailKind.WELCOME).nextAttempt()).isNull();
    }

    @Test
    void sendsAgainWhatTheOperatorWants() {
        rules = rules(Map.of("daily", false, "welcome", true));
        assertThat(lost(MailKind.DAILY).nextAttempt()).isNull();
        assertThat(lost(MailKind.WELCOME).nextAttempt()).isNotNull();
        assertThat(lost(MailKind.ALERT).nextAttempt()).isNotNull();
    }

    // ---- Greylisting

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.1 try again later",
                "450 4.2.0 reader: Recipient address rejected: Greylisted",
                "450 Greylisting in action",
                "451 graylisted, come back soon"
            })
    void asksAReceiverThatGreylistsAgainAfterOneMinuteThenAfterFive(String reply) {
        for (MailKind kind : new MailKind[] {MailKind.OPT_IN, MailKind.ALERT}) {
            Verdict first = judge(mail(kind, 1, null), reply);
            assertThat(pause(first)).isEqualTo(Duration.ofMinutes(1));
            String said = first.settlement().reason();
            assertThat(pause(judge(mail(kind, 2, said), reply))).isEqualTo(Duration.ofMinutes(5));
            assertThat(pause(judge(mail(kind, 3, said), reply))).isEqualTo(Duration.ofMinutes(5));
            assertThat(first.address()).isEqualTo(new Verdict.ForAddress.Nothing());
            assertThat(first.cause()).isEqualTo(Verdict.Cause.NONE);
        }
    }

    @Test
    void countsNoFailuresOfOtherKindsAsGreylisting() {
        assertThat(pause(judge(mail(MailKind.OPT_IN, 4, "connection refused"), "451 4.7.1 later")))
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = MailKind.class,
            names = {"WELCOME", "DAILY", "WEEKLY"})
    void asksAgainWithinMinutesForMailsThatCanWait(MailKind kind) {
        for (String reply : List.of("451 4.7.1 try again later", "450 4.2.0 Greylisted")) {
            Verdict first = judge(mail(kind, 1, null), reply);
            assertAQuarterAround(pause(first), Duration.ofSeconds(30));
            assertThat(first.address()).isEqualTo(new Verdict.ForAddress.Nothing());
            assertAQuarterAround(pause(judge(mail(kind, 2, reply), reply)), Duration.ofMinutes(1));
        }
    }

    @Test
    void takesNoAnswerForGreylistingAfterAnHour() {
        ClaimedMail alert = mail(MailKind.ALERT, 9, "451 4.7.1 try again later");
        clock.set(PLANNED.plus(Duration.ofHours(1)));
        assertThat(pause(judge(alert, "451 4.7.1 try again later")))
                .isEqualTo(Duration.ofMinutes(5));
        clock.advance(Duration.ofMillis(1));
        Verdict late = judge(alert, "451 4.7.1 try again later");
        assertThat(pause(late)).isEqualTo(Duration.ofMinutes(30));
    }
}
