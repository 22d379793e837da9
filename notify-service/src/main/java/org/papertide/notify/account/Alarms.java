package org.papertide.notify.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.LedgerEntry;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.returned.Subject;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;

/**
 * Works out what an operator has to look at.
 *
 * <p>All complaints of the window are set against all mails that were accepted in it: those of the
 * sums, and those of editions that are not booked yet. By receiver only mails of booked editions
 * count, on both sides: of others nobody has counted the receivers.
 */
public final class Alarms {

    /** What the share of all mails together is called. */
    static final String ALL = "all";

    private static final Duration STOPPED_FOR = Duration.ofDays(1);

    private static final int MOST_COMPLAINTS = 10_000;
    private static final int MOST_EDITIONS = 1_000;

    private final Database database;
    private final ReturnedMails returned;
    private final Receivers receivers;
    private final Supplier<List<Traffic.Paused>> paused;
    private final Supplier<List<Relays.Resting>> resting;
    private final AlarmSettings settings;
    private final AlarmLog log = new AlarmLog();
    private final Clock clock;

    public Alarms(
            Database database,
            ReturnedMails returned,
            Traffic traffic,
            Supplier<List<Relays.Resting>> resting,
            AlarmSettings settings,
            Clock clock) {
        this.database = database;
        this.returned = returned;
        this.receivers = Receivers.of(traffic);
        this.paused = traffic::paused;
        this.resting = resting;
        this.settings = settings;
        this.clock = clock;
    }

    /** How things are now; what has changed since the last time is said in the log. */
    public AlarmReport look() {
        Instant now = clock.instant();
        Map<String, ComplaintShare> shares = shares(now.minus(settings.complaintsWithin()));
        List<Alarm> alarms = new ArrayList<>();
        shares.forEach((receiver, share) -> {
            if (share.isMany(settings.complaints())) {
                alarms.add(new Alarm(Alarm.Kind.COMPLAINTS, receiver, words(share)));
            }
        });
        paused.get()
                .forEach(group ->
                        alarms.add(
                                new Alarm(
                                        Alarm.Kind.RECEIVER_PAUSED,
                                        group.group(),
                                        "until %s, %s".formatted(group.until(), group.reason()))));
        resting.get()
                .forEach(relay ->
                        alarms.add(
                                new Alarm(
                                        Alarm.Kind.RELAY_RESTS,
                                        relay.relay(),
                                        "asked again at %s, %s"
                                                .formatted(relay.until(), relay.reason()))));
        alarms.addAll(stopped(now));
        Duration late = settings.editionLate();
        database.inTransaction(session -> new EditionRepository_(session).over(now.minus(late)))
                .forEach(edition ->
                        alarms.add(
                                new Alarm(
                                        Alarm.Kind.EDITION_LATE,
                                        Long.toString(edition),
                                        "open for more than %s after its end".formatted(late))));
        alarms.sort(Alarm.ORDER);
        AlarmReport report =
                new AlarmReport(
                        alarms,
                        shares.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                entry -> entry.getValue().share())));
        log.report(report);
        return report;
    }

    /** Nothing that happens later ends it: an operator has a day to see it. */
    private List<Alarm> stopped(Instant now) {
        return database
                .inTransaction(session ->
                        new EditionRepository_(session)
                                .stoppedSince(
                                        now.minus(STOPPED_FOR), EditionRepository.BY_OPERATOR))
                .stream()
                .map(edition ->
                        new Alarm(
                                Alarm.Kind.EDITION_STOPPED,
                                Long.toString(edition.id()),
                                String.valueOf(edition.stopReason())))
                .toList();
    }

    private static String words(ComplaintShare share) {
        return String.format(
                Locale.ROOT,
                "%d complaints of %d accepted mails, %.3f %%",
                share.complaints(),
                share.accepted(),
                share.share() * 100);
    }

    private Map<String, ComplaintShare> shares(Instant since) {
        String firstDay = LocalDate.ofInstant(since, ZoneOffset.UTC).toString();
        List<Subject> complaints = returned.complainedOf(since, MOST_COMPLAINTS);
        return database.inTransaction(session -> shares(session, firstDay, complaints));
    }

    private Map<String, ComplaintShare> shares(
            StatelessSession session, String firstDay, List<Subject> complaints) {
        Map<String, ComplaintShare> shares = new TreeMap<>();
        ComplaintShare all = new ComplaintShare(complaints.size(), 0);
        for (ReceiverCount count : new MailSumRepository_(session).acceptedSince(firstDay)) {
            ComplaintShare accepted = new ComplaintShare(0, count.mails());
            shares.put(count.receiver(), accepted);
            all = all.plus(accepted);
        }
        if (complaints.size() >= ComplaintShare.LEAST) {
            all = all.plus(new ComplaintShare(0, unbooked(session)));
        }
        booked(session, complaints)
                .forEach(receiver ->
                        shares.merge(receiver, new ComplaintShare(1, 0), ComplaintShare::plus));
        shares.put(ALL, all);
        return shares;
    }

    private static long unbooked(StatelessSession session) {
        List<Long> editions = new EditionRepository_(session).unbooked(MOST_EDITIONS);
        return new SettledRepository_(session).countAccepted(editions.toArray(Long[]::new));
    }

    /** The receiver of each mail of a booked edition that somebody complained of. */
    private List<String> booked(StatelessSession session, List<Subject> complaints) {
        Long[] ids =
                complaints.stream()
                        .filter(Subject.OfDelivery.class::isInstance)
                        .map(Subject::id)
                        .toArray(Long[]::new);
        if (ids.length == 0) {
            return List.of();
        }
        SettledRepository ledger = new SettledRepository_(session);
        EditionRepository editions = new EditionRepository_(session);
        List<LedgerEntry> mails = ledger.findAll(ids);
        Set<Long> booked =
                new HashSet<>(
                        editions.booked(
                                mails.stream()
                                        .map(LedgerEntry::editionId)
                                        .distinct()
                                        .toArray(Long[]::new)));
        Map<Long, String> domains = new HashMap<>();
        for (SubscriptionDomain each :
                new SubscriptionRepository_(session)
                        .domains(
                                mails.stream()
                                        .map(LedgerEntry::subscriptionId)
                                        .distinct()
                                        .toArray(Long[]::new))) {
            domains.put(each.subscriptionId(), receivers.of(each.domain()));
        }
        return mails.stream()
                .filter(mail -> booked.contains(mail.editionId()))
                .map(mail -> domains.getOrDefault(mail.subscriptionId(), Receivers.OTHER))
                .toList();
    }
}
