package org.papertide.notify.edition;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/**
 * Freezes the audience of digests: those whose slot has come, or, when an operator asks, everyone.
 *
 * <p>Periods and slots are reckoned in Java, per distinct timezone and hour of those due, for
 * PostgreSQL may know other timezones than we let in; the rows are then written in one statement.
 */
public final class EditionPlanner {

    private static final Logger LOG = Logger.getLogger(EditionPlanner.class);

    private static final String PLAN =
            """
            insert into delivery (edition_id, subscription_id, subscriber_id, local_period, state,
                reason, priority, settled_at)
            select ?, a.id, a.subscriber_id,
                case when a.exclusion is null then a.period end,
                case when a.exclusion is null then 'PLANNED' else 'EXCLUDED' end,
                a.exclusion, ?, case when a.exclusion is null then null else ?::timestamptz end
            from (
                select s.id, s.subscriber_id, g.period,
                    case when x.address_hash is not null then ?
                        when exists (select from delivery d where d.subscription_id = s.id
                            and d.local_period = g.period) then ? end as exclusion
                from subscription s
                join subscriber p on p.id = s.subscriber_id
                left join suppression x on x.address_hash = p.address_hash
                join unnest(?, ?, ?) as g(timezone, hour, period)
                    on g.timezone = s.timezone and g.hour = s.hour
                where s.state = 'ACTIVE' and s.frequency = ? and s.next_slot <= ?) a
            on conflict do nothing
            """;

    /** Later than any slot, and still a date for PostgreSQL. */
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    /** Those who share a slot: same frequency, timezone and hour. */
    private record Group(Frequency frequency, ZoneId zone, int hour) {}

    private record Slot(Frequency frequency, Instant at) {}

    private final Database database;
    private final EditionSettings settings;
    private final DigestSchedule schedule;
    private final Clock clock;

    public EditionPlanner(
            Database database, EditionSettings settings, DigestSchedule schedule, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Plans what is due and moves everyone due to their next slot. A slot that is too old, after
     * downtime, is skipped; of several missed ones only the last is served.
     *
     * @return how many editions have new mails
     */
    public int planDue() {
        return database.inTransaction(session -> {
            Instant now = clock.instant();
            if (groups(session, now).isEmpty()) {
                return 0;
            }
            Editions.lockPlanning(session);
            return planDue(session, now);
        });
    }

    private int planDue(StatelessSession session, Instant now) {
        List<Group> due = groups(session, now);
        Map<Slot, List<Group>> slots = new LinkedHashMap<>();
        for (Group group : due) {
            Instant at = schedule.latest(group.frequency(), group.zone(), group.hour(), now);
            Duration late = Duration.between(at, now);
            if (late.compareTo(settings.catchUp(kind(group.frequency()))) <= 0) {
                slots.computeIfAbsent(new Slot(group.frequency(), at), _ -> new ArrayList<>())
                        .add(group);
            } else {
                LOG.warnf("a %s slot of %s is skipped, it is too old", group.frequency(), at);
            }
        }
        slots.forEach((slot, groups) -> {
            long edition = edition(session, key(slot, "slot"), slot, now);
            plan(session, edition, slot, groups, now);
        });
        due.forEach(group -> moveOn(session, group, now));
        return slots.size();
    }

    /**
     * Plans an edition for everyone of this frequency, now. Repeated, it answers the edition
     * planned the first time. Whoever had a mail in the same local period is excluded.
     *
     * @return the edition's id
     */
    public long planNow(Frequency frequency, Instant asOf) {
        return database.inTransaction(session -> {
            Editions.lockPlanning(session);
            Instant now = clock.instant();
            Slot slot = new Slot(frequency, asOf);
            String key = key(slot, "operator");
            return Editions.find(session, key)
                    .orElseGet(() -> {
                        long edition = edition(session, key, slot, now);
                        List<Group> all =
                                groups(session, FAR).stream()
                                        .filter(g -> g.frequency() == frequency)
                                        .toList();
                        plan(session, edition, slot, all, FAR);
                        return edition;
                    });
        });
    }

    /**
     * @param dueUntil only those whose next slot is not later, found by its index; or {@link #FAR}
     */
    private static List<Group> groups(StatelessSession session, Instant dueUntil) {
        return Sql.rows(
                session,
                "select distinct frequency, timezone, hour from subscription"
                        + " where state = 'ACTIVE' and next_slot <= ? order by 1, 2, 3",
                row ->
                        new Group(
                                Frequency.valueOf(row.getString("frequency")),
                                ZoneId.of(row.getString("timezone")),
                                row.getInt("hour")),
                dueUntil);
    }

    /** The edition of this key, made if there is none; its composing begins or begins again. */
    private long edition(StatelessSession session, String key, Slot slot, Instant now) {
        MailKind kind = kind(slot.frequency());
        return Editions.create(
                        session, key, kind, slot.at(), now, now.plus(settings.lifetime(kind)))
                .or(() ->
                        Sql.first(
                                session,
                                "update edition set composed_at = null, closed_at = null"
                                        + " where edition_key = ? returning id",
                                row -> row.getLong(1),
                                key))
                .orElseThrow();
    }

    /**
     * @param dueUntil only those whose next slot is not later; {@link #FAR} for all
     */
    private void plan(
            StatelessSession session,
            long edition,
            Slot slot,
            List<Group> groups,
            Instant dueUntil) {
        Instant now = clock.instant();
        int rows =
                Sql.update(
                        session,
                        PLAN,
                        edition,
                        kind(slot.frequency()).priority(),
                        now,
                        Exclusions.SUPPRESSED,
                        Exclusions.ALREADY_MAILED,
                        groups.stream().map(g -> g.zone().getId()).toArray(String[]::new),
                        groups.stream().map(Group::hour).toArray(Integer[]::new),
                        groups.stream()
                                .map(g -> schedule.period(g.frequency(), g.zone(), slot.at()))
                                .toArray(String[]::new),
                        slot.frequency(),
                        dueUntil);
        LOG.infof("edition %d, %s of %s: %d planned", edition, slot.frequency(), slot.at(), rows);
    }

    private void moveOn(StatelessSession session, Group group, Instant now) {
        Sql.update(
                session,
                "update subscription set next_slot = ? where state = 'ACTIVE' and frequency = ?"
                        + " and timezone = ? and hour = ? and next_slot <= ?",
                schedule.next(group.frequency(), group.zone(), group.hour(), now),
                group.frequency(),
                group.zone().getId(),
                group.hour(),
                now);
    }

    private static String key(Slot slot, String by) {
        return slot.frequency() + "/" + slot.at() + "/" + by;
    }

    private static MailKind kind(Frequency frequency) {
        return switch (frequency) {
            case DAILY -> MailKind.DAILY;
            case WEEKLY -> MailKind.WEEKLY;
            case INSTANT -> throw new IllegalArgumentException("alerts are no digests");
        };
    }
}
