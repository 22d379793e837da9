package org.papertide.notify.account;

import java.util.List;

/**
 * What became of the mails of some days.
 *
 * @param from the first day, in UTC
 * @param to the last
 * @param sums of editions that are closed, in the order of the days
 */
public record MailSums(String from, String to, List<MailSum> sums) {

    public MailSums {
        sums = List.copyOf(sums);
    }
}
