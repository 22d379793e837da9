package org.papertide.notify.traffic;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Settings and listeners of tests. */
public final class TestTraffic {

    /** It cannot be shared. */
    private static final int ONE_CONNECTION = 1;

    private TestTraffic() {}

    /** Settings with pauses of 10 minutes to 4 hours. */
    public record Settings(
            OptionalInt connections, OptionalInt perMinute, Duration pause, Duration raiseAfter)
            implements TrafficSettings {

        Settings(OptionalInt connections, OptionalInt perMinute) {
            this(connections, perMinute, Duration.ofMinutes(10), Duration.ofSeconds(30));
        }

        /** Without limits. */
        public static final Settings FREE = new Settings(OptionalInt.empty(), OptionalInt.empty());

        @Override
        public boolean groupByMx() {
            return false;
        }

        @Override
        public Duration dnsTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration pauseMost() {
            return Duration.ofHours(4);
        }

        @Override
        public Optional<Path> rulesFile() {
            return Optional.empty();
        }
    }

    /** Keeps what an operator is told. */
    public static final class Told implements Traffic.Listener {

        final List<String> lines = new CopyOnWriteArrayList<>();
        final List<String> doubts = new CopyOnWriteArrayList<>();

        @Override
        public void paused(String group, Instant until, String reason) {
            lines.add("paused " + group);
        }

        @Override
        public void doubted(String group, String reason) {
            doubts.add(group + " " + reason);
        }

        @Override
        public void slowed(String group, double perMinute, String reason) {
            lines.add("slowed " + group);
        }

        @Override
        public void freed(String group) {
            lines.add("freed " + group);
        }

        @Override
        public void late(String group) {
            lines.add("late " + group);
        }
    }

    /** With our rules, without the DNS, and without limits until a server refuses. */
    public static Traffic free(Clock clock) {
        return with(Settings.FREE, new Told(), clock);
    }

    /** As free, but with short pauses, and quick to speed up. */
    public static Traffic pausing(Duration pause, Clock clock) {
        return with(
                new Settings(
                        OptionalInt.empty(), OptionalInt.empty(), pause, Duration.ofMillis(100)),
                new Told(),
                clock);
    }

    static Traffic with(TrafficSettings settings, Told told, Clock clock) {
        return with(settings, told, Optional.empty(), clock);
    }

    /** As free, where the DNS knows these domains no more. */
    public static Traffic without(Set<String> gone, Clock clock) {
        MxLookup dns =
                new MxLookup() {
                    @Override
                    public CompletionStage<List<String>> hosts(String domain) {
                        return CompletableFuture.completedFuture(List.of());
                    }

                    @Override
                    public CompletionStage<Boolean> isGone(String domain) {
                        return CompletableFuture.completedFuture(gone.contains(domain));
                    }
                };
        return with(Settings.FREE, new Told(), Optional.of(dns), clock);
    }

    private static Traffic with(
            TrafficSettings settings, Told told, Optional<MxLookup> dns, Clock clock) {
        return with(settings, told, dns, ONE_CONNECTION, clock, System::nanoTime);
    }

    /** As free, where all groups share so many connections. */
    public static Traffic sharing(int connections, Clock clock) {
        return sharing(connections, clock, System::nanoTime);
    }

    /** The same, with times in the test's hand. */
    public static Traffic sharing(int connections, Clock clock, LongSupplier nanos) {
        return sharing(connections, new Told(), clock, nanos);
    }

    static Traffic sharing(int connections, Told told, Clock clock, LongSupplier nanos) {
        return with(Settings.FREE, told, Optional.empty(), connections, clock, nanos);
    }

    private static Traffic with(
            TrafficSettings settings,
            Told told,
            Optional<MxLookup> dns,
            int connections,
            Clock clock,
            LongSupplier nanos) {
        ReplyRules rules = ReplyRules.shipped();
        ReceivingGroups groups = new ReceivingGroups(rules.receivers(), dns, clock);
        return new Traffic(settings, rules, groups, told, connections, clock, nanos);
    }
}
