package org.papertide.notify.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.notify.smtp.Unnamed;

/**
 * Says whether a mail may go to its domain now, and learns from what servers answer.
 *
 * <p>Each {@link Pass} is given back by {@link #ended} or {@link #unused}, once. Mails that have to
 * wait are parked by their group; {@link #free} says how many of which groups may be taken up
 * again. Safe for several threads; nothing here waits.
 *
 * <p>Groups whose mails take long leave half of the connections to others, see {@link LateGroups};
 * for that {@link #asked} says from when on a server is waited for.
 */
public final class Traffic {

    /** Groups that are remembered; those beyond go without limits until others are forgotten. */
    static final int MAX_GROUPS = 100_000;

    /** All receivers that are not known by name. */
    public static final String OTHER = "other";

    /** How often groups are forgotten that are at rest. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** A clock that goes back by more was set. */
    private static final Duration SET_BACK = Duration.ofSeconds(1);

    private static final double SECONDS_IN_MINUTE = 60;
    private static final double NANOS_IN_SECOND = 1e9;

    /**
     * Leave to send one mail.
     *
     * @param address of its recipient
     * @param pauses of the group before it
     * @param place that it holds while it is under way
     */
    public record Pass(String group, String address, int pauses, LateGroups.Place place) {

        /** Never the address. */
        @Override
        public String toString() {
            return "Pass[" + group + " " + pauses + "]";
        }
    }

    /** A group that mails wait for. */
    public record Paused(String group, Instant until, String reason) {}

    /** Takes what an operator should know. Called rarely, and must not call back. */
    public interface Listener {
        /** Mails of this group wait. */
        void paused(String group, Instant until, String reason);

        /** This group refused a mail by policy: one recipient's, or the first of many. */
        void doubted(String group, String reason);

        /** This group is slowed, to so many mails a minute. */
        void slowed(String group, double perMinute, String reason);

        /** This group is free again. */
        void freed(String group);

        /**
         * Mails of this group take far longer than others, and wait, for others have mails. Told
         * once an hour.
         */
        void late(String group);
    }

    private final ReplyRules rules;
    private final ReceivingGroups groups;
    private final Listener listener;
    private final Clock clock;
    private final LongSupplier nanos;
    private final long begun;
    private final LateGroups late;
    private final Pace.Limits usual;
    private final Pace.Times times;
    private final Map<String, Receiver> receivers;
    private final Map<String, Duration> counted;

    private final Map<String, Pace> paces = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final Set<String> parked = new LinkedHashSet<>();
    private Instant swept = Instant.EPOCH;
    private Instant lastSeen = Instant.EPOCH;

    /**
     * @param connections of this process, for all groups
     * @param nanos of a clock that is never set
     * @throws IllegalArgumentException if the settings contradict each other
     */
    public Traffic(
            TrafficSettings settings,
            ReplyRules rules,
            ReceivingGroups groups,
            Listener listener,
            int connections,
            Clock clock,
            LongSupplier nanos) {
        this.rules = rules;
        this.groups = groups;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.late = new LateGroups(connections, listener);
        this.usual = limits(settings.connections(), settings.perMinute());
        this.times = times(settings);
        this.receivers =
                rules.receivers().stream()
                        .collect(Collectors.toUnmodifiableMap(Receiver::name, Function.identity()));
        Map<String, Duration> within = new HashMap<>();
        for (ReplyRule rule : rules.rules()) {
            Duration time = rule.written().within();
            if (time != null) {
                within.put(rule.name(), time);
            }
        }
        this.counted = Map.copyOf(within);
    }

    private static Pace.Times times(TrafficSettings settings) {
        requirePositive("pause", settings.pause());
        requirePositive("raise-after", settings.raiseAfter());
        if (settings.pauseMost().compareTo(settings.pause()) < 0) {
            throw new IllegalArgumentException(
                    "papertide.traffic.pause-most: must not be shorter than pause");
        }
        return new Pace.Times(settings.pause(), settings.pauseMost(), settings.raiseAfter());
    }

    private static void requirePositive(String name, Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("papertide.traffic." + name + ": must be positive");
        }
    }

    private static Pace.Limits limits(OptionalInt connections, OptionalInt perMinute) {
        if (connections.orElse(1) < 1 || perMinute.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "papertide.traffic: connections and per-minute must be at least 1");
        }
        return new Pace.Limits(
                connections.orElse(Integer.MAX_VALUE),
                perMinute.isPresent()
                        ? perMinute.getAsInt() / SECONDS_IN_MINUTE
                        : Double.POSITIVE_INFINITY);
    }

    /** The stricter of both. */
    private Pace.Limits limits(String group) {
        Receiver receiver = receivers.get(group);
        if (receiver == null) {
            return usual;
        }
        Pace.Limits own = limits(receiver.connections(), receiver.perMinute());
        return new Pace.Limits(
                Math.min(own.connections(), usual.connections()),
                Math.min(own.perSecond(), usual.perSecond()));
    }

    /** Now. The paces go on as they were if the clock was set back. */
    private Instant now() {
        Instant now = clock.instant();
        Duration back = Duration.between(now, lastSeen);
        lastSeen = now;
        if (back.compareTo(SET_BACK) > 0) {
            swept = Instant.EPOCH;
            paces.values().forEach(pace -> pace.setBack(back));
        }
        return now;
    }

    /** Of the clock that is never set, since this began. */
    private double seconds() {
        return (nanos.getAsLong() - begun) / NANOS_IN_SECOND;
    }

    // ---- May it go?

    /** The group of an address's domain. */
    public String groupOf(String address) {
        return groups.of(domainOf(address));
    }

    /**
     * Runs an action, on a thread of its own, if the DNS says now that an address's domain is not
     * there, or takes no mail, and not so of the last one that took a mail. Never waits; nothing is
     * done where too many questions are under way, too many domains were gone within the hour, or
     * the DNS is not asked.
     */
    public void whenGone(String address, Runnable action) {
        groups.whenGone(domainOf(address), action);
    }

    /** The domain of an address. */
    public static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** The receivers that are known by name. */
    public Set<String> receivers() {
        return receivers.keySet();
    }

    /** The receiver of an address, if it is known by name, or {@link #OTHER}: there are few. */
    public String receiverOf(String address) {
        String group = groupOf(address);
        return receivers.containsKey(group) ? group : OTHER;
    }

    /**
     * Whether mails of this group have to wait now, as far as can be said before one is written.
     */
    public synchronized boolean waits(String group) {
        Pace pace = paces.get(group);
        return (pace != null && !pace.hasTime(now())) || !late.hasRoom(group, seconds());
    }

    /** Asks leave to send one mail; empty if it has to wait. */
    public synchronized Optional<Pass> ask(String group, String address) {
        Instant now = now();
        double seconds = seconds();
        Pace pace = pace(group, now);
        if (!late.hasRoom(group, seconds) || (pace != null && !pace.take(now))) {
            return Optional.empty();
        }
        int pauses = pace == null ? 0 : pace.pausesSoFar();
        return Optional.of(new Pass(group, address, pauses, late.begun(group, seconds)));
    }

    /** Whether mails of this group take long: those of others go before them. */
    public synchronized boolean isLate(String group) {
        return late.isLate(group, seconds());
    }

    /** From now on a server is waited for: what follows is the receiver's time. */
    public void asked(Pass pass) {
        pass.place().asked(seconds());
    }

    /** Null if there are too many already. */
    private @Nullable Pace pace(String group, Instant now) {
        Pace pace = paces.get(group);
        if (pace != null) {
            return pace;
        }
        if (swept.plus(SWEEP).isBefore(now)) {
            sweep(now);
        }
        if (paces.size() >= MAX_GROUPS) {
            return null;
        }
        Pace fresh = new Pace(limits(group), times);
        paces.put(group, fresh);
        return fresh;
    }

    private void sweep(Instant now) {
        swept = now;
        paces.values()
                .removeIf(pace -> {
                    pace.forgetMatches(counted, now);
                    return pace.isIdle(now);
                });
        reasons.keySet().retainAll(paces.keySet());
        late.forget(seconds());
    }

    // ---- What was answered?

    /**
     * Learns from what became of a mail.
     *
     * @return the same, with the meaning that the rules give to a refusal
     */
    public SendOutcome ended(Pass pass, SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted _ -> {
                accepted(pass);
                yield outcome;
            }
            case SendOutcome.Refused(SmtpReply reply, ReplyClass _) ->
                    new SendOutcome.Refused(reply, refused(pass, reply).meaning());
            // Nobody knows what its receiver thinks of it.
            case SendOutcome.RefusedByRelay _,
                    SendOutcome.NotSent _,
                    SendOutcome.NotRecorded _,
                    SendOutcome.Lost _,
                    SendOutcome.Unfit _,
                    SendOutcome.NotOurs _ -> {
                unused(pass);
                yield outcome;
            }
        };
    }

    /** The server has the mail. */
    void accepted(Pass pass) {
        groups.tookMail(domainOf(pass.address()));
        taken(pass);
    }

    private synchronized void taken(Pass pass) {
        Pace pace = release(pass);
        if (pace != null) {
            report(pass.group(), pace, pace.accepted(now(), pass.pauses()), "");
        }
    }

    /** The mail was not sent. */
    public synchronized void unused(Pass pass) {
        release(pass);
    }

    /** Gives its place back; null if nothing is remembered of its group. */
    private @Nullable Pace release(Pass pass) {
        late.ended(pass.place(), seconds());
        Pace pace = paces.get(pass.group());
        if (pace != null) {
            pace.release();
        }
        return pace;
    }

    /** The server refused the mail; says what that means. */
    RefusalMeaning refused(Pass pass, SmtpReply reply) {
        // Outside of the lock: it takes longer than all else here.
        return refused(pass, reply, rules.matching(reply, pass.group()));
    }

    private synchronized RefusalMeaning refused(
            Pass pass, SmtpReply reply, List<ReplyRule> matching) {
        Instant now = now();
        String group = pass.group();
        Pace pace = release(pass);
        if (pace == null) {
            return ReplyRules.read(reply, matching, _ -> false);
        }
        RefusalMeaning refusal =
                ReplyRules.read(reply, matching, rule -> pace.isReached(rule, now));
        Pace.Change change =
                switch (refusal.forGroup()) {
                    case RefusalMeaning.ForGroup.Nothing() -> Pace.Change.NONE;
                    case RefusalMeaning.ForGroup.Slow() -> pace.slow(now);
                    case RefusalMeaning.ForGroup.Doubt() ->
                            pace.doubt(now, domainOf(pass.address()));
                    case RefusalMeaning.ForGroup.Pause(Optional<Duration> time) ->
                            pace.pause(now, time.orElse(null));
                };
        // Servers quote the address, or a part of it.
        report(group, pace, change, Unnamed.of(reply.summary(), pass.address()));
        return refusal;
    }

    private void report(String group, Pace pace, Pace.Change change, String reason) {
        switch (change) {
            case NONE -> {}
            case SLOWED -> {
                reasons.put(group, reason);
                listener.slowed(group, pace.perSecond() * SECONDS_IN_MINUTE, reason);
            }
            case DOUBTED -> listener.doubted(group, reason);
            case PAUSED -> {
                reasons.put(group, reason);
                listener.paused(group, pace.pausedUntil(), reason);
            }
            case FREE -> {
                reasons.remove(group);
                listener.freed(group);
            }
        }
    }

    // ---- Mails that wait

    /** Mails of these groups are parked in the ledger. */
    public synchronized void parked(Collection<String> some) {
        parked.addAll(some);
    }

    /**
     * How many parked mails of each group may be taken up now; of all late groups one mail, for the
     * next would wait behind it. Those groups count as empty until they are reported again.
     *
     * @param perConnection how many a connection takes at once
     * @param atMost in all
     */
    public synchronized Map<String, Integer> free(int perConnection, int atMost) {
        if (parked.isEmpty()) {
            return Map.of();
        }
        Instant now = now();
        Map<String, Integer> free = new LinkedHashMap<>();
        int left = atMost;
        int leftForLate = 1;
        for (String group : List.copyOf(parked)) {
            Pace pace = paces.get(group);
            int some = pace == null ? left : pace.free(now, perConnection, left);
            if (late.isLate(group, seconds())) {
                some = late.hasRoom(group, seconds()) ? Math.min(some, leftForLate) : 0;
                leftForLate -= some;
            }
            if (some > 0) {
                free.put(group, some);
                parked.remove(group);
                left -= some;
            }
            if (left == 0) {
                break;
            }
        }
        return free;
    }

    // ---- For the operator

    /** The groups that are paused now. */
    public synchronized List<Paused> paused() {
        Instant now = now();
        return paces.entrySet().stream()
                .filter(entry -> entry.getValue().isPaused(now))
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        new Paused(
                                entry.getKey(),
                                entry.getValue().pausedUntil(),
                                reasons.getOrDefault(entry.getKey(), "")))
                .toList();
    }

    /** How many groups are slowed, but not paused. */
    public synchronized long slowed() {
        Instant now = now();
        return paces.values().stream()
                .filter(pace -> pace.isSlowed() && !pace.isPaused(now))
                .count();
    }

    /** How many groups refused a mail by policy of late, took none since and are not paused. */
    public synchronized long doubted() {
        Instant now = now();
        return paces.values().stream()
                .filter(pace -> pace.isDoubted(now) && !pace.isPaused(now))
                .count();
    }

    /**
     * How many groups take long for their mails, of those that held more than a few connections.
     */
    public synchronized long late() {
        return late.count(seconds());
    }

    /** How many groups are remembered. */
    synchronized int remembered() {
        return paces.size();
    }
}
