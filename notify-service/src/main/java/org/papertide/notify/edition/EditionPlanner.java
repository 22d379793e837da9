package org.papertide.notify.edition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.subscription.SlotGroup;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;
import org.papertide.platform.tracing.Traces;

/**
 * Freezes the audience of digests: those whose slot has come, or, when an operator asks, everyone.
 *
 * <p>Periods and slots are reckoned in Java, per distinct timezone and hour of those due, for
 * PostgreSQL may know other timezones than we let in; the rows are then written in one statement.
 */
@Singleton
public final class EditionPlanner {

    private static final Logger LOG = Logger.getLogger(EditionPlanner.class);

    /** Later than any slot, and still a date for PostgreSQL. */
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    /** The end of the keys of editions that an operator asked for. */
    static final String BY_OPERATOR = "/operator";

    private static final String BY_SLOT = "/slot";

    private static final String PLAN = "plan a digest";

    private record Slot(Frequency frequency, Instant at) {}

    private final Database database;
    private final EditionSettings settings;
    private final DigestSchedule schedule;
    private final Traces traces;
    private final Clock clock;
    private final EditionByEdition oneByOne = new EditionByEdition("planning");

    public EditionPlanner(
            Database database,
            EditionSettings settings,
            DigestSchedule schedule,
            Traces traces,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.schedule = schedule;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Plans what is due and moves everyone due to their next slot. A slot that is too old, after
     * downtime, is skipped; of several missed ones only the last is served. What is left over of a
     * reader's alerts comes at the next one then.
     *
     * @return how many editions have new mails
     */
    public int planDue() {
        return database.inTransaction(session -> {
            Instant now = clock.instant();
            if (new SubscriptionRepository_(session).due(now).isEmpty()) {
                return 0;
            }
            new EditionRepository_(session).lock(EditionRepository.PLANNING);
            return planDue(session, now);
        });
    }

    private int planDue(StatelessSession session, Instant now) {
        // Who is served as often as only a later release knows, waits for that.
        Map<SlotGroup, Frequency> due = new LinkedHashMap<>();
        new SubscriptionRepository_(session)
                .due(now)
                .forEach(group ->
                        group.frequency().ifPresent(frequency -> due.put(group, frequency)));
        Map<Slot, List<SlotGroup>> slots = new LinkedHashMap<>();
        due.forEach((group, frequency) -> {
            Instant at = schedule.latest(digest(frequency), group.zone(), group.hour(), now);
            Duration late = Duration.between(at, now);
            if (late.compareTo(settings.catchUp(kind(frequency))) <= 0) {
                slots.computeIfAbsent(new Slot(frequency, at), _ -> new ArrayList<>()).add(group);
            } else {
                LOG.warnf("Skipped an overdue slot. frequency=%s at=%s", frequency, at);
            }
        });
        slots.forEach((slot, groups) -> {
            try (Traces.Step step = traces.begin(PLAN)) {
                long edition = edition(session, key(slot, BY_SLOT), slot, now, step.trace());
                var _ = step.with("edition", edition);
                plan(session, edition, slot, groups, now);
            }
        });
        Set<SlotGroup> served =
                slots.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        moveOn(session, due, served, now);
        return slots.size();
    }

    /**
     * Notes an edition for everyone of this frequency, as of an instant; {@link #planRequested}
     * plans it. Repeated, it answers the edition of the first time.
     *
     * @return the edition's id
     */
    public long request(Frequency frequency, Instant asOf) {
        return database.inTransaction(session -> {
            EditionRepository editions = new EditionRepository_(session);
            Instant now = clock.instant();
            String key = key(new Slot(frequency, asOf), BY_OPERATOR);
            MailKind kind = kind(frequency);
            editions.request(
                    key,
                    kind.name(),
                    asOf,
                    now,
                    now.plus(settings.lifetime(kind)),
                    Objects.requireNonNullElse(Traces.current(), ""));
            return editions.findId(key).orElseThrow();
        });
    }

    /**
     * Plans the editions that operators asked for; one that was stopped since has no audience.
     * Whoever had a mail in the same local period is excluded.
     *
     * @return how many
     */
    public int planRequested() {
        List<Edition> requested =
                database
                        .inTransaction(session -> new EditionRepository_(session).requested())
                        .stream()
                        .filter(edition -> edition.kind().isPresent())
                        .toList();
        oneByOne.run(
                requested,
                edition -> database.run(session -> planRequested(session, edition.id())));
        return requested.size();
    }

    /** How many editions that were asked for could not be planned. */
    public int failing() {
        return oneByOne.failing();
    }

    private void planRequested(StatelessSession session, long id) {
        EditionRepository editions = new EditionRepository_(session);
        editions.lock(EditionRepository.PLANNING);
        Edition edition = editions.find(id).orElseThrow();
        if (edition.frozenAt() != null) {
            return; // Another process was faster.
        }
        String trace = edition.trace();
        if (edition.isStopped()) {
            editions.setFrozen(id, clock.instant(), Objects.requireNonNullElse(trace, ""));
            return;
        }
        Frequency frequency = frequency(edition.knownKind());
        try (Traces.Step step =
                trace == null ? traces.begin(PLAN) : traces.goOn(PLAN, SpanKind.INTERNAL, trace)) {
            var _ = step.with("edition", id);
            plan(session, id, new Slot(frequency, edition.asOf()), all(session, frequency), FAR);
            editions.setFrozen(id, clock.instant(), Objects.requireNonNullElse(step.trace(), ""));
        }
    }

    private static List<SlotGroup> all(StatelessSession session, Frequency frequency) {
        return new SubscriptionRepository_(session)
                .due(FAR).stream()
                        .filter(group -> group.frequency().filter(frequency::equals).isPresent())
                        .toList();
    }

    /**
     * The edition of this key, made if there is none; its composing begins or begins again.
     *
     * @param trace the trace of one that is made
     */
    private long edition(
            StatelessSession session, String key, Slot slot, Instant now, @Nullable String trace) {
        MailKind kind = kind(slot.frequency());
        EditionRepository editions = new EditionRepository_(session);
        return editions.create(
                        key,
                        kind.name(),
                        slot.at(),
                        now,
                        now.plus(settings.lifetime(kind)),
                        Objects.requireNonNullElse(trace, ""))
                .or(() -> editions.reopen(key))
                .orElseThrow();
    }

    /**
     * @param dueUntil only those whose next slot is not later; {@link #FAR} for all
     */
    private void plan(
            StatelessSession session,
            long edition,
            Slot slot,
            List<SlotGroup> groups,
            Instant dueUntil) {
        Frequency frequency = slot.frequency();
        ObjectNode periods = JsonNodeFactory.instance.objectNode();
        groups.forEach(group ->
                periods.put(
                        group.timezone() + " " + group.hour(),
                        schedule.period(digest(frequency), group.zone(), group.hour(), slot.at())));
        long people =
                new PlanRepository_(session)
                        .freeze(
                                edition,
                                periods.toString(),
                                frequency.name(),
                                dueUntil,
                                Exclusions.SUPPRESSED);
        LOG.infof(
                "Planned a digest. edition=%d frequency=%s at=%s count=%d",
                edition, frequency, slot.at(), people);
    }

    /** Readers of alerts have no next slot, unless this one was skipped. */
    private void moveOn(
            StatelessSession session,
            Map<SlotGroup, Frequency> due,
            Set<SlotGroup> served,
            Instant now) {
        ObjectNode next = JsonNodeFactory.instance.objectNode();
        due.forEach((group, frequency) -> {
            Instant slot =
                    frequency == Frequency.INSTANT && !served.contains(group)
                            ? RestSlots.next(schedule, group, now)
                            : schedule.next(frequency, group.zone(), group.hour(), now);
            next.put(
                    group.frequencyName() + " " + group.timezone() + " " + group.hour(),
                    slot == null ? null : slot.toString());
        });
        new SubscriptionRepository_(session).moveOn(next.toString(), now);
    }

    private static String key(Slot slot, String by) {
        return slot.frequency() + "/" + slot.at() + by;
    }

    private static MailKind kind(Frequency frequency) {
        return switch (digest(frequency)) {
            case DAILY, INSTANT -> MailKind.DAILY;
            case WEEKLY -> MailKind.WEEKLY;
        };
    }

    private static Frequency frequency(MailKind kind) {
        return switch (kind) {
            case DAILY -> Frequency.DAILY;
            case WEEKLY -> Frequency.WEEKLY;
            case OPT_IN, WELCOME, ALERT, WEBHOOK_ENDED ->
                    throw new IllegalArgumentException(kind + " is no digest");
        };
    }

    /** Readers of alerts get what was too much for one day in a digest, as daily readers do. */
    private static Frequency digest(Frequency frequency) {
        return switch (frequency) {
            case DAILY, INSTANT -> Frequency.DAILY;
            case WEEKLY -> Frequency.WEEKLY;
        };
    }
}
