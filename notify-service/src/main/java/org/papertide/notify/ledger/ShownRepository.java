package org.papertide.notify.ledger;

import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/**
 * The table {@code shown}: which papers a content shows, and so which a person was sent, within a
 * session's transaction. How its statements are planned is said by the package.
 */
public interface ShownRepository {

    StatelessSession session();

    /**
     * Which of these papers which of these people were sent; a pair may come twice. What else is
     * asked of a reader's mails is asked behind {@code offset 0}: an index of those that have a
     * content would be read whole for each reader.
     */
    @SQL(
            """
            with mailed as materialized (
                select u.id as subscriber_id, d.content_id
                from unnest(:subscribers) as u(id) cross join lateral (
                    select content_id, phase from delivery
                    where subscriber_id = u.id offset 0) d
                where d.content_id is not null and d.phase <> 'DROPPED'),
                    papers as materialized (
                        select c.content_id, n.paper_id
                        from (select distinct content_id from mailed) c cross join lateral (
                            select paper_id from shown where content_id = c.content_id offset 0) n
                        where n.paper_id in (select unnest(:papers)))
                    select m.subscriber_id, p.paper_id
                    from mailed m join papers p on p.content_id = m.content_id
            """)
    List<SeenPaper> seen(Long[] subscribers, String[] papers);

    /** Records which papers a content shows. */
    @SQL(
            """
            insert into shown (content_id, paper_id)
            select :content, u.paper_id from unnest(:papers) as u(paper_id) on conflict do nothing
            """)
    int show(String content, String[] papers);

    /** The same with many contents, row by row. */
    @SQL(
            """
            insert into shown (content_id, paper_id)
            select u.content_id, u.paper_id
            from unnest(:contents, :papers) as u(content_id, paper_id) on conflict do nothing
            """)
    int showAll(String[] contents, String[] papers);

    /** What shows a paper under an old name shows it under the new one, row by row. */
    @SQL(
            """
            insert into shown (content_id, paper_id)
            select n.content_id, u.paper_id
            from unnest(:aliases, :papers) as u(alias, paper_id)
                cross join lateral (
                    select content_id from shown where paper_id = u.alias offset 0) n
            on conflict do nothing
            """)
    int renameShown(String[] aliases, String[] papers);

    /** The papers that a subscriber was sent, in the order of their identities. */
    @SQL(
            """
            select distinct n.paper_id from delivery d join shown n on n.content_id = d.content_id
            where d.subscriber_id = :subscriberId and phase <> 'DROPPED' order by n.paper_id
            """)
    List<String> papersSent(long subscriberId);
}
