package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** The papers' tables: {@code paper}, {@code alias}, {@code paper_title}, {@code incomplete}. */
interface PaperRepository {

    /** The transaction's session. */
    StatelessSession session();

    /** Waits until no other transaction has this lock, shared or not; holds until this one ends. */
    @SQL("select 1 from pg_advisory_xact_lock(:lock)")
    Integer lockExclusively(long lock);

    /** Waits until no transaction has this lock exclusively; others may hold it beside this. */
    @SQL("select 1 from pg_advisory_xact_lock_shared(:lock)")
    Integer lockShared(long lock);

    @Find
    Optional<PaperRow> find(String id);

    /** Locks the rows, in one order everywhere. */
    @SQL("select * from paper where id = any (:ids) order by id for no key update")
    List<PaperRow> lockPapers(String[] ids);

    @SQL("select * from alias where key = any (:keys)")
    List<AliasRow> aliases(String[] keys);

    /** Points the keys to the papers at the same places of the arrays. */
    @SQL(
            """
            insert into alias (key, paper) select * from unnest(:keys, :papers)
            on conflict (key) do update set paper = excluded.paper
            """)
    int saveAliases(String[] keys, String[] papers);

    @SQL("select * from paper_title where title = any (:titles)")
    List<PaperTitleRow> titles(String[] titles);

    @SQL(
            """
            insert into paper_title (title, paper) select * from unnest(:titles, :papers)
            on conflict do nothing
            """)
    int addTitles(String[] titles, String[] papers);

    /** Gives the titles of merged papers to those that they have become part of. */
    @SQL(
            """
            with moved (merged, paper) as (select * from unnest(:merged, :papers)),
            gone as (
                delete from paper_title t using moved m where t.paper = m.merged
                returning t.title, m.paper),
            added as (
                insert into paper_title (title, paper) select title, paper from gone
                on conflict do nothing returning 1)
            select count(*) from added
            """)
    Long moveTitles(String[] merged, String[] papers);

    @SQL(
            """
            insert into incomplete (paper, first_seen)
            select p, :firstSeen from unnest(:papers) p on conflict do nothing
            """)
    int addIncomplete(String[] papers, Instant firstSeen);

    @SQL("delete from incomplete where paper = any (:papers)")
    int deleteIncomplete(String[] papers);

    /** Those never asked about or last before then; the never asked first, the newest first. */
    @HQL(
            """
            select paper from IncompletePaperRow where askedAt is null or askedAt < :askedBefore
            order by askedAt nulls first, firstSeen desc, paper desc limit :limit
            """)
    List<String> incomplete(Instant askedBefore, int limit);

    /** Marks those first seen after {@code newSince} with a time of their own. */
    @SQL(
            """
            update incomplete set asked_at = case when first_seen > :newSince
                then cast(:atIfNew as timestamptz) else cast(:at as timestamptz) end
            where paper = any (:papers)
            """)
    int markAsked(String[] papers, Instant at, Instant newSince, Instant atIfNew);
}
