package org.papertide.notify.candidate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.NullUnmarked;

/**
 * The tables {@code candidate}, {@code paper_vector}, {@code paper_alias} and {@code ranking},
 * within a session's transaction.
 */
interface CandidateRepository {

    StatelessSession session();

    // ---- Candidates
    // ------------------------------------------------------------------------------

    /** Writes scores, row by row; a value is null where the paper is not in that order. */
    @SQL(
            """
            insert into candidate (paper_id, score, day_rising, day_top, week_rising, week_top,
                observed_at, listed, body)
            select * from unnest(:papers, :scores, :dayRising, :dayTop, :weekRising, :weekTop,
                :observedAt, :listed, :bodies)
            on conflict (paper_id) do update set score = excluded.score,
                day_rising = excluded.day_rising, day_top = excluded.day_top,
                week_rising = excluded.week_rising, week_top = excluded.week_top,
                observed_at = excluded.observed_at, listed = excluded.listed,
                body = excluded.body
            """)
    @NullUnmarked
    int upsert(
            String[] papers,
            Double[] scores,
            Double[] dayRising,
            Double[] dayTop,
            Double[] weekRising,
            Double[] weekTop,
            Instant[] observedAt,
            Instant[] listed,
            String[] bodies);

    /** When the papers were listed that were listed within some time. */
    @HQL("select listed from Candidate where listed > :after and listed <= :until")
    List<Instant> listed(Instant after, Instant until);

    @SQL("delete from candidate where paper_id = any(:papers)")
    int delete(String[] papers);

    @SQL("select body from candidate where paper_id = any(:papers)")
    List<String> bodies(String[] papers);

    @HQL(
            """
            select body from Candidate where dayRising is not null and observedAt > :since
            order by dayRising desc, paperId limit :atMost
            """)
    List<String> dayRising(Instant since, int atMost);

    @HQL(
            """
            select body from Candidate where dayTop is not null and observedAt > :since
            order by dayTop desc, paperId limit :atMost
            """)
    List<String> dayTop(Instant since, int atMost);

    @HQL(
            """
            select body from Candidate where weekRising is not null and observedAt > :since
            order by weekRising desc, paperId limit :atMost
            """)
    List<String> weekRising(Instant since, int atMost);

    @HQL(
            """
            select body from Candidate where weekTop is not null and observedAt > :since
            order by weekTop desc, paperId limit :atMost
            """)
    List<String> weekTop(Instant since, int atMost);

    // ---- Vectors
    // ---------------------------------------------------------------------------------

    /**
     * Writes vectors, row by row. A paper that had one, by whatever model, has had it since then.
     *
     * @param now when they came
     */
    @SQL(
            """
            insert into paper_vector (paper_id, model, body, came_at)
            select u.paper_id, u.model, u.body, coalesce(
                (select min(came_at) from paper_vector v where v.paper_id = u.paper_id), :now)
            from unnest(:papers, :models, :bodies) as u(paper_id, model, body)
            on conflict (paper_id, model) do update set body = excluded.body
            """)
    int upsertVectors(String[] papers, String[] models, String[] bodies, Instant now);

    /**
     * Deletes all vectors of these papers but some.
     *
     * @param kept the papers of those that stay, with {@code models} row by row
     */
    @SQL(
            """
            delete from paper_vector v where v.paper_id = any(:papers) and not exists (
                select from unnest(:kept, :models) as u(paper_id, model)
                where u.paper_id = v.paper_id and u.model = v.model)
            """)
    int deleteOtherVectors(String[] papers, String[] kept, String[] models);

    /** The vectors of these papers by these models, in no order. */
    @SQL(
            """
            select v.paper_id, v.model, v.body from unnest(:papers) as u(id) cross join lateral (
                select paper_id, model, body from paper_vector where paper_id = u.id offset 0) v
            where v.model = any(:models)
            """)
    List<StoredVector> vectors(String[] papers, String[] models);

    /**
     * The papers that were listed within a week, and the vectors of those that have some, by all
     * models.
     */
    @SQL(
            """
            select c.paper_id, v.model, v.body
            from (select paper_id from candidate
                where week_top is not null and observed_at > :since
                order by week_top desc, paper_id limit :atMost) c
            cross join lateral (
                select model, body from paper_vector where paper_id = c.paper_id offset 0) v
            """)
    List<StoredVector> recentVectors(Instant since, int atMost);

    /**
     * The papers that were listed within some time, and whose first vector came after an instant,
     * best first.
     *
     * @param models whose vectors are looked at
     */
    @SQL(
            """
            select c.body from candidate c
            where c.listed > :listedAfter and c.listed <= :listedUntil and c.paper_id in (
                select paper_id from paper_vector where came_at > :after and model = any(:models))
            order by c.score desc, c.paper_id limit :atMost
            """)
    List<String> readAfter(
            Instant after, Instant listedAfter, Instant listedUntil, String[] models, int atMost);

    // ---- Aliases
    // ---------------------------------------------------------------------------------

    /**
     * Writes identities, row by row.
     *
     * @return the aliases that were new or led elsewhere
     */
    @SQL(
            """
            with fresh as (
                insert into paper_alias (alias, paper_id)
                select * from unnest(:aliases, :papers)
                on conflict (alias) do update set paper_id = excluded.paper_id
                    where paper_alias.paper_id <> excluded.paper_id
                returning alias)
            select alias from fresh
            """)
    List<String> upsertAliases(String[] aliases, String[] papers);

    /** Whatever led to one of these leads to where they lead now. */
    @SQL(
            """
            update paper_alias old set paper_id = new.paper_id from paper_alias new
            where new.alias = any(:aliases) and old.paper_id = new.alias
            """)
    int shortenChains(String[] aliases);

    @SQL("select * from paper_alias where alias = any(:aliases)")
    List<PaperAlias> aliases(String[] aliases);

    @HQL("select paperId from PaperAlias where alias = :alias")
    Optional<String> canonical(String alias);

    // ---- Rankings
    // --------------------------------------------------------------------------------

    @SQL(
            """
            insert into ranking (ranking_key, as_of, body) values (:rankingKey, :asOf, :body)
            on conflict (ranking_key) do update
                set as_of = excluded.as_of, body = excluded.body
            """)
    int upsertRanking(String rankingKey, Instant asOf, String body);

    @HQL("delete from StoredRanking where rankingKey = :rankingKey")
    int deleteRanking(String rankingKey);

    @HQL("select body from StoredRanking where rankingKey = :rankingKey")
    Optional<String> ranking(String rankingKey);

    /** The last instant at which a ranking changed, up to one. */
    @HQL("select asOf from StoredRanking where asOf <= :at order by asOf desc limit 1")
    Optional<Instant> newest(Instant at);

    /** What follows the prefix in the keys that begin with it, in order. */
    @SQL(
            """
            select substr(ranking_key, length(:prefix) + 1) as rest from ranking
            where starts_with(ranking_key, :prefix) order by 1
            """)
    List<String> keysAfter(String prefix);
}
