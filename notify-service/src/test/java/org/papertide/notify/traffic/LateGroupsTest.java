package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.traffic.Traffic.Pass;
import org.papertide.testing.SettableClock;

/** Who is late, and what of the connections others keep. */
class LateGroupsTest {

    private static final Duration QUICK = Duration.ofMillis(20);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final int STEP_MILLIS = 50;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final TestTraffic.Told told = new TestTraffic.Told();
    private Traffic traffic = sharing(20);

    private Traffic sharing(int connections) {
        return TestTraffic.sharing(connections, told, clock, nanos::get);
    }

    private void pass(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    private Optional<Pass> ask(String group) {
        Optional<Pass> pass = traffic.ask(group, group);
        pass.ifPresent(traffic::asked);
        return pass;
    }

    private void end(Collection<Pass> some) {
        some.forEach(traffic::accepted);
    }

    /** Takes the places that there are, at most so many. */
    private List<Pass> take(String group, int atMost) {
        return Stream.generate(() -> ask(group))
                .takeWhile(Optional::isPresent)
                .limit(atMost)
                .map(Optional::orElseThrow)
                .toList();
    }

    /** So many mails together, which take so long. */
    private void mails(String group, int count, Duration took) {
        List<Pass> together = take(group, count);
        assertThat(together).hasSize(count);
        pass(took);
        end(together);
    }

    /** Another group has mails. */
    private void others() {
        mails("quick.example", 1, QUICK);
    }

    private void makeLate(String group, int mails) {
        mails(group, mails, SLOW);
        others();
        assertThat(traffic.isLate(group)).isTrue();
    }

    @Test
    void aGroupWhoseMailsTakeLongGetsHalfOfTheConnectionsWhileOthersHaveMails() {
        makeLate("slow.example", 20);
        assertThat(traffic.waits("slow.example")).isFalse();
        assertThat(take("slow.example", 100)).hasSize(10);
        assertThat(traffic.waits("slow.example")).isTrue();
        assertThat(take("quick.example", 100)).hasSize(100);
        assertThat(traffic.isLate("quick.example")).isFalse();
        assertThat(traffic.late()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, true"})
    void aSecondIsLate(int millis, boolean isLate) {
        mails("slow.example", 4, Duration.ofMillis(millis));
        others();
        assertThat(traffic.isLate("slow.example")).isEqualTo(isLate);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void ofFewConnectionsItGetsTwo(int connections) {
        traffic = sharing(connections);
        makeLate("slow.example", 4);
        assertThat(take("slow.example", 100)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void fewerConnectionsThanFourAreNotShared(int connections) {
        traffic = sharing(connections);
        mails("slow.example", 4, SLOW);
        others();
        assertThat(take("slow.example", 100)).hasSize(100);
        assertThat(traffic.isLate("slow.example")).isFalse();
    }

    @Test
    void itHasAllOnceNoOtherMailHasBegunForTenSeconds() {
        makeLate("slow.example", 20);
        assertThat(take("slow.example", 100)).hasSize(10);
        pass(Duration.ofSeconds(10).minus(QUICK));
        assertThat(ask("slow.example")).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(take("slow.example", 100)).hasSize(100);
        others();
        assertThat(ask("slow.example")).isEmpty();
    }

    @Test
    void lateGroupsWithoutOthersHaveAll() {
        for (int i = 0; i < 30; i++) {
            mails("slow.example", 10, SLOW);
            mails("slower.example", 10, SLOW.multipliedBy(2));
        }
        assertThat(take("slow.example", 15)).hasSize(15);
        assertThat(take("slower.example", 15)).hasSize(15);
        assertThat(told.lines).isEmpty();
    }

    /** Seen before a mail of it has ended. */
    @Test
    void aGroupThatHangsIsSeenWhileItHangs() {
        mails("hangs.example", 16, QUICK);
        List<Pass> hanging = take("hangs.example", 12);
        pass(Duration.ofMillis(900));
        others();
        assertThat(traffic.isLate("hangs.example")).isFalse();
        pass(Duration.ofMillis(100));
        others();
        assertThat(traffic.isLate("hangs.example")).isTrue();
        assertThat(ask("hangs.example")).isEmpty();
        end(hanging.subList(0, 3));
        assertThat(take("hangs.example", 100)).hasSize(1);
    }

    /** The next ones are announced on its connections, and not asked for yet. */
    @Test
    void whatWaitsBehindAMailThatHangsDoesNotHideIt() {
        take("hangs.example", 5);
        IntStream.range(0, 5)
                .forEach(_ -> assertThat(traffic.ask("hangs.example", "next")).isPresent());
        pass(SLOW);
        assertThat(traffic.isLate("hangs.example")).isTrue();
    }

    /** One of a great receiver's mails may hang: it is no sign for all. */
    @Test
    void oneMailThatHangsMakesNoGroupLate() {
        List<Pass> great = take("great.example", 8);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMillis(900));
            assertThat(traffic.isLate("great.example")).isFalse();
            end(great.subList(1, 8));
            List<Pass> next = new ArrayList<>(great.subList(0, 1));
            next.addAll(take("great.example", 7));
            great = next;
        }
        end(great);
        mails("great.example", 4, QUICK);
        assertThat(traffic.isLate("great.example")).isFalse();
    }

    @Test
    void aGroupThatBecomesQuickHasAllAgain() {
        mails("hangs.example", 20, Duration.ofMinutes(5));
        others();
        assertThat(traffic.isLate("hangs.example")).isTrue();
        mails("hangs.example", 6, QUICK);
        others();
        assertThat(take("hangs.example", 100)).hasSize(100);
    }

    @Test
    void whatIsAtRestIsForgottenAfterTenMinutes() {
        makeLate("slow.example", 20);
        pass(Duration.ofMinutes(10).minus(QUICK));
        assertThat(traffic.late()).isOne();
        pass(Duration.ofMillis(1));
        assertThat(traffic.late()).isZero();
        others();
        assertThat(take("slow.example", 100)).hasSize(100);
    }

    @Test
    void theTimeBeforeItsServerIsAskedIsNoReceivers() {
        for (int i = 0; i < 20; i++) {
            List<Pass> ours =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> traffic.ask("ours.example", "reader").orElseThrow())
                            .toList();
            pass(SLOW);
            assertThat(traffic.isLate("ours.example")).isFalse();
            ours.forEach(traffic::asked);
            pass(QUICK);
            end(ours);
        }
        assertThat(traffic.isLate("ours.example")).isFalse();
    }

    /** One that could not be begun says nothing. */
    @Test
    void aMailWhoseServerIsNeverAskedDoesNotCount() {
        makeLate("slow.example", 20);
        for (int i = 0; i < 20; i++) {
            traffic.unused(traffic.ask("slow.example", "reader").orElseThrow());
        }
        assertThat(traffic.isLate("slow.example")).isTrue();
    }

    @Test
    void aClockThatIsSetChangesNothing() {
        List<Pass> underWay = take("quick.example", 1);
        clock.advance(Duration.ofHours(5));
        mails("slow.example", 20, SLOW);
        clock.advance(Duration.ofDays(-2));
        end(underWay);
        mails("quick.example", 6, QUICK);
        assertThat(take("slow.example", 100)).hasSize(10);
        assertThat(take("quick.example", 100)).hasSize(100);
    }

    // ---- Many late groups

    @Test
    void allLateGroupsTogetherGetHalfAndDivideIt() {
        List<String> late = IntStream.range(0, 5).mapToObj(i -> "slow" + i + ".example").toList();
        late.forEach(group -> mails(group, 10, SLOW));
        mails("quick.example", 10, QUICK);
        assertThat(traffic.late()).isEqualTo(5);
        List<Pass> first = take("slow0.example", 100);
        assertThat(first).hasSize(10);
        assertThat(ask("slow1.example")).as("the half is taken").isEmpty();
        pass(SLOW);
        others();
        end(first.subList(0, 6));
        List<Pass> second = take("slow1.example", 100);
        assertThat(second).as("a half of it").hasSize(5);
        pass(SLOW);
        others();
        end(second.subList(0, 2));
        assertThat(take("slow2.example", 100)).as("what is left").hasSize(3);
        assertThat(ask("slow3.example")).isEmpty();
        assertThat(take("quick.example", 100)).hasSize(100);
    }

    @Test
    void receiversOfAFewMailsAreNeitherToldOfNorCountedNorDividedFor() {
        makeLate("great.example", 20);
        for (int i = 0; i < 4; i++) {
            makeLate("small" + i + ".example", 2);
        }
        assertThat(traffic.late()).isOne();
        assertThat(take("small0.example", 100)).hasSize(10);
        assertThat(traffic.late()).as("it has mails enough").isEqualTo(2);
        traffic = sharing(20);
        makeLate("great.example", 20);
        makeLate("small.example", 2);
        assertThat(take("small.example", 2)).hasSize(2);
        assertThat(take("great.example", 100)).hasSize(8);
        pass(Duration.ofSeconds(9));
        others();
        assertThat(traffic.waits("small.example")).isTrue();
        pass(Duration.ofSeconds(9));
        others();
        assertThat(traffic.waits("small.example")).isTrue();
        assertThat(told.lines).isEmpty();
        assertThat(traffic.waits("great.example")).isTrue();
        assertThat(told.lines).containsExactly("late great.example");
    }

    @Test
    void lateGroupsDoNotHideEachOther() {
        for (int i = 0; i < 40; i++) {
            mails("slow" + i + ".example", 1, SLOW.plusMillis(50L * i));
        }
        mails("quick.example", 6, QUICK);
        for (int i = 0; i < 40; i++) {
            assertThat(traffic.isLate("slow" + i + ".example")).isTrue();
        }
    }

    // ---- The relay

    @Test
    void aStallOfTheRelayNamesNobodyAndPassesWithAFewMails() {
        mails("great.example", 18, QUICK);
        others();
        List<Pass> great = take("great.example", 18);
        List<Pass> small = take("quick.example", 2);
        pass(SLOW);
        end(great);
        end(small);
        assertThat(traffic.isLate("great.example")).as("for all that is known").isTrue();
        for (int i = 0; i < 6; i++) {
            mails("other" + i + ".example", 1, QUICK);
            mails("great.example", 1, QUICK);
        }
        assertThat(take("great.example", 18)).hasSize(18);
        assertThat(told.lines).isEmpty();
        assertThat(traffic.late()).isZero();
    }

    @Test
    void aReceiverThatIsLateForTenSecondsIsNamedOnceInAnHour() {
        mails("slow.example", 20, SLOW);
        for (int i = 0; i < 1_700; i++) {
            others();
            mails("slow.example", 10, SLOW);
            assertThat(told.lines).hasSize(i < 5 ? 0 : 1);
        }
        pass(Duration.ofMinutes(5));
        others();
        mails("slow.example", 10, SLOW);
        assertThat(told.lines).containsExactly("late slow.example", "late slow.example");
    }

    @Test
    void aRelayThatIsSlowToAllMakesNobodyLateForLong() {
        for (int i = 0; i < 10; i++) {
            List<Pass> great = take("great.example", 10);
            mails("small" + i + ".example", 2, SLOW);
            end(great);
        }
        assertThat(traffic.isLate("great.example")).isFalse();
        assertThat(traffic.late()).isZero();
        assertThat(told.lines).isEmpty();
    }

    // ---- Parked mails

    @Test
    void offersParkedMailsOfLateGroupsOneByOneWhileThereIsRoom() {
        makeLate("slow.example", 20);
        makeLate("slower.example", 20);
        traffic.parked(List.of("slow.example", "slower.example", "quick.example"));
        assertThat(traffic.free(100, 50)).isEqualTo(Map.of("slow.example", 1, "quick.example", 49));
        traffic.parked(List.of("slow.example"));
        assertThat(traffic.free(100, 50)).isEqualTo(Map.of("slower.example", 1));
        List<Pass> held = take("slow.example", 100);
        assertThat(traffic.free(100, 50)).isEmpty();
        pass(SLOW);
        others();
        end(held.subList(0, 2));
        assertThat(traffic.free(100, 50)).isEqualTo(Map.of("slow.example", 1));
    }

    // ---- Properties

    /** A mail under way. */
    private record Sent(String group, Pass pass, long ends) {}

    /** Connections, each with a mail under way or none, that get mails of random groups. */
    private final class Connections {

        private final int count;
        private final Random random;
        private final ToDoubleFunction<String> seconds;
        private final List<Sent> mails = new ArrayList<>();
        private final Map<String, Integer> ended = new HashMap<>();
        private final Set<String> refused = new HashSet<>();

        Connections(int count, Random random, ToDoubleFunction<String> seconds) {
            this.count = count;
            this.random = random;
            this.seconds = seconds;
            traffic = sharing(count);
        }

        /** Ends what is due, and begins mails of these wherever there is room. */
        void step(List<String> those) {
            pass(Duration.ofMillis(STEP_MILLIS));
            List<Sent> due = mails.stream().filter(each -> nanos.get() - each.ends() >= 0).toList();
            mails.removeAll(due);
            for (Sent each : due) {
                traffic.accepted(each.pass());
                ended.merge(each.group(), 1, Integer::sum);
            }
            for (int tries = 5 * (count - mails.size());
                    tries > 0 && mails.size() < count;
                    tries--) {
                begin(those.get(random.nextInt(those.size())));
            }
        }

        void steps(int howMany, List<String> those) {
            IntStream.range(0, howMany * 1000 / STEP_MILLIS).forEach(_ -> step(those));
        }

        private void begin(String group) {
            long ends = nanos.get() + (long) (seconds.applyAsDouble(group) * 1e9);
            ask(group)
                    .ifPresentOrElse(
                            pass -> mails.add(new Sent(group, pass, ends)),
                            () -> refused.add(group));
        }

        long late() {
            return mails.stream().filter(each -> each.group().startsWith("late")).count();
        }

        int ended(String group) {
            return ended.getOrDefault(group, 0);
        }
    }

    private static List<String> groups(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    /** Whatever the numbers: others keep half of the connections, and each late group goes on. */
    @Test
    void lateGroupsHoldUpNoOther() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            int count = LateGroups.FEWEST_CONNECTIONS + random.nextInt(30);
            List<String> late = groups("late", 1 + random.nextInt(8));
            double slow = 1.2 + random.nextInt(10);
            Connections connections =
                    new Connections(
                            count,
                            random,
                            group ->
                                    group.startsWith("late")
                                            ? slow * (1 + random.nextDouble())
                                            : 0.2 * random.nextDouble());
            List<String> all = new ArrayList<>(groups("quick", late.size()));
            all.addAll(late);
            all.addAll(late);
            connections.steps((int) (10 + 4 * slow), all);
            connections.ended.clear();
            for (int step = 0; step < 40 * slow * 1000 / STEP_MILLIS; step++) {
                connections.step(all);
                assertThat(connections.late())
                        .as("of %d, %d groups of %.1f s", count, late.size(), slow)
                        .isLessThanOrEqualTo(count / 2);
            }
            assertThat(connections.refused).allMatch(group -> group.startsWith("late"));
            assertThat(late).allMatch(group -> connections.ended(group) > 0);
            assertThat(connections.ended("quick0")).isGreaterThan(connections.ended("late0"));
            // With nothing else waiting they have all.
            connections.steps((int) (LateGroups.LATELY + 1), late);
            assertThat(connections.late()).isEqualTo(count);
        }
    }

    /** What one relay makes slow for all, as different as its times may be, holds nobody back. */
    @Test
    void whatIsSlowForAllHoldsNobodyBackForLong() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            double least = 0.1 + 2 * random.nextDouble();
            List<String> those = new ArrayList<>(groups("small", 200));
            those.addAll(Collections.nCopies(200, "great"));
            Connections connections =
                    new Connections(20, random, _ -> least * (1 + 2.5 * random.nextDouble()));
            connections.steps(60, those);
            connections.refused.clear();
            connections.steps(60, those);
            assertThat(connections.refused).as("from %.1f s on", least).isEmpty();
        }
    }

    /** The great receiver's mails are seen sooner than those of the others. */
    @Test
    void aStallOfTheRelayHoldsTheGreatestBackForSecondsAtMost() {
        Random random = new Random(13);
        for (int round = 0; round < 60; round++) {
            AtomicLong stallEnds = new AtomicLong(nanos.get());
            Connections connections =
                    new Connections(
                            20,
                            random,
                            _ ->
                                    0.05 * random.nextDouble()
                                            + Math.max(0, stallEnds.get() - nanos.get()) / 1e9);
            List<String> those = new ArrayList<>();
            for (String small : groups("small", 1 + random.nextInt(20))) {
                those.addAll(List.of(small, "great", "great", "great", "great"));
            }
            connections.steps(10, those);
            assertThat(connections.refused).isEmpty();
            stallEnds.set(nanos.get() + SLOW.toNanos());
            connections.steps(5, those);
            connections.refused.clear();
            connections.steps(20, those);
            assertThat(connections.refused).isEmpty();
            assertThat(told.lines).isEmpty();
        }
    }
}
