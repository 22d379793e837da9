package org.papertide.notify.edition;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.LeftDeliveries;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.message.MailKind;

/**
 * Lets old mails leave the ledger, and later the accounts of their editions. Only what is booked
 * leaves: it has been counted into the sums of days. A large edition leaves in several steps, each
 * a transaction; one that was begun is gone on with. What leaves in a step is added to the sums of
 * its edition in the same transaction, so its account is true at each moment.
 *
 * <p>A single mail, such as one that asks for confirmation, leaves with its edition: nothing but
 * the sums of days tells of it.
 */
public final class OldEditions {

    /**
     * Mails of a step: so many rows are locked, and written to the log of the database, at once.
     */
    static final int STEP = 5_000;

    /** Accounts of a step. */
    static final int ACCOUNTS = 500;

    /** What is counted together: a state, and why mails were excluded. */
    private record Key(String entry, String reason) {}

    /**
     * Deletes some mails of the oldest edition that was closed before an instant, and the texts
     * that no other mail has.
     *
     * @return how many mails; -1 if there is no such edition
     */
    public int deleteSome(StatelessSession session, Instant until, Instant now) {
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
                        .distinct()
                        .toArray(String[]::new);
        editions.deleteContents(ledger.unused(texts).toArray(String[]::new));
        add(editions, oldest.getFirst(), left);
        int mails = (int) left.stream().mapToLong(LeftDeliveries::mails).sum();
        if (mails < STEP) {
            editions.setLeft(ids, now);
            editions.delete(editions.personal(ids, MailKind.personalNames()).toArray(Long[]::new));
        }
        return mails;
    }

    /**
     * Deletes the accounts of some editions that were closed before an instant, and whose mails
     * have left.
     *
     * @return how many
     */
    public int deleteAccounts(StatelessSession session, Instant until) {
        EditionRepository editions = new EditionRepository_(session);
        Long[] old = editions.leftUntil(until, ACCOUNTS).toArray(Long[]::new);
        return old.length == 0 ? 0 : editions.delete(old);
    }

    private static void add(EditionRepository editions, long edition, List<LeftDeliveries> left) {
        Map<Key, Long> sums =
                left.stream()
                        .collect(
                                Collectors.groupingBy(
                                        OldEditions::key,
                                        Collectors.summingLong(LeftDeliveries::mails)));
        List<Key> keys = List.copyOf(sums.keySet());
        if (!keys.isEmpty()) {
            editions.add(
                    edition,
                    keys.stream().map(Key::entry).toArray(String[]::new),
                    keys.stream().map(Key::reason).toArray(String[]::new),
                    keys.stream().map(sums::get).toArray(Long[]::new));
        }
    }

    private static Key key(LeftDeliveries left) {
        return new Key(
                left.stateName(),
                left.state() == DeliveryState.EXCLUDED ? String.valueOf(left.reason()) : "");
    }
}
