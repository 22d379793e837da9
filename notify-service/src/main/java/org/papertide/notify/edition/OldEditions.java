package org.papertide.notify.edition;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;

/** Deletes editions whose account nobody asks for any more. */
public final class OldEditions {

    /**
     * Deletes the oldest edition that was closed before an instant: its mails, their texts with the
     * papers that they show, and itself.
     *
     * @return how many mails it had; -1 if there is no such edition
     */
    public int deleteOne(StatelessSession session, Instant until) {
        EditionRepository editions = new EditionRepository_(session);
        AccountRepository ledger = new AccountRepository_(session);
        List<Long> oldest = editions.closedUntil(until, 1);
        if (oldest.isEmpty()) {
            return -1;
        }
        Long[] ids = oldest.toArray(Long[]::new);
        String[] texts = ledger.contentsOf(ids).toArray(String[]::new);
        int mails = ledger.deleteOf(ids);
        editions.deleteContents(ledger.unused(texts).toArray(String[]::new));
        editions.delete(ids);
        return mails;
    }
}
