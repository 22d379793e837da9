package org.papertide.notify.edition;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.LeftDeliveries;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;

/**
 * Deletes editions whose account nobody asks for any more. Only what is booked leaves: it has been
 * counted into the sums of days. A large edition leaves in several steps, each a transaction; one
 * that was begun is gone on with.
 */
public final class OldEditions {

    /**
     * Mails of a step: so many rows are locked, and written to the log of the database, at once.
     */
    static final int STEP = 5_000;

    /**
     * Deletes some mails of the oldest edition that was closed before an instant, and the texts
     * that no other mail has; with the last of them the edition.
     *
     * @return how many mails; -1 if there is no such edition
     */
    public int deleteSome(StatelessSession session, Instant until) {
        EditionRepository editions = new EditionRepository_(session);
        AccountRepository ledger = new AccountRepository_(session);
        SettledRepository settled = new SettledRepository_(session);
        List<Long> oldest = editions.closedUntil(until, 1);
        if (oldest.isEmpty()) {
            return -1;
        }
        Long[] ids = oldest.toArray(Long[]::new);
        editions.leave(ids);
        List<LeftDeliveries> left = settled.deleteSome(oldest.getFirst(), STEP);
        String[] texts =
                left.stream()
                        .map(LeftDeliveries::contentId)
                        .filter(Objects::nonNull)
                        .toArray(String[]::new);
        editions.deleteContents(ledger.unused(texts).toArray(String[]::new));
        int mails = (int) left.stream().mapToLong(LeftDeliveries::mails).sum();
        if (mails < STEP) {
            editions.delete(ids);
        }
        return mails;
    }
}
