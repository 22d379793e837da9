package org.papertide.notify.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast mails go to one group. Multiplicative decrease, additive increase, as TCP has it (Chiu
 * and Jain 1989), in mails per second and in connections. Not safe for several threads.
 *
 * <p>A group without limits has rate and connections without bound. A first refusal that says "too
 * fast" takes what went lately for the measure.
 */
final class Pace {

    /** One mail a minute: slower than that is a pause. */
    static final double SLOWEST = 1.0 / 60;

    /** Refusals of mails that were under way together are one sign, not many. */
    static final Duration ONE_SIGN = Duration.ofSeconds(2);

    /** Refusals of so many mails mean the rate, not a mail. */
    private static final double MANY_REFUSED = 1.0 / 10;

    /** After signs in a row: this long, twice as long each time, up to the longest. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    /** What went lately is counted over this time. */
    private static final Duration MEASURED = Duration.ofSeconds(10);

    /** A step up, as a part of what went before the last refusal. */
    private static final double STEP = 1.0 / 20;

    /** After a pause: a tenth of what went before it. */
    private static final double AFTER_PAUSE = 1.0 / 10;

    /** Mails that may go at once, in seconds of the rate. */
    private static final double BURST_SECONDS = 1;

    /** Before any mail. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    /** A connection announces a mail while the one before is under way. */
    private static final int LEAST_UNDER_WAY = 2;

    private static final int MANY = Integer.MAX_VALUE;

    /** Refusals in a row that mean us, though all were of one domain. */
    static final int REFUSED_IN_A_ROW = 10;

    /** Doubts are remembered for so long, and told once in so long. */
    private static final Duration DOUBTED = Duration.ofHours(1);

    /** Limits that a group never exceeds; without one: infinite, {@link Integer#MAX_VALUE}. */
    record Limits(int connections, double perSecond) {}

    /** The times that the settings give. */
    record Times(Duration pause, Duration pauseMost, Duration raiseAfter) {}

    /** What has changed by an answer. */
    enum Change {
        NONE,
        /** It is slowed, and was not before. */
        SLOWED,
        /** It refused by policy, is not paused, and that was not told within the last hour. */
        DOUBTED,
        /** It is paused, and was not before. */
        PAUSED,
        /** It is as free as if there had been no refusal. */
        FREE
    }

    private final Limits limits;
    private final Times times;
    private double perSecond;
    private int connections;
    private int underWay;
    private Instant next = LONG_AGO;

    private Instant windowBegan = LONG_AGO;
    private int inWindow;
    private double lastRate;
    private int mostUnderWay;

    private @Nullable Instant slowedAt;
    private int signsInARow;
    private int takenSince;
    private Instant raisedAt = LONG_AGO;

    /** What went before the last refusal. */
    private double ceiling;

    private Instant pausedUntil = LONG_AGO;
    private int pauses;

    /** Never forgotten. */
    private int pausesSoFar;

    private boolean asking;

    /**
     * Refusals since a mail was taken that may be for a recipient's sake, and the first's domain.
     */
    private int refusedInARow;

    private @Nullable String refusedDomain;
    private boolean isOfSeveral;
    private Instant refusedAt = LONG_AGO;
    private Instant doubtToldAt = LONG_AGO;

    private final Map<String, Deque<Instant>> matches = new HashMap<>();

    Pace(Limits limits, Times times) {
        this.limits = limits;
        this.times = times;
        this.perSecond = limits.perSecond();
        this.connections = limits.connections();
    }

    // ---- May a mail go?

    boolean isPaused(Instant now) {
        return now.isBefore(pausedUntil);
    }

    boolean isSlowed() {
        return slowedAt != null || pauses > 0;
    }

    int pausesSoFar() {
        return pausesSoFar;
    }

    Instant pausedUntil() {
        return pausedUntil;
    }

    double perSecond() {
        return perSecond;
    }

    /** Nothing is under way, and nothing is worth remembering. */
    boolean isIdle(Instant now) {
        return underWay == 0
                && !isSlowed()
                && !isPaused(now)
                && matches.isEmpty()
                && !now.isBefore(refusedAt.plus(DOUBTED))
                && !next.isAfter(now)
                && windowBegan.isBefore(now.minus(MEASURED));
    }

    /** Whether a mail may go now, whatever is under way: what claims ask. */
    boolean hasTime(Instant now) {
        return !isPaused(now) && !(asking && underWay > 0) && isDue(now);
    }

    /** Takes a place for one mail; false if it has to wait. */
    boolean take(Instant now) {
        if (!hasTime(now) || underWay >= connections) {
            return false;
        }
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        count(now);
        if (perSecond < Double.POSITIVE_INFINITY) {
            Instant from = next.isAfter(now) ? next : now;
            next = from.plus(interval());
        }
        return true;
    }

    /** How many mails could go now, at most so many. */
    int free(Instant now, int perConnection, int atMost) {
        if (isPaused(now)) {
            return 0;
        }
        if (asking) {
            return underWay > 0 ? 0 : 1;
        }
        // With one place the next mail has to wait until the one before has ended.
        int mails = connections < LEAST_UNDER_WAY ? 1 : perConnection;
        long places = (long) Math.max(connections - underWay, 0) * mails;
        double byRate = Double.POSITIVE_INFINITY;
        if (perSecond < Double.POSITIVE_INFINITY) {
            double debt = next.isAfter(now) ? seconds(Duration.between(now, next)) : 0;
            byRate = Math.floor((tolerance() - debt) * perSecond + 1 + 1e-6);
        }
        return (int) Math.clamp(Math.min((double) places, byRate), 0, atMost);
    }

    private boolean isDue(Instant now) {
        return perSecond == Double.POSITIVE_INFINITY
                || !next.isAfter(now.plus(ofSeconds(tolerance())));
    }

    /** A second's mails may go together, a single one always. */
    private double tolerance() {
        return Math.max(0, BURST_SECONDS - 1 / perSecond);
    }

    private Duration interval() {
        return ofSeconds(1 / perSecond);
    }

    private void count(Instant now) {
        roll(now);
        inWindow++;
    }

    private void roll(Instant now) {
        Duration age = Duration.between(windowBegan, now);
        if (age.compareTo(MEASURED) >= 0) {
            lastRate = inWindow / seconds(age);
            windowBegan = now;
            inWindow = 0;
            mostUnderWay = underWay;
        }
    }

    /** Mails per second of late. */
    private double recentRate(Instant now) {
        double age = seconds(Duration.between(windowBegan, now));
        return Math.max(SLOWEST, Math.max(lastRate, inWindow / Math.max(age, 1)));
    }

    /** The clock was set back by so much: what was to last until an instant lasts no longer. */
    void setBack(Duration by) {
        next = next.minus(by);
        windowBegan = windowBegan.minus(by);
        raisedAt = raisedAt.minus(by);
        pausedUntil = pausedUntil.minus(by);
        refusedAt = refusedAt.minus(by);
        doubtToldAt = doubtToldAt.minus(by);
        if (slowedAt != null) {
            slowedAt = slowedAt.minus(by);
        }
        matches.replaceAll((_, seen) ->
                new ArrayDeque<>(seen.stream().map(instant -> instant.minus(by)).toList()));
    }

    // ---- What was answered

    /** The mail's place is free again, whatever became of the mail. */
    void release() {
        underWay = Math.max(0, underWay - 1);
    }

    /**
     * A mail was taken.
     *
     * @param pausesBefore when it got its place: one that was under way when a pause began does not
     *     answer what the first after the pause asks
     */
    Change accepted(Instant now, int pausesBefore) {
        if (pausesBefore == pausesSoFar) {
            asking = false;
        }
        refusedInARow = 0;
        refusedDomain = null;
        isOfSeveral = false;
        Instant sign = slowedAt;
        if (sign != null && !now.isBefore(sign.plus(ONE_SIGN))) {
            takenSince++;
        }
        if (!isSlowed() || now.isBefore(raisedAt.plus(times.raiseAfter()))) {
            return Change.NONE;
        }
        raisedAt = now;
        perSecond = Math.min(limits.perSecond(), perSecond + ceiling * STEP);
        connections = connections == MANY ? MANY : Math.min(limits.connections(), connections + 1);
        // Twice of what was too much once, or the limit: nobody minds any more.
        if (perSecond >= Math.min(2 * ceiling, limits.perSecond())) {
            forget();
            return Change.FREE;
        }
        return Change.NONE;
    }

    private void forget() {
        slowedAt = null;
        signsInARow = 0;
        takenSince = 0;
        pauses = 0;
        ceiling = 0;
        perSecond = limits.perSecond();
        connections = limits.connections();
        next = LONG_AGO;
    }

    /**
     * Too fast. The first sign halves at once. A second one in a row halves again, and from then on
     * each waits for longer, for a limit of a minute refuses everything until the minute is over:
     * without that the rate would fall to nothing. A sign among many mails that were taken is one
     * mail's, and slows a little.
     */
    Change slow(Instant now) {
        Instant before = slowedAt;
        if (before != null && now.isBefore(before.plus(ONE_SIGN))) {
            return Change.NONE;
        }
        boolean first = !isSlowed();
        signsInARow = !first && takenSince == 0 ? signsInARow + 1 : 0;
        double share = 1.0 / (1 + takenSince);
        if (first || signsInARow == 1 || (signsInARow == 0 && share >= MANY_REFUSED)) {
            halve(now);
        } else if (signsInARow == 0) {
            perSecond = Math.max(SLOWEST, perSecond * (1 - share / 2));
        }
        // What is under way is still to be answered.
        Duration pause = interval().compareTo(ONE_SIGN) < 0 ? ONE_SIGN : interval();
        if (signsInARow > 0) {
            raisedAt = now;
            long times = 1L << Math.min(signsInARow - 1, MOST_DOUBLINGS);
            Duration longer = AGAIN.multipliedBy(times);
            pause = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
        }
        takenSince = 0;
        slowedAt = now;
        Instant soonest = now.plus(pause);
        next = next.isAfter(soonest) ? next : soonest;
        return first ? Change.SLOWED : Change.NONE;
    }

    private void halve(Instant now) {
        ceiling = Math.min(perSecond, recentRate(now));
        perSecond = Math.max(SLOWEST, ceiling / 2);
        int busy = Math.min(connections, mostUnderWay);
        connections = Math.min(limits.connections(), Math.max(LEAST_UNDER_WAY, busy / 2));
        raisedAt = now;
    }

    /**
     * Refused by policy, for whosever sake: a pause if mails to two domains were, and none was
     * taken in between, or many to one.
     */
    Change doubt(Instant now, String domain) {
        if (refusedDomain == null) {
            refusedDomain = domain;
        }
        refusedInARow++;
        refusedAt = now;
        isOfSeveral |= !refusedDomain.equals(domain);
        if (isOfSeveral || refusedInARow >= REFUSED_IN_A_ROW) {
            return pause(now, null);
        }
        if (now.isBefore(doubtToldAt.plus(DOUBTED))) {
            return Change.NONE;
        }
        doubtToldAt = now;
        return Change.DOUBTED;
    }

    /** It refused by policy of late, and has taken nothing since. */
    boolean isDoubted(Instant now) {
        return refusedInARow > 0 && now.isBefore(refusedAt.plus(DOUBTED));
    }

    /**
     * Refused by policy.
     *
     * @param time how long to pause; null for the usual time
     */
    Change pause(Instant now, @Nullable Duration time) {
        boolean wasPaused = isPaused(now);
        if (time != null) {
            Instant until = now.plus(time);
            pausedUntil = until.isAfter(pausedUntil) ? until : pausedUntil;
        } else if (!wasPaused) {
            pausedUntil = now.plus(usualPause());
        }
        if (!wasPaused) {
            if (!isSlowed()) {
                ceiling = Math.min(perSecond, recentRate(now));
            }
            pauses++;
            pausesSoFar++;
            perSecond = Math.max(SLOWEST, ceiling * AFTER_PAUSE);
            connections = Math.min(limits.connections(), LEAST_UNDER_WAY);
            raisedAt = now;
            next = LONG_AGO;
            asking = true;
        }
        return wasPaused ? Change.NONE : Change.PAUSED;
    }

    private Duration usualPause() {
        Duration pause = times.pause();
        for (int i = 0; i < pauses && pause.compareTo(times.pauseMost()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(times.pauseMost()) < 0 ? pause : times.pauseMost();
    }

    /**
     * Counts a match of a rule, those that come together as one; true from the so-manieth within
     * its time on.
     */
    boolean isReached(ReplyRule rule, Instant now) {
        Duration within = rule.written().within();
        Deque<Instant> seen = matches.computeIfAbsent(rule.name(), _ -> new ArrayDeque<>());
        if (within != null) {
            while (!seen.isEmpty() && !seen.getFirst().plus(within).isAfter(now)) {
                seen.removeFirst();
            }
        }
        Instant last = seen.peekLast();
        if (last == null || !now.isBefore(last.plus(ONE_SIGN))) {
            seen.addLast(now);
        }
        if (seen.size() > rule.times()) {
            seen.removeFirst();
        }
        return seen.size() >= rule.times();
    }

    /** Forgets matches that count no more. */
    void forgetMatches(Map<String, Duration> within, Instant now) {
        matches.entrySet()
                .removeIf(entry -> {
                    Duration time = within.get(entry.getKey());
                    Instant last = entry.getValue().peekLast();
                    return time == null || last == null || !last.plus(time).isAfter(now);
                });
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
