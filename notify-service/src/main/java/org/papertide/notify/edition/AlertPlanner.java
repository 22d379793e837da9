package org.papertide.notify.edition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.papertide.events.Breakout;
import org.papertide.events.PaperId;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.ledger.DeliveryBell;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.message.AlertContent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/**
 * Makes an edition of each breakout: everyone whose alerts it passes, in one statement, each person
 * at most once, nobody who has seen the paper already.
 */
public final class AlertPlanner {

    private static final Logger LOG = Logger.getLogger(AlertPlanner.class);

    private static final String PLAN =
            """
            with audience as (
                select s.id, s.subscriber_id,
                    case when x.address_hash is not null then ?
                        when exists (select from seen n where n.subscriber_id = s.subscriber_id
                            and n.paper_id = any(?)) then ?
                        when row_number() over (partition by s.subscriber_id order by s.id) > 1
                            then ? end as exclusion
                from subscription s
                join subscriber p on p.id = s.subscriber_id
                left join suppression x on x.address_hash = p.address_hash
                where s.state = 'ACTIVE' and s.frequency = 'INSTANT' and s.filter_key = any(?)),
            planned as (
                insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                    state, reason, content_id, priority, next_attempt_at, settled_at)
                select ?, id, subscriber_id, case when exclusion is null then ? end,
                    case when exclusion is null then 'PLANNED' else 'EXCLUDED' end, exclusion, ?,
                    ?, case when exclusion is null then ?::timestamptz end,
                    case when exclusion is null then null else ?::timestamptz end
                from audience on conflict do nothing
                returning id, subscriber_id, state),
            shown as (
                insert into seen (subscriber_id, paper_id, delivery_id)
                select subscriber_id, ?, id from planned where state = 'PLANNED'
                on conflict do nothing)
            select count(*) filter (where state = 'PLANNED') from planned
            """;

    private final Database database;
    private final CandidateStore candidates;
    private final MessageComposer composer;
    private final Contents contents;
    private final EditionSettings settings;
    private final DeliveryBell bell;
    private final Clock clock;

    public AlertPlanner(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            Contents contents,
            EditionSettings settings,
            DeliveryBell bell,
            Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.composer = composer;
        this.contents = contents;
        this.settings = settings;
        this.bell = bell;
        this.clock = clock;
    }

    /** Applies records of {@code breakouts.v1}; one that came before changes nothing. */
    public void apply(List<RecordSink.Change<Breakout>> changes) {
        for (RecordSink.Change<Breakout> change : changes) {
            if (change.event() != null) {
                plan(change.event());
            }
        }
    }

    /** Plans the alert, unless it is old news or was planned before. */
    void plan(Breakout breakout) {
        Instant now = clock.instant();
        Instant expires = breakout.at().plus(settings.alertLifetime());
        if (!expires.isAfter(now)) {
            LOG.debugf("breakout of %s is old news", breakout.paper().id());
            return;
        }
        int planned = database.inTransaction(session -> plan(session, breakout, now, expires));
        if (planned > 0) {
            bell.ring();
        }
    }

    private int plan(StatelessSession session, Breakout breakout, Instant now, Instant expires) {
        Editions.lockComposing(session);
        candidates.keepAliases(session, List.of(breakout.paper()));
        String paper = candidates.canonical(session, breakout.paper().id());
        Optional<Long> edition =
                Editions.create(
                        session,
                        "ALERT/" + paper + "/" + breakout.level(),
                        MailKind.ALERT,
                        breakout.at(),
                        now,
                        expires);
        if (edition.isEmpty()) {
            return 0;
        }
        Sql.update(session, "update edition set composed_at = ? where id = ?", now, edition.get());
        String[] filters = passingFilters(session, breakout);
        if (filters.length == 0) {
            return 0;
        }
        String content =
                contents.keep(
                        session,
                        MailKind.ALERT,
                        composer.alert(
                                new AlertContent(
                                        new PaperLine(
                                                breakout.paper(),
                                                breakout.score(),
                                                breakout.reasons()),
                                        breakout.bar(),
                                        breakout.level(),
                                        breakout.at())),
                        now);
        int planned =
                Sql.first(
                                session,
                                PLAN,
                                row -> row.getInt(1),
                                Exclusions.SUPPRESSED,
                                names(breakout, paper),
                                Exclusions.ALREADY_SEEN,
                                Exclusions.ALREADY_SEEN,
                                filters,
                                edition.get(),
                                "alert/" + paper,
                                content,
                                MailKind.ALERT.priority(),
                                now,
                                now,
                                paper)
                        .orElse(0);
        LOG.infof("edition %d, alert on %s: %d planned", edition.get(), paper, planned);
        return planned;
    }

    private static String[] names(Breakout breakout, String canonical) {
        List<String> names = new ArrayList<>(List.of(canonical, breakout.paper().id().value()));
        breakout.paper().aliases().stream().map(PaperId::value).forEach(names::add);
        return names.toArray(String[]::new);
    }

    /** The filters in use that the paper passes: each distinct one is looked at once. */
    private static String[] passingFilters(StatelessSession session, Breakout breakout) {
        record Used(String key, Interest interest) {}
        List<Used> used =
                Sql.rows(
                        session,
                        """
                        select distinct on (filter_key) filter_key, categories, include, exclude,
                            authors, minimum_score, paper_limit
                        from subscription where state = 'ACTIVE' and frequency = 'INSTANT'
                        order by filter_key, id
                        """,
                        row -> new Used(row.getString("filter_key"), interest(row)));
        return used.stream()
                .filter(each ->
                        new PaperFilter(each.interest()).passes(breakout.paper(), breakout.score()))
                .map(Used::key)
                .toArray(String[]::new);
    }

    private static Interest interest(ResultSet row) throws SQLException {
        return new Interest(
                Frequency.INSTANT,
                ZoneId.of("UTC"),
                0,
                Sql.texts(row, "categories"),
                Sql.texts(row, "include"),
                Sql.texts(row, "exclude"),
                Sql.texts(row, "authors"),
                row.getObject("minimum_score", Double.class),
                row.getInt("paper_limit"));
    }
}
