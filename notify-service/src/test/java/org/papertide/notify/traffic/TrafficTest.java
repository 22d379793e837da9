package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.traffic.Traffic.Pass;
import org.papertide.testing.SettableClock;

class TrafficTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final SmtpReply RATE = ReplyRule.reply("421 4.7.28 unusual rate");
    private static final SmtpReply LIMIT = ReplyRule.reply("450 4.7.1 rate limit exceeded");
    private static final SmtpReply POLICY = ReplyRule.reply("550 5.7.1 likely unsolicited mail");
    private static final SmtpReply NO = ReplyRule.reply("554 5.7.1 no");
    private static final SmtpReply UNKNOWN = ReplyRule.reply("550 5.1.1 no such user");

    private final SettableClock clock = new SettableClock(NOW);
    private final TestTraffic.Told told = new TestTraffic.Told();
    private Traffic traffic = TestTraffic.with(TestTraffic.Settings.FREE, told, clock);

    /** Of a group with one domain. */
    private Optional<Pass> ask(String group) {
        return traffic.ask(group, group);
    }

    private Pass pass(String group) {
        return ask(group).orElseThrow();
    }

    /** Sends what may go in this time, ten times a second; returns how many went. */
    private int send(String group, Duration time) {
        int sent = 0;
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end); ) {
            Optional<Pass> pass = ask(group);
            while (pass.isPresent() && sent < 100_000) {
                traffic.accepted(pass.get());
                sent++;
                pass = ask(group);
            }
            clock.advance(Duration.ofMillis(100));
        }
        return sent;
    }

    /** A mail every tenth of a second, which is taken. */
    private void sendTenPerSecond(String group, Duration time) {
        for (Instant end = clock.instant().plus(time); clock.instant().isBefore(end); ) {
            traffic.accepted(pass(group));
            clock.advance(Duration.ofMillis(100));
        }
    }

    @Test
    void letsEverythingGoWhereNobodyMinds() {
        for (int i = 0; i < 1000; i++) {
            assertThat(ask("example.org")).isPresent();
        }
        assertThat(traffic.waits("example.org")).isFalse();
    }

    @Test
    void halvesAtOnceWhenAReceiverSaysTooFast() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        assertThat(traffic.refused(pass("example.org"), RATE).meaning())
                .isEqualTo(new ReplyClass.SlowDown());
        assertThat(send("example.org", Duration.ofSeconds(20))).isBetween(80, 105);
        assertThat(told.lines).containsExactly("slowed example.org");
        assertThat(traffic.slowed()).isEqualTo(1);
    }

    @Test
    void takesRefusalsOfMailsUnderWayTogetherForOneSign() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        List<Pass> underWay = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            underWay.add(pass("example.org"));
        }
        underWay.forEach(pass -> traffic.refused(pass, RATE));
        assertThat(send("example.org", Duration.ofSeconds(20))).isBetween(80, 110);
    }

    @Test
    void halvesAgainAndWaitsWhenTheNextMailIsTooFastAsWell() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        traffic.refused(pass("example.org"), RATE);
        clock.advance(Duration.ofSeconds(3));
        traffic.refused(pass("example.org"), RATE);
        clock.advance(Duration.ofSeconds(8));
        assertThat(ask("example.org")).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(send("example.org", Duration.ofSeconds(20))).isBetween(45, 56);
        assertThat(told.lines).containsExactly("slowed example.org");
    }

    @Test
    void aRefusalAmongManyMailsThatWereTakenSlowsALittle() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        traffic.refused(pass("example.org"), RATE);
        assertThat(send("example.org", Duration.ofSeconds(20))).isBetween(80, 105);
        traffic.refused(pass("example.org"), RATE);
        assertThat(send("example.org", Duration.ofSeconds(8))).isBetween(24, 36);
    }

    /** Refuses all mails of a minute beyond so many, as many receivers do. */
    @Test
    void findsTheLimitOfAReceiverThatCountsByTheMinute() {
        int limit = 200;
        int taken = 0;
        int refused = 0;
        Instant minute = clock.instant();
        int inMinute = 0;
        Instant end = clock.instant().plus(Duration.ofMinutes(20));
        while (clock.instant().isBefore(end)) {
            if (!clock.instant().isBefore(minute.plusSeconds(60))) {
                minute = clock.instant();
                inMinute = 0;
            }
            for (int i = 0; i < 50; i++) {
                Optional<Pass> pass = ask("example.org");
                if (pass.isPresent()) {
                    inMinute++;
                    boolean takes = inMinute <= limit;
                    taken += takes ? 1 : 0;
                    refused += takes ? 0 : 1;
                    traffic.ended(
                            pass.get(),
                            takes ? new SendOutcome.Accepted("Q") : new SendOutcome.Refused(LIMIT));
                }
            }
            clock.advance(Duration.ofMillis(100));
        }

        assertThat(taken).isGreaterThan(20 * limit / 2);
        assertThat(refused).isLessThan(taken / 10);
    }

    @Test
    void speedsUpByStepsAndNotAtOnce() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        traffic.refused(pass("example.org"), RATE);
        clock.advance(Duration.ofSeconds(1));
        int before = send("example.org", Duration.ofSeconds(28));
        int after = send("example.org", Duration.ofSeconds(28));
        assertThat(after - before).isBetween(8, 26);
        send("example.org", Duration.ofMinutes(13));
        assertThat(traffic.slowed()).isEqualTo(1);
        send("example.org", Duration.ofMinutes(3));
        assertThat(traffic.slowed()).isZero();
        assertThat(told.lines).containsExactly("slowed example.org", "freed example.org");
    }

    @Test
    void isNeverSlowerThanAMailAMinute() {
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(ask("example.org")).hasValueSatisfying(pass -> traffic.refused(pass, LIMIT));
        }
    }

    @Test
    void pausesAGroupThatRefusesByPolicyAndNoOther() {
        RefusalMeaning refusal = traffic.refused(pass("example.org"), POLICY);
        assertThat(refusal.meaning()).isEqualTo(new ReplyClass.Policy());
        assertThat(traffic.waits("example.org")).isTrue();
        assertThat(ask("example.org")).isEmpty();
        assertThat(ask("example.net")).isPresent();
        assertThat(traffic.paused())
                .containsExactly(
                        new Traffic.Paused(
                                "example.org",
                                NOW.plus(Duration.ofMinutes(10)),
                                "550 5.7.1 likely unsolicited mail"));
        assertThat(told.lines).containsExactly("paused example.org");
    }

    private void refuse(String domain, SmtpReply reply) {
        traffic.refused(traffic.ask("provider", domain).orElseThrow(), reply);
    }

    /** A domain that has left its provider, and still names its mail server. */
    @Test
    void pausesNoGroupForOneOfItsDomains() {
        for (int i = 1; i < Pace.REFUSED_IN_A_ROW; i++) {
            refuse("lapsed.example", NO);
        }
        traffic.accepted(traffic.ask("provider", "other.example").orElseThrow());
        refuse("third.example", NO);
        for (int i = 1; i < 30; i++) {
            refuse("lapsed.example", ReplyRule.reply("554 5.7.1 <…>: Relay access denied"));
        }
        assertThat(traffic.paused()).isEmpty();
        assertThat(told.lines).isEmpty();
    }

    /** A mail in between may be taken. */
    @Test
    void tellsOfRefusalsByPolicyOnceAnHourAsLongAsTheyGoOn() {
        assertThat(traffic.doubted()).isZero();
        for (int i = 1; i <= 5; i++) {
            refuse("one.example", NO);
            assertThat(traffic.doubted()).isOne();
            traffic.accepted(traffic.ask("provider", "one.example").orElseThrow());
            assertThat(traffic.doubted()).isZero();
            clock.advance(Duration.ofMinutes(i == 1 ? 59 : 1));
            assertThat(told.doubts).hasSize(i < 3 ? 1 : 2).contains("provider " + NO.summary());
        }
        refuse("one.example", NO);
        clock.advance(Duration.ofHours(1));
        assertThat(traffic.doubted()).isZero();
        refuse("one.example", NO);
        refuse("two.example", NO);
        assertThat(traffic.doubted()).as("it is paused").isZero();
        assertThat(told.lines).containsExactly("paused provider");
    }

    /** Receivers quote whom they refuse. */
    @Test
    void namesNoReaderInWhatItTells() {
        SmtpReply reply = ReplyRule.reply("550 5.7.1 user ruth.miller does not accept your mail");
        Pass pass = traffic.ask("provider", "Ruth.Miller@one.example").orElseThrow();
        traffic.refused(pass, reply);
        assertThat(told.doubts)
                .containsExactly("provider 550 5.7.1 user … does not accept your mail");
        assertThat(pass.toString()).doesNotContain("Miller");
        Pass next = traffic.ask("provider", "ruth.miller@two.example").orElseThrow();
        traffic.refused(next, reply);
        assertThat(traffic.paused())
                .extracting(Traffic.Paused::reason)
                .containsExactly("550 5.7.1 user … does not accept your mail");
    }

    @Test
    void pausesAGroupThatRefusesTwoOfItsDomains() {
        refuse("one.example", NO);
        assertThat(traffic.paused()).isEmpty();
        refuse("two.example", NO);
        assertThat(traffic.paused()).hasSize(1);
        clock.advance(Duration.ofMinutes(10));
        refuse("one.example", NO);
        assertThat(traffic.paused()).as("nothing was taken since").hasSize(1);
    }

    @Test
    void pausesAGroupThatRefusesAllOfOneDomain() {
        for (int i = 1; i < Pace.REFUSED_IN_A_ROW; i++) {
            refuse("big.example", NO);
        }
        assertThat(traffic.paused()).isEmpty();
        refuse("big.example", NO);
        assertThat(traffic.paused()).hasSize(1);
    }

    @Test
    void pausesAGroupThatRefusesTheSenderAtOnce() {
        refuse("one.example", SmtpReply.of(550, "550 5.7.1 no", SmtpReply.Phase.MAIL));
        assertThat(traffic.paused()).hasSize(1);
    }

    @Test
    void asksWithOneMailAfterThePauseAndThenGoesOnSlowly() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        traffic.refused(pass("example.org"), POLICY);
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(ask("example.org")).isEmpty();
        clock.advance(Duration.ofMillis(1));
        Pass asking = pass("example.org");
        assertThat(ask("example.org")).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(ask("example.org")).isEmpty();
        traffic.accepted(asking);
        assertThat(traffic.paused()).isEmpty();
        assertThat(traffic.slowed()).isEqualTo(1);
        assertThat(send("example.org", Duration.ofSeconds(20))).isBetween(10, 40);
    }

    /** Those that were under way when the pause began say nothing of what is after it. */
    @Test
    void asksWithOneMailAfterThePauseThoughAnotherWasTakenMeanwhile() {
        List<Pass> underWay =
                List.of(pass("example.org"), pass("example.org"), pass("example.org"));
        traffic.refused(underWay.get(0), POLICY);
        clock.advance(Duration.ofMillis(50));
        traffic.accepted(underWay.get(1));
        clock.advance(Duration.ofMinutes(10));
        traffic.accepted(underWay.get(2));
        Pass asking = pass("example.org");
        clock.advance(Duration.ofMinutes(1));
        assertThat(ask("example.org")).isEmpty();
        traffic.accepted(asking);
        clock.advance(Duration.ofMinutes(1));
        assertThat(ask("example.org")).isPresent();
    }

    @Test
    void pausesTwiceAsLongEachTimeUpToTheLongest() {
        for (int minutes : new int[] {10, 20, 40, 80, 160, 240, 240}) {
            traffic.refused(pass("example.org"), POLICY);
            clock.advance(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(ask("example.org")).isEmpty();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(told.lines).hasSize(7).containsOnly("paused example.org");
    }

    @Test
    void takesPolicyRefusalsOfMailsUnderWayTogetherForOne() {
        List<Pass> underWay = List.of(pass("example.org"), pass("example.org"));
        underWay.forEach(pass -> traffic.refused(pass, POLICY));
        clock.advance(Duration.ofMinutes(10));
        assertThat(ask("example.org")).isPresent();
        assertThat(told.lines).containsExactly("paused example.org");
    }

    @Test
    void pausesForAsLongAsARuleSays() {
        traffic.refused(pass("outlook.com"), ReplyRule.reply("550 SC-001 messages weren't sent."));
        clock.advance(Duration.ofHours(4).minusSeconds(1));
        assertThat(ask("outlook.com")).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask("outlook.com")).isPresent();
    }

    @Test
    void pausesAtTheTwentiethRefusalWithinHalfAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(traffic.paused()).isEmpty();
            assertThat(ask("google")).hasValueSatisfying(pass -> traffic.refused(pass, RATE));
            clock.advance(Duration.ofSeconds(61));
        }
        assertThat(traffic.paused()).hasSize(1);
    }

    @Test
    void countsRefusalsOfMailsUnderWayTogetherAsOne() {
        List<Pass> underWay = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            underWay.add(pass("example.org"));
        }
        underWay.forEach(pass -> traffic.refused(pass, RATE));
        assertThat(traffic.paused()).isEmpty();
    }

    @Test
    void aRefusalOfOneAddressConcernsNobodyElse() {
        assertThat(traffic.refused(pass("example.org"), UNKNOWN).meaning())
                .isEqualTo(new ReplyClass.NoSuchMailbox());
        assertThat(ask("example.org")).isPresent();
        assertThat(told.lines).isEmpty();
    }

    @Test
    void aMailThatNeverGotThereTellsNothingAndFreesItsPlace() {
        traffic =
                TestTraffic.with(
                        new TestTraffic.Settings(OptionalInt.of(1), OptionalInt.empty()),
                        told,
                        clock);
        Pass pass = pass("example.org");
        assertThat(ask("example.org")).isEmpty();
        assertThat(traffic.waits("example.org")).isFalse();
        traffic.unused(pass);
        assertThat(ask("example.org")).isPresent();
    }

    @Test
    void givesARefusalTheMeaningOfTheRules() {
        SmtpReply unknown =
                ReplyRule.reply("550 5.5.0 Requested action not taken: mailbox unavailable");
        assertThat(traffic.ended(pass("outlook.com"), new SendOutcome.Refused(unknown)))
                .isEqualTo(new SendOutcome.Refused(unknown, new ReplyClass.NoSuchMailbox()));
        for (SendOutcome other :
                List.of(
                        new SendOutcome.Accepted("Q1"),
                        new SendOutcome.NotSent("gone"),
                        new SendOutcome.NotRecorded("no database"),
                        new SendOutcome.Lost("gone"),
                        new SendOutcome.Unfit("no SMTPUTF8", false),
                        new SendOutcome.RefusedByRelay(
                                SmtpReply.of(554, "5.7.1 no", SmtpReply.Phase.MAIL)),
                        new SendOutcome.NotOurs())) {
            assertThat(traffic.ended(pass("icloud"), other)).isEqualTo(other);
        }
        // Twenty may be under way to it, and all places are free again.
        for (int i = 0; i < 20; i++) {
            pass("icloud");
        }
        assertThat(ask("icloud")).isEmpty();
    }

    @Test
    void keepsToTheConnectionsOfAReceiverOfTheRules() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("google")).isPresent();
        }
        assertThat(ask("google")).isEmpty();
    }

    @Test
    void keepsToTheRateOfTheSettings() {
        traffic =
                TestTraffic.with(
                        new TestTraffic.Settings(OptionalInt.empty(), OptionalInt.of(120)),
                        told,
                        clock);
        assertThat(send("example.org", Duration.ofMinutes(1))).isBetween(118, 122);
        assertThat(send("example.net", Duration.ofMinutes(1))).isBetween(118, 122);
    }

    @Test
    void saysHowManyParkedMailsMayBeTakenUp() {
        traffic.refused(pass("example.org"), POLICY);
        traffic.parked(List.of("example.org", "example.net", "google"));
        // A group counts as empty until it is told of again.
        assertThat(traffic.free(50, 1000)).isEqualTo(Map.of("example.net", 1000));
        assertThat(traffic.free(50, 1000)).isEqualTo(Map.of("google", 1000));
        assertThat(traffic.free(50, 1000)).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(traffic.free(50, 1000)).isEqualTo(Map.of("example.org", 1));
    }

    @Test
    void takesUpNoMoreParkedMailsThanTheRateAndTheConnectionsAllow() {
        sendTenPerSecond("example.org", Duration.ofSeconds(20));
        traffic.refused(pass("example.org"), RATE);
        clock.advance(Duration.ofSeconds(3));
        traffic.parked(List.of("example.org"));
        assertThat(traffic.free(50, 1000).get("example.org")).isBetween(1, 6);
        for (int i = 0; i < 4; i++) {
            pass("google");
        }
        traffic.parked(List.of("google"));
        assertThat(traffic.free(50, 1000)).isEqualTo(Map.of("google", 300));
    }

    /**
     * The next mail has to wait until the one before has ended: the others would be parked again.
     */
    @Test
    void takesUpOneParkedMailOfAReceiverThatAllowsOneConnection() {
        traffic =
                TestTraffic.with(
                        new TestTraffic.Settings(OptionalInt.of(1), OptionalInt.empty()),
                        told,
                        clock);
        Pass pass = pass("example.org");
        traffic.parked(List.of("example.org"));
        assertThat(traffic.free(50, 100)).isEmpty();
        traffic.accepted(pass);
        assertThat(traffic.free(50, 100)).isEqualTo(Map.of("example.org", 1));
    }

    /** Whatever lasts until an instant would last for an hour longer. */
    @Test
    void goesOnAsBeforeWhenTheClockIsSetBack() {
        sendTenPerSecond("fast.example", Duration.ofSeconds(20));
        sendTenPerSecond("slowed.example", Duration.ofSeconds(20));
        traffic.refused(pass("slowed.example"), RATE);
        Pass underWay = pass("paused.example");
        traffic.refused(pass("paused.example"), POLICY);
        clock.advance(Duration.ofHours(-1));
        traffic.accepted(underWay);
        assertThat(traffic.waits("paused.example")).isTrue();
        assertThat(send("slowed.example", Duration.ofSeconds(20))).isBetween(80, 105);
        traffic.refused(pass("fast.example"), RATE);
        assertThat(send("fast.example", Duration.ofSeconds(20)))
                .as("half of what went lately")
                .isBetween(1, 105);
        clock.advance(TestTraffic.Settings.FREE.pause());
        assertThat(ask("paused.example")).isPresent();
        assertThat(ask("paused.example")).as("one asks, as before").isEmpty();
    }

    @Test
    void remembersNoGroupThatIsAtRest() {
        for (int i = 0; i < 1000; i++) {
            traffic.accepted(pass(i + ".example.org"));
        }
        assertThat(traffic.remembered()).isEqualTo(1000);
        traffic.refused(pass("example.net"), POLICY);
        clock.advance(Duration.ofMinutes(2));
        traffic.accepted(pass("example.com"));
        assertThat(traffic.remembered()).isEqualTo(2);
        assertThat(traffic.paused()).hasSize(1);
    }

    @Test
    void goesOnWithMoreGroupsThanItRemembers() {
        for (int i = 0; i < Traffic.MAX_GROUPS + 10; i++) {
            assertThat(ask(i + ".example.org")).isPresent();
        }
        assertThat(traffic.remembered()).isEqualTo(Traffic.MAX_GROUPS);
        Pass beyond = pass("beyond.example.org");
        assertThat(traffic.refused(beyond, POLICY).meaning()).isEqualTo(new ReplyClass.Policy());
        traffic.accepted(beyond);
        traffic.unused(beyond);
        assertThat(ask("beyond.example.org")).isPresent();
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        TrafficSettings none = new TestTraffic.Settings(OptionalInt.of(0), OptionalInt.empty());
        assertThatThrownBy(() -> TestTraffic.with(none, told, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.traffic");
    }
}
