package org.papertide.notify.edition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.ledger.DeliveryBell;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/** Fills planned digests with their papers. */
public final class DigestComposer {

    private static final int BATCH = 500;

    private final Database database;
    private final CandidateStore candidates;
    private final MessageComposer composer;
    private final Contents contents;
    private final EditionSettings settings;
    private final DeliveryBell bell;
    private final Clock clock;

    public DigestComposer(
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

    /** An edition that has planned mails without content. */
    private record Open(long id, MailKind kind, Instant asOf) {}

    /** Composes all editions that are not composed yet. */
    public void composeAll() {
        List<Open> open =
                database.inTransaction(session ->
                        Sql.rows(
                                session,
                                "select id, kind, as_of from edition"
                                        + " where composed_at is null order by id",
                                row ->
                                        new Open(
                                                row.getLong("id"),
                                                MailKind.valueOf(row.getString("kind")),
                                                Sql.instant(row, "as_of"))));
        open.forEach(this::compose);
    }

    private void compose(Open edition) {
        Pool pool = database.inTransaction(session -> pool(session, edition));
        boolean more = true;
        while (more) {
            more = database.inTransaction(session -> composeBatch(session, edition, pool));
            bell.ring();
        }
    }

    /**
     * The candidates of an edition, and what has been made of them so far.
     *
     * @param passing per filter, which papers pass
     * @param messages per timezone and selection, the content
     */
    private record Pool(
            List<Score> rising,
            List<Score> top,
            List<String> ids,
            Map<String, Set<String>> passing,
            Map<String, String> messages) {}

    private Pool pool(StatelessSession session, Open edition) {
        Window window = edition.kind() == MailKind.WEEKLY ? Window.WEEK : Window.DAY;
        Instant now = clock.instant();
        Instant reference = edition.asOf().isBefore(now) ? edition.asOf() : now;
        Instant since = reference.minus(window.length());
        List<Score> rising =
                candidates.first(session, Order.RISING, window, since, settings.candidates());
        List<Score> top =
                candidates.first(session, Order.TOP, window, since, settings.candidates());
        List<String> ids =
                Stream.concat(rising.stream(), top.stream())
                        .map(score -> score.paper().id().value())
                        .distinct()
                        .toList();
        return new Pool(rising, top, ids, new HashMap<>(), new HashMap<>());
    }

    /** A planned mail and its reader's interest; null where the reader has gone. */
    private record Waiting(
            long id, long subscriber, @Nullable String filterKey, @Nullable Interest interest) {}

    /** Answers whether there may be more. */
    private boolean composeBatch(StatelessSession session, Open edition, Pool pool) {
        Editions.lockComposing(session);
        List<Waiting> batch =
                Sql.rows(
                        session,
                        """
                        select d.id, d.subscriber_id, s.id as subscription, s.frequency,
                            s.timezone, s.hour, s.categories, s.include, s.exclude, s.authors,
                            s.minimum_score, s.paper_limit, s.filter_key
                        from delivery d left join subscription s
                            on s.id = d.subscription_id and s.state = 'ACTIVE'
                        where d.edition_id = ? and d.state = 'PLANNED' and d.content_id is null
                        order by d.id limit ?
                        """,
                        DigestComposer::waiting,
                        edition.id(),
                        BATCH);
        Map<Long, Set<String>> seen = seen(session, batch, pool);
        Filled filled = new Filled();
        for (Waiting waiting : batch) {
            fill(session, edition, pool, waiting, seen, filled);
        }
        filled.write(session, clock.instant());
        if (batch.size() < BATCH) {
            Sql.update(
                    session,
                    "update edition set composed_at = ? where id = ?",
                    clock.instant(),
                    edition.id());
        }
        return batch.size() == BATCH;
    }

    private void fill(
            StatelessSession session,
            Open edition,
            Pool pool,
            Waiting waiting,
            Map<Long, Set<String>> seen,
            Filled filled) {
        Interest interest = waiting.interest();
        if (interest == null || waiting.filterKey() == null) {
            filled.exclude(waiting.id(), Exclusions.UNSUBSCRIBED);
            return;
        }
        Set<String> passing =
                pool.passing().computeIfAbsent(waiting.filterKey(), _ -> passing(pool, interest));
        Set<String> known = seen.computeIfAbsent(waiting.subscriber(), _ -> new HashSet<>());
        DigestSelection selection =
                DigestSelection.of(
                        pool.rising(),
                        pool.top(),
                        interest.limit(),
                        score -> {
                            String id = score.paper().id().value();
                            return passing.contains(id) && !known.contains(id);
                        });
        if (selection.isEmpty()) {
            filled.exclude(
                    waiting.id(),
                    passing.isEmpty() ? Exclusions.NOTHING_PASSED : Exclusions.ALREADY_SEEN);
            return;
        }
        String content =
                pool.messages()
                        .computeIfAbsent(
                                interest.timezone() + " " + selection.key(),
                                _ -> render(session, edition, interest.timezone(), selection));
        known.addAll(selection.papers());
        filled.send(waiting.id(), content, waiting.subscriber(), selection.papers());
    }

    private static Set<String> passing(Pool pool, Interest interest) {
        PaperFilter filter = new PaperFilter(interest);
        Set<String> passing = new HashSet<>();
        Stream.concat(pool.rising().stream(), pool.top().stream())
                .filter(score -> filter.passes(score.paper(), score.score()))
                .forEach(score -> passing.add(score.paper().id().value()));
        return passing;
    }

    private String render(
            StatelessSession session, Open edition, ZoneId zone, DigestSelection selection) {
        DigestContent content =
                new DigestContent(
                        edition.kind() == MailKind.WEEKLY
                                ? DigestContent.Kind.WEEKLY
                                : DigestContent.Kind.DAILY,
                        edition.asOf(),
                        zone,
                        lines(selection.rising()),
                        lines(selection.top()));
        return contents.keep(session, edition.kind(), composer.digest(content), clock.instant());
    }

    private static List<PaperLine> lines(List<Score> scores) {
        return scores.stream()
                .map(score -> new PaperLine(score.paper(), score.score(), score.reasons()))
                .toList();
    }

    private static Map<Long, Set<String>> seen(
            StatelessSession session, List<Waiting> batch, Pool pool) {
        Map<Long, Set<String>> seen = new HashMap<>();
        record Row(long subscriber, String paper) {}
        Sql.rows(
                        session,
                        "select subscriber_id, paper_id from seen"
                                + " where subscriber_id = any(?) and paper_id = any(?)",
                        row -> new Row(row.getLong(1), row.getString(2)),
                        batch.stream().map(Waiting::subscriber).distinct().toArray(Long[]::new),
                        pool.ids().toArray(String[]::new))
                .forEach(row ->
                        seen.computeIfAbsent(row.subscriber(), _ -> new HashSet<>())
                                .add(row.paper()));
        return seen;
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        long subscriber = row.getLong("subscriber_id");
        if (row.getObject("subscription") == null) {
            return new Waiting(id, subscriber, null, null);
        }
        return new Waiting(
                id,
                subscriber,
                row.getString("filter_key"),
                new Interest(
                        Frequency.valueOf(row.getString("frequency")),
                        ZoneId.of(row.getString("timezone")),
                        row.getInt("hour"),
                        Sql.texts(row, "categories"),
                        Sql.texts(row, "include"),
                        Sql.texts(row, "exclude"),
                        Sql.texts(row, "authors"),
                        row.getObject("minimum_score", Double.class),
                        row.getInt("paper_limit")));
    }

    /** What a batch has come to, written in three statements. */
    private static final class Filled {

        private final List<Long> excluded = new ArrayList<>();
        private final List<String> exclusions = new ArrayList<>();
        private final List<Long> sent = new ArrayList<>();
        private final List<String> sentContents = new ArrayList<>();
        private final List<Long> seenBy = new ArrayList<>();
        private final List<String> seenPapers = new ArrayList<>();
        private final List<Long> seenIn = new ArrayList<>();

        void exclude(long delivery, String reason) {
            excluded.add(delivery);
            exclusions.add(reason);
        }

        void send(long delivery, String content, long subscriber, List<String> papers) {
            sent.add(delivery);
            sentContents.add(content);
            for (String paper : papers) {
                seenBy.add(subscriber);
                seenPapers.add(paper);
                seenIn.add(delivery);
            }
        }

        void write(StatelessSession session, Instant now) {
            if (!excluded.isEmpty()) {
                Sql.update(
                        session,
                        "update delivery d set state = 'EXCLUDED', reason = u.reason,"
                                + " settled_at = ? from unnest(?, ?) as u(id, reason)"
                                + " where d.id = u.id and d.state = 'PLANNED'",
                        now,
                        excluded.toArray(Long[]::new),
                        exclusions.toArray(String[]::new));
            }
            if (sent.isEmpty()) {
                return;
            }
            Sql.update(
                    session,
                    "update delivery d set content_id = u.content, next_attempt_at = ?"
                            + " from unnest(?, ?) as u(id, content)"
                            + " where d.id = u.id and d.state = 'PLANNED'",
                    now,
                    sent.toArray(Long[]::new),
                    sentContents.toArray(String[]::new));
            Sql.update(
                    session,
                    "insert into seen (subscriber_id, paper_id, delivery_id)"
                            + " select * from unnest(?, ?, ?) on conflict do nothing",
                    seenBy.toArray(Long[]::new),
                    seenPapers.toArray(String[]::new),
                    seenIn.toArray(Long[]::new));
        }
    }
}
