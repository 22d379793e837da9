package org.papertide.notify.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Leaves half of the connections to others where receivers answer late: mails that take seconds
 * each would come to hold all connections, and those of all other groups would wait. All times are
 * in seconds, of a clock that is never set. Not safe for several threads.
 *
 * <p>A group is late if its last mails took a second or more on average, and four times what mails
 * take usually; or if half of those under way have taken as long by now, so that a group that hangs
 * is seen before its mails end. Usual is what quick mails take, and the first mail of a group of
 * which nothing is known: a relay that is slow to all makes nobody late, and late groups do not
 * hide each other.
 *
 * <p>While others begin mails, all late groups together hold half of the connections at most, and
 * divide them. When nobody else has, they may hold all.
 *
 * <p>Rejected: a share for each late group, of which several hold all connections; a bound in
 * seconds alone, which takes a slow relay for a slow receiver; a comparison of each group with the
 * others, in which the greatest is compared with nobody; a mean over a time, in which a thousand
 * quick mails hide that the receiver has stopped to answer.
 */
final class LateGroups {

    /** Fewer connections cannot be shared: each holds one mail, and the next behind it. */
    static final int FEWEST_CONNECTIONS = 4;

    /** A mail that takes less holds no connection that others would miss. */
    static final double LATE = 1;

    /** So often what is usual is late. */
    private static final double TIMES_USUAL = 4;

    /** A relay that takes more for each mail is beyond what is told from a late receiver. */
    private static final double MOST_USUAL = 2 * LATE;

    /** What is usual is found in few quick mails, and lost in many slow ones. */
    private static final int DOWN = 4;

    private static final int UP = 16;

    /** The mean is of so many mails: a receiver that changes its manners is soon seen. */
    private static final int LAST_MAILS = 4;

    /** A mail that hung for minutes counts as so often what is late: it says little of the next. */
    private static final double MOST_TIMES_LATE = 4;

    /** Who holds no more is not worth dividing for, nor to be told of. */
    private static final int FEW = 2;

    /** Others have mails if one of theirs has begun within it. */
    static final double LATELY = 10;

    /** The operator is told of who is late for so long, so not of a stall of the relay ... */
    static final double TELL_AFTER = 10;

    /** ... and once in so long. */
    private static final double TELL_AGAIN = TimeUnit.HOURS.toSeconds(1);

    /** After such a rest nobody knows whether a group is late. */
    static final double REMEMBERED = TimeUnit.MINUTES.toSeconds(10);

    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final int ALL = Integer.MAX_VALUE;

    /** What a mail under way holds. */
    static final class Place {

        private final String name;
        private final Group group;
        private final boolean isFirst;
        private volatile double askedAt = NEVER;

        private Place(String name, Group group, boolean isFirst) {
            this.name = name;
            this.group = group;
            this.isFirst = isFirst;
        }

        /** From now on the server is waited for: what was before was no receiver's time. */
        void asked(double now) {
            if (askedAt == NEVER) {
                askedAt = now;
            }
        }

        /** For how long its server has been waited for; negative if it was not. */
        private double took(double now) {
            return now - askedAt;
        }
    }

    /** A group that has mails under way, or was late. */
    private static final class Group {

        private final List<Place> places = new ArrayList<>();
        private int most;
        private int ended;
        private double mean;
        private double endedAt;
        private double lateSince = NEVER;

        boolean isLate(double from, double now) {
            return mean >= from
                    || (!places.isEmpty()
                            && 2 * places.stream().filter(each -> each.took(now) >= from).count()
                                    >= places.size());
        }

        void ended(double took, double from) {
            ended = Math.min(ended + 1, LAST_MAILS);
            mean += (Math.min(took, MOST_TIMES_LATE * from) - mean) / ended;
        }

        boolean isGreat() {
            return most > FEW;
        }
    }

    private final int connections;
    private final Traffic.Listener listener;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Double> told = new HashMap<>();
    private double usual;
    private double othersBeganAt = -NEVER;

    /**
     * @param connections that all groups share
     */
    LateGroups(int connections, Traffic.Listener listener) {
        this.connections = connections;
        this.listener = listener;
    }

    // ---- Who is late

    boolean isLate(String name, double now) {
        Group group = groups.get(name);
        return group != null && isLate(group, now);
    }

    private boolean isLate(Group group, double now) {
        return connections >= FEWEST_CONNECTIONS && group.isLate(lateFrom(), now);
    }

    private double lateFrom() {
        return Math.max(LATE, TIMES_USUAL * usual);
    }

    /** How many groups are late, of those that have held more than a few connections. */
    long count(double now) {
        forget(now);
        return groups.values().stream()
                .filter(group -> group.isGreat() && isLate(group, now))
                .count();
    }

    /** Forgets the groups that are at rest for long. */
    void forget(double now) {
        groups.values()
                .removeIf(group -> group.places.isEmpty() && now - group.endedAt > REMEMBERED);
    }

    // ---- What it may hold

    /** Whether one more mail of this group may be under way. */
    boolean hasRoom(String name, double now) {
        Group group = groups.get(name);
        return group == null || group.places.size() < share(name, group, now);
    }

    private int share(String name, Group group, double now) {
        if (!isLate(group, now)) {
            group.lateSince = NEVER;
            return ALL;
        }
        group.lateSince = Math.min(group.lateSince, now);
        if (now - othersBeganAt > LATELY) {
            return ALL;
        }
        if (group.isGreat() && now - group.lateSince >= TELL_AFTER) {
            tell(name, now);
        }
        int half = connections / 2;
        int held = 0;
        int great = 0;
        for (Group each : groups.values()) {
            if (isLate(each, now)) {
                held += each.places.size();
                great += each.isGreat() && !each.places.isEmpty() ? 1 : 0;
            }
        }
        int free = Math.max(0, half - held);
        return Math.min(Math.max(FEW, half / Math.max(1, great)), group.places.size() + free);
    }

    private void tell(String name, double now) {
        told.values().removeIf(at -> now - at >= TELL_AGAIN);
        if (told.putIfAbsent(name, now) == null) {
            listener.late(name);
        }
    }

    // ---- What happens

    /** A mail of this group begins. */
    Place begun(String name, double now) {
        Group known = groups.get(name);
        Group group = known == null ? new Group() : known;
        if (!isLate(group, now)) {
            othersBeganAt = now;
        }
        Place place = new Place(name, group, known == null);
        group.places.add(place);
        group.most = Math.max(group.most, group.places.size());
        groups.put(name, group);
        return place;
    }

    /** It has ended; it counts if its server was asked. */
    void ended(Place place, double now) {
        Group group = place.group;
        group.places.remove(place);
        group.endedAt = now;
        double took = place.took(now);
        if (took >= 0) {
            if (place.isFirst || took < LATE) {
                double change = Math.min(took, MOST_USUAL) - usual;
                usual += change / (change < 0 ? DOWN : UP);
            }
            group.ended(took, lateFrom());
        }
        if (group.places.isEmpty() && group.mean < LATE) {
            groups.remove(place.name, group);
        }
    }
}
