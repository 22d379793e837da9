package org.papertide.notify.suppression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.papertide.notify.PartialFake;
import org.papertide.notify.running.Transactions;
import org.papertide.platform.database.Database;

/** What is counted against addresses, in memory; the thresholds are left to the statement. */
public final class InMemorySuppressions {

    private final List<String> suppressed = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Refused> refusals = new ArrayList<>();
    private final List<String> inARow = new ArrayList<>();

    /**
     * A failure that counts only if it is of one receiver: what it has in common, and with whom.
     */
    public record Refused(long refusal, long receiver) {}

    public Suppressions suppressions(Database database, Clock clock) {
        SuppressionRepository repository = PartialFake.of(SuppressionRepository.class, this);
        return new Suppressions(new Transactions<>(database, _ -> repository), clock);
    }

    /** Each address that was suppressed at once, and why. */
    public synchronized List<String> suppressed() {
        return List.copyOf(suppressed);
    }

    /** Each failure: its address and its kind. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Each failure that counts only if it is of one receiver. */
    public synchronized List<Refused> refusals() {
        return List.copyOf(refusals);
    }

    /** Each address that was one of many in a row. */
    public synchronized List<String> inARow() {
        return List.copyOf(inARow);
    }

    // ---- As in the repository

    Integer lockAddress(String addressHash) {
        return addressHash.isEmpty() ? 0 : 1;
    }

    Integer lockRefusal(long refusal) {
        return refusal == 0 ? 0 : 1;
    }

    synchronized int suppress(String addressHash, String reason, Instant at) {
        suppressed.add(addressHash + " " + reason);
        return 1;
    }

    synchronized void add(AddressFailure failure) {
        failures.add(failure.addressHash() + " " + failure.kind());
        Long refusal = failure.refusal();
        Long receiver = failure.receiver();
        if (refusal != null && receiver != null) {
            refusals.add(new Refused(refusal, receiver));
        }
        if (failure.inARow()) {
            inARow.add(failure.addressHash());
        }
    }

    int suppressIfFailed(
            String addressHash,
            String reason,
            Instant at,
            Instant since,
            int hard,
            int disabled,
            int softDays) {
        if (!since.equals(at.minus(Duration.ofDays(30)))) {
            throw new IllegalArgumentException("failures count for thirty days");
        }
        return 0;
    }
}
