package org.papertide.notify.account;

import java.util.List;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.SQL;

/** The table {@code mail_sum}, within a session's transaction. */
interface MailSumRepository {

    StatelessSession session();

    /** Adds to the sums, row by row; no two rows have one key. */
    @SQL(
            """
            insert into mail_sum (day, kind, receiver, outcome, mails)
            select cast(u.day as date), u.kind, u.receiver, u.outcome, u.mails
            from unnest(:days, :kinds, :receivers, :outcomes, :mails)
                as u(day, kind, receiver, outcome, mails)
            on conflict (day, kind, receiver, outcome)
                do update set mails = mail_sum.mails + excluded.mails
            """)
    int add(String[] days, String[] kinds, String[] receivers, String[] outcomes, Long[] mails);

    /** The sums of these days, the first and the last with them. */
    @SQL(
            """
            select cast(day as text) as day, kind, receiver, outcome, mails from mail_sum
            where day >= cast(:first as date) and day <= cast(:last as date)
            order by mail_sum.day, kind, receiver, outcome
            """)
    List<MailSum> between(String first, String last);

    /** The accepted mails since a day, by receiver. */
    @SQL(
            """
            select receiver, cast(sum(mails) as bigint) as mails from mail_sum
            where day >= cast(:first as date) and outcome = 'ACCEPTED' group by receiver
            """)
    List<ReceiverCount> acceptedSince(String first);
}
