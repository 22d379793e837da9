package org.papertide.ingest.signal;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/** The signals' tables: {@code reading}, {@code counter}, {@code pushed_event}. */
interface SignalRepository {

    /** The transaction's session. */
    StatelessSession session();

    /** Keeps the signals that are not kept yet; answers these. */
    @SQL(
            """
            with kept as (
                insert into reading (paper, metric, source, observed_at, value, recorded_at)
                select s.paper, s.metric, s.source, s.observed_at, s.value, :recordedAt
                from unnest(:papers, :metrics, :sources, :observedAt, :values)
                    as s (paper, metric, source, observed_at, value)
                on conflict do nothing
                returning *)
            select * from kept
            """)
    List<SignalRow> keep(
            String[] papers,
            String[] metrics,
            String[] sources,
            Instant[] observedAt,
            Long[] values,
            Instant recordedAt);

    @SQL("select * from reading where paper = any (:papers) order by observed_at")
    List<SignalRow> ofPapers(String[] papers);

    /** The last of one paper per metric and source. */
    @SQL(
            """
            select distinct on (metric, source) * from reading where paper = :paper
            order by metric, source, observed_at desc
            """)
    List<SignalRow> last(String paper);

    /** Those of some papers of which signals are kept. */
    @SQL("select distinct paper from reading where paper = any (:papers)")
    List<String> papersAmong(String[] papers);

    @SQL("delete from reading where paper = any (:papers)")
    int deleteOfPapers(String[] papers);

    /** Deletes signals recorded and observed before then, but none that is the last of its kind. */
    @SQL(
            """
            delete from reading where ctid = any (array(
                select r.ctid from reading r
                where r.recorded_at < :before and r.observed_at < :before and exists (
                    select from reading later
                    where later.paper = r.paper and later.metric = r.metric
                      and later.source = r.source and later.observed_at > r.observed_at)
                limit :limit))
            """)
    int deleteOlder(Instant before, int limit);

    /**
     * Adds to the counts, up to the largest that an event may carry, and moves their times on;
     * answers the counts.
     */
    @SQL(
            """
            with counted as (
                insert into counter as c (paper, metric, source, value, last_observed_at)
                select * from unnest(:papers, :metrics, :sources, :increments, :at)
                on conflict (paper, metric, source) do update
                set value = least(c.value + excluded.value, 1000000000000),
                    last_observed_at = greatest(
                        excluded.last_observed_at,
                        c.last_observed_at + interval '1 millisecond')
                returning *)
            select * from counted order by paper, metric, source
            """)
    List<CounterRow> count(
            String[] papers, String[] metrics, String[] sources, Long[] increments, Instant[] at);

    /**
     * Adds the counts of merged papers to those of the papers that they have become part of, a
     * millisecond after the last of them; answers the sums.
     */
    @SQL(
            """
            with moves (merged, paper) as (select * from unnest(:merged, :papers)),
            gone as (
                delete from counter c using moves m where c.paper = m.merged
                returning m.paper, c.metric, c.source, c.value, c.last_observed_at),
            moved as (
                insert into counter as c (paper, metric, source, value, last_observed_at)
                select paper, metric, source,
                    least(sum(value), 1000000000000),
                    max(last_observed_at) + interval '1 millisecond' from gone
                group by paper, metric, source
                on conflict (paper, metric, source) do update
                set value = least(c.value + excluded.value, 1000000000000),
                    last_observed_at = greatest(
                        excluded.last_observed_at,
                        c.last_observed_at + interval '1 millisecond')
                returning *)
            select * from moved order by paper, metric, source
            """)
    List<CounterRow> moveCounts(String[] merged, String[] papers);

    /** Writes down the ids of pushed events; answers those that had not been written down. */
    @SQL(
            """
            with added as (
                insert into pushed_event (source, event_id, recorded_at)
                select e.source, e.event_id, :recordedAt
                from unnest(:sources, :eventIds) as e (source, event_id)
                on conflict do nothing returning *)
            select * from added
            """)
    List<PushedEventRow> remember(String[] sources, String[] eventIds, Instant recordedAt);

    @SQL(
            """
            delete from pushed_event where ctid = any (array(
                select ctid from pushed_event where recorded_at < :before limit :limit))
            """)
    int deleteOlderEvents(Instant before, int limit);
}
