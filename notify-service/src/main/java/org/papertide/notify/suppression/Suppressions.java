package org.papertide.notify.suppression;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.rule.Meaning;
import org.papertide.bounce.rule.StatusCode;
import org.papertide.notify.running.Transactions;
import org.papertide.platform.database.Database;
import org.papertide.platform.hashing.Sha256;

/** Addresses that are not mailed to any more, and the failures that lead there. */
public final class Suppressions {

    private static final Duration WINDOW = Duration.ofDays(30);

    /** Days with a failure; several in one day are one. */
    private static final int HARD_DAYS_TO_SUPPRESS = 2;

    private static final int DISABLED_DAYS_TO_SUPPRESS = 2;
    private static final int SOFT_DAYS_TO_SUPPRESS = 5;

    /**
     * So many different addresses that are refused alike, with none of their receiver accepted in
     * between, are refused for something else than their mailboxes. Where one mailbox in four fails
     * by itself, ten in a row come once in a million mails to a receiver. Fewer than that are too
     * few to tell, and count.
     */
    public static final int MANY = 10;

    /** How a failure counts. */
    public enum Failure {
        HARD,
        DISABLED,
        SOFT
    }

    /**
     * A refusal of one address that may be said of all. Numbers and names in the words are left
     * out: many have a mark of the moment. The code stays.
     *
     * @param said the relay, the code and the words
     * @param domain of the address
     * @param group the group of domains that receives for the address, as far as it is known now
     * @param isComparedByReceiver whether another receiver that is refused so clears the address
     * @param ofEdition of which edition alone it is said, on whatever day; null if of all mails of
     *     a day
     */
    public record Refusal(
            String said,
            String domain,
            String group,
            boolean isComparedByReceiver,
            @Nullable Long ofEdition) {

        /** From the beginning of a word: else each letter of a long one would be a beginning. */
        private static final Pattern MARKS = Pattern.compile("(?<!\\S)\\p{L}*+[^\\p{L}\\s]\\S*");

        private static final int HALF = Integer.SIZE;

        /**
         * What a reply says, and of whom; empty if it cannot be said of all.
         *
         * @param relay the server that refuses
         * @param words its reply
         */
        public static Optional<Refusal> of(
                @Nullable String relay, String words, String domain, String group) {
            Optional<StatusCode> status = StatusCode.find(words);
            if (status.map(Refusal::isFull).orElse(false)
                    || Meaning.ofReply(words).filter(Meaning.MAILBOX_FULL::equals).isPresent()) {
                return Optional.empty();
            }
            String code = status.map(StatusCode::toString).orElse("");
            String plain = MARKS.matcher(words).replaceAll("").replaceAll("\\s+", " ").strip();
            return Optional.of(
                    new Refusal(
                            relay + " " + code + " " + plain.toLowerCase(Locale.ROOT),
                            domain.toLowerCase(Locale.ROOT),
                            group,
                            true,
                            null));
        }

        /**
         * That the mails of an edition come back with a code, whatever the words and the receiver.
         *
         * @param code null if the reports name none
         */
        public static Refusal ofEdition(long edition, @Nullable String code) {
            return new Refusal("came back " + code, "", "", false, edition);
        }

        /** The same, where the relay has the same words for every receiver that fails. */
        public Refusal ofAnyReceiver() {
            return new Refusal(said, domain, group, false, ofEdition);
        }

        /** A mailbox that is full (RFC 3463): no relay says so of itself. */
        private static boolean isFull(StatusCode status) {
            return status.subject() == 2 && status.detail() == 2;
        }

        /** Of the same of one edition, or on the same day in UTC, by which failures count. */
        long hash(Instant at) {
            return hash((ofEdition == null ? day(at) : "edition " + ofEdition) + " " + said);
        }

        /**
         * Group and domain, a half each: until the DNS has answered, the domain is its group. Of no
         * use to whoever reads the table: it differs with the day and the words.
         */
        @Nullable Long receiverHash(Instant at) {
            if (!isComparedByReceiver) {
                return null;
            }
            String here = day(at) + " " + said + "\n";
            return ((hash(here + group) >> HALF) << HALF) | (hash(here + domain) >>> HALF);
        }

        private static LocalDate day(Instant at) {
            return LocalDate.ofInstant(at, ZoneOffset.UTC);
        }

        private static long hash(String text) {
            return ByteBuffer.wrap(Sha256.of(text)).getLong();
        }
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

    /** The same as a part of a larger change. */
    public static void suppress(
            StatelessSession session, String addressHash, String reason, Instant now) {
        new SuppressionRepository_(session).suppress(addressHash, reason, now);
    }

    /** Counts a failure; suppresses the address when it has failed on enough days. */
    public void count(String addressHash, Failure failure, String reason) {
        Instant now = clock.instant();
        failures.run(repository -> count(repository, addressHash, failure, reason, now));
    }

    /** The same as a part of a larger change. */
    public static void count(
            StatelessSession session,
            String addressHash,
            Failure failure,
            String reason,
            Instant now) {
        count(new SuppressionRepository_(session), addressHash, failure, reason, now);
    }

    /**
     * Counts a failure that the relay may mean itself. It does not count if another receiver of the
     * same relay is refused in the same words on that day: then the relay refuses, and no mailbox.
     * Another receiver is one of another domain and another group. Nor does it count, for anybody,
     * if it is one of {@link #MANY} in a row.
     *
     * @param said empty if no relay says so of itself
     * @param inARow whether it is one of many
     */
    public void countRefusal(
            String addressHash,
            Failure failed,
            String reason,
            Optional<Refusal> said,
            boolean inARow) {
        Instant now = clock.instant();
        failures.run(repository ->
                count(
                        repository,
                        failureOf(addressHash, failed, said, inARow, Optional.empty(), now),
                        reason));
    }

    /**
     * The same of a mail that came back, as a part of a larger change.
     *
     * @param isOfMost whether most of its edition came back so: then whoever was suppressed by the
     *     same before is mailed again
     * @param edition empty if that is not known any more
     * @return whether it is the first that is known to be of most
     */
    public static boolean countReturn(
            StatelessSession session,
            String addressHash,
            Failure failed,
            String reason,
            Optional<Refusal> said,
            boolean isOfMost,
            Optional<Long> edition,
            Instant now) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        AddressFailure failure = failureOf(addressHash, failed, said, isOfMost, edition, now);
        Long refusal = failure.refusal();
        boolean isNew = isOfMost && refusal != null && !repository.isInARow(refusal);
        count(repository, failure, reason);
        if (isNew && refusal != null) {
            repository.liftRefused(refusal);
        }
        return isNew;
    }

    /**
     * Suppresses the address at once, unless many or most are refused so. To be called after the
     * same was counted, in whichever transaction.
     *
     * @param at when that was: if the rest of the edition turns out to come back, it is undone
     */
    public static void suppressRefused(
            StatelessSession session, String addressHash, String reason, Refusal said, Instant at) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        long refusal = said.hash(at);
        repository.lockRefusal(refusal);
        repository.suppressUnlessInARow(addressHash, reason, at, refusal);
    }

    /** Whether most of an edition came back so, as far as that is known. */
    public static boolean isOfMost(StatelessSession session, Refusal said, Instant now) {
        return new SuppressionRepository_(session).isInARow(said.hash(now));
    }

    /** Suppresses the address for good, whatever it is suppressed for: the reader complained. */
    public static void suppressForComplaint(
            StatelessSession session, String addressHash, Instant now) {
        new SuppressionRepository_(session).suppressAnew(addressHash, "complaint", now);
    }

    private static AddressFailure failureOf(
            String addressHash,
            Failure failed,
            Optional<Refusal> said,
            boolean inARow,
            Optional<Long> edition,
            Instant now) {
        return said.map(refusal ->
                        new AddressFailure(
                                addressHash,
                                failed,
                                now,
                                refusal.hash(now),
                                refusal.receiverHash(now),
                                inARow,
                                edition.orElse(null)))
                .orElseGet(() -> new AddressFailure(addressHash, failed, now));
    }

    /**
     * How many other addresses came back so in an edition on that day, so many at most. None more
     * is counted as refused so until the transaction ends, but by this one.
     */
    public static long countAlike(
            StatelessSession session,
            Refusal said,
            long edition,
            String addressHash,
            Instant now,
            int atMost) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        long refusal = said.hash(now);
        repository.lockRefusal(refusal);
        return repository.countAlike(refusal, edition, addressHash, atMost);
    }

    private static void count(
            SuppressionRepository repository,
            String addressHash,
            Failure failure,
            String reason,
            Instant now) {
        count(repository, new AddressFailure(addressHash, failure, now), reason);
    }

    /**
     * Two at once, of one address or refused alike, would each miss the other, and what both
     * together mean: so they follow one another.
     */
    private static void count(
            SuppressionRepository repository, AddressFailure failure, String reason) {
        String addressHash = failure.addressHash();
        Instant now = failure.at();
        Long refusal = failure.refusal();
        if (refusal != null) {
            repository.lockRefusal(refusal);
        }
        repository.lockAddress(addressHash);
        repository.add(failure);
        repository.suppressIfFailed(
                addressHash,
                reason,
                now,
                now.minus(WINDOW),
                HARD_DAYS_TO_SUPPRESS,
                DISABLED_DAYS_TO_SUPPRESS,
                SOFT_DAYS_TO_SUPPRESS);
    }

    /** Whether and why an address is suppressed. */
    public static Optional<Suppressed> find(StatelessSession session, String addressHash) {
        return new SuppressionRepository_(session).find(addressHash);
    }

    /**
     * The first suppressed addresses after a hash, in the order of the hashes.
     *
     * @param after empty for the first of all
     */
    public static List<Suppressed> after(StatelessSession session, String after, int atMost) {
        return new SuppressionRepository_(session).after(after, atMost);
    }

    /**
     * Suppresses addresses; one that is suppressed keeps its reason and time.
     *
     * @return how many were not suppressed before
     */
    public static int suppressAll(StatelessSession session, List<Suppressed> addresses) {
        return new SuppressionRepository_(session)
                .suppressAll(
                        addresses.stream().map(Suppressed::addressHash).toArray(String[]::new),
                        addresses.stream().map(Suppressed::reason).toArray(String[]::new),
                        addresses.stream().map(Suppressed::at).toArray(Instant[]::new));
    }

    /**
     * The address may be mailed again, and what failed before counts no longer.
     *
     * @return whether it was suppressed
     */
    public static boolean lift(StatelessSession session, String addressHash) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        repository.forgetFailures(addressHash);
        return repository.lift(addressHash) > 0;
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
