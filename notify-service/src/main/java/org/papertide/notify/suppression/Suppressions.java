package org.papertide.notify.suppression;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.StatelessSession;
import org.papertide.notify.running.Transactions;
import org.papertide.platform.database.Database;

/** Addresses that are not mailed to any more, and the failures that lead there. */
public final class Suppressions {

    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int HARD_TO_SUPPRESS = 2;
    private static final int DISABLED_TO_SUPPRESS = 2;

    /** Days with a soft failure; several in one day are one. */
    private static final int SOFT_DAYS_TO_SUPPRESS = 5;

    /** How a failure counts. */
    public enum Failure {
        HARD,
        DISABLED,
        SOFT
    }

    private final Transactions<SuppressionRepository> failures;
    private final Clock clock;

    public Suppressions(Database database, Clock clock) {
        this(new Transactions<>(database, SuppressionRepository_::new), clock);
    }

    Suppressions(Transactions<SuppressionRepository> failures, Clock clock) {
        this.failures = failures;
        this.clock = clock;
    }

    /** Suppresses the address at once. */
    public void suppress(String addressHash, String reason) {
        Instant now = clock.instant();
        failures.run(repository -> repository.suppress(addressHash, reason, now));
    }

    /** Counts a failure; suppresses the address when there have been enough. */
    public void count(String addressHash, Failure failure, String reason) {
        Instant now = clock.instant();
        failures.run(repository -> {
            repository.add(new AddressFailure(addressHash, failure, now));
            repository.suppressIfFailed(
                    addressHash,
                    reason,
                    now,
                    now.minus(WINDOW),
                    HARD_TO_SUPPRESS,
                    DISABLED_TO_SUPPRESS,
                    SOFT_DAYS_TO_SUPPRESS);
        });
    }

    /** Deletes the failures of an address; what is suppressed stays so, without its reason. */
    public static void forget(StatelessSession session, String addressHash) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        repository.forgetFailures(addressHash);
        repository.forgetReason(addressHash);
    }

    /** Deletes failures that are too old to count. */
    public static int forgetOldFailures(StatelessSession session, Instant now) {
        return new SuppressionRepository_(session).forgetFailuresUntil(now.minus(WINDOW));
    }
}
