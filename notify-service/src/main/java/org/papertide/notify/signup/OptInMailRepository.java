package org.papertide.notify.signup;

import java.time.Instant;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/** The table {@code opt_in_mail}, within a session's transaction. */
interface OptInMailRepository {

    /** An advisory lock; the number is arbitrary and ours. */
    long COUNTING = 7_103;

    StatelessSession session();

    /** One request is counted at a time until the transaction ends. */
    @SQL("select 1 as locked from pg_advisory_xact_lock(:lock)")
    Integer lock(long lock);

    /** How many opt-in mails there were, of what a request would add one to. */
    @SQL(
            """
            select
                (select count(*) from opt_in_mail
                    where mailbox_hash = :mailbox and planned_at > :dayAgo) as in_day,
                (select count(*) from opt_in_mail
                    where mailbox_hash = :mailbox and planned_at > :weekAgo) as in_week,
                (select count(*) from opt_in_mail
                    where mailbox_hash = :mailbox and planned_at > :monthAgo) as in_month,
                (select count(*) from opt_in_mail
                    where domain_hash = :domain and planned_at > :hourAgo) as of_domain,
                (select count(*) from opt_in_mail where planned_at > :hourAgo) as of_all
            """)
    OptInMailCounts count(
            String mailbox,
            String domain,
            Instant hourAgo,
            Instant dayAgo,
            Instant weekAgo,
            Instant monthAgo);

    @SQL(
            """
            insert into opt_in_mail (mailbox_hash, domain_hash, planned_at)
            values (:mailbox, :domain, :at)
            """)
    int add(String mailbox, String domain, Instant at);

    @SQL("delete from opt_in_mail where mailbox_hash = :mailbox")
    int forget(String mailbox);

    @SQL("delete from opt_in_mail where planned_at <= :until")
    int forgetUntil(Instant until);
}
