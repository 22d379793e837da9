package org.papertide.notify.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.papertide.notify.running.Transactions;

/** The claims of one process: it takes rows, keeps their leases and gives them back. */
public final class DeliveryLedger {

    private final Transactions<DeliveryRepository> deliveries;
    private final Duration lease;
    private final String worker;
    private final HeldDeliveries held;
    private final Clock clock;

    /**
     * A claimed row that is not to be sent.
     *
     * @param id the row
     * @param transition EXCLUDE or EXPIRE
     * @param reason why
     */
    public record Withdrawal(long id, Transition transition, String reason) {}

    /**
     * How many of each may be claimed.
     *
     * @param known of those that get less than usual
     * @param usual of each other one
     */
    public record Places(Map<String, Integer> known, int usual) {

        /** Copies. */
        public Places {
            known = Map.copyOf(known);
        }

        String[] names() {
            return known.keySet().toArray(String[]::new);
        }

        /** In the order of the names. */
        Integer[] numbers() {
            return known.values().toArray(Integer[]::new);
        }
    }

    /**
     * @param lease how long a claim is good without a renewal
     * @param worker the name of this process's life: never used again after it
     * @param held the rows that this process holds, shared with its journal; only their leases are
     *     renewed
     */
    public DeliveryLedger(
            Transactions<DeliveryRepository> deliveries,
            Duration lease,
            String worker,
            HeldDeliveries held,
            Clock clock) {
        this.deliveries = deliveries;
        this.lease = lease;
        this.worker = worker;
        this.held = held;
        this.clock = clock;
    }

    /**
     * Claims what is due; {@link #hold} takes what is to be sent once that is committed.
     *
     * @param without editions of which nothing is claimed
     */
    public List<Claim> claim(DeliveryRepository repository, int atMost, Set<Long> without) {
        Instant now = clock.instant();
        return repository.claim(now, atMost, without.toArray(Long[]::new), worker, now.plus(lease));
    }

    /**
     * Claims parked rows.
     *
     * @param groups how many of each receiving group, at most
     */
    public List<ParkedClaim> claimParked(
            DeliveryRepository repository, Map<String, Integer> groups) {
        Instant now = clock.instant();
        String[] names = groups.keySet().toArray(String[]::new);
        Integer[] counts = groups.values().toArray(Integer[]::new);
        return repository.claimParked(names, counts, now, worker, now.plus(lease));
    }

    /**
     * Claims what is due for webhooks, receiver by receiver.
     *
     * @param after begins behind this one
     * @param receivers how many of each receiver
     * @param hosts how many of each host, whatever its ports
     * @param atMost in all
     */
    public List<ParkedClaim> claimForReceivers(
            DeliveryRepository repository,
            String after,
            Places receivers,
            Places hosts,
            int atMost) {
        Instant now = clock.instant();
        return repository.claimForReceivers(
                after,
                receivers.names(),
                receivers.numbers(),
                receivers.usual(),
                hosts.names(),
                hosts.numbers(),
                hosts.usual(),
                now,
                atMost,
                worker,
                now.plus(lease));
    }

    /**
     * Parks claimed rows that were not begun: they are passed over until someone claims those of
     * their receiving group.
     *
     * @param waiting each row's group
     */
    public void park(DeliveryRepository repository, Map<Claim, String> waiting) {
        if (!waiting.isEmpty()) {
            List<Claim> claims = List.copyOf(waiting.keySet());
            repository.park(
                    claims.stream().map(Claim::id).toArray(Long[]::new),
                    claims.stream().map(waiting::get).toArray(String[]::new),
                    worker);
        }
    }

    /** Parks rows that are held, as above. */
    public void park(Map<Claim, String> waiting) {
        if (!waiting.isEmpty()) {
            waiting.keySet().forEach(claim -> held.drop(claim.id()));
            deliveries.run(repository -> park(repository, waiting));
        }
    }

    /**
     * Renews the leases of these claims from now on.
     *
     * @param since a time before they were claimed. What is believed of a lease never outlasts it,
     *     however long the claim took to be committed.
     */
    public void hold(List<Claim> claims, Instant since) {
        Instant until = since.plus(lease);
        claims.forEach(claim -> held.claimed(claim.id(), until));
    }

    /** Ends claimed or planned rows that are not to be sent. */
    public static void withdraw(
            DeliveryRepository repository, List<Withdrawal> withdrawals, Instant now) {
        if (withdrawals.isEmpty()) {
            return;
        }
        Long[] ids = withdrawals.stream().map(Withdrawal::id).toArray(Long[]::new);
        repository.withdraw(
                ids,
                withdrawals.stream().map(Withdrawal::transition).toArray(Transition[]::new),
                withdrawals.stream().map(Withdrawal::reason).toArray(String[]::new),
                now);
    }

    /**
     * Renews the leases of what this process holds, those that have lost a quarter: most mails are
     * sent before that, and a renewal writes their row once more.
     */
    public void renewLeases() {
        Instant now = clock.instant();
        Long[] ids = held.endingUntil(now.plus(lease.dividedBy(4).multipliedBy(3)));
        if (ids.length == 0) {
            return;
        }
        Instant until = now.plus(lease);
        deliveries.run(repository -> repository.renew(ids, worker, until));
        for (long id : ids) {
            held.renewed(id, until);
        }
    }

    /** Gives back what was claimed but not begun. */
    public void release(List<Claim> claims) {
        release(claims, clock.instant());
    }

    /** Gives back what was claimed but not begun, and is not to be claimed before this time. */
    public void release(List<Claim> claims, Instant notBefore) {
        if (claims.isEmpty()) {
            return;
        }
        // First: what cannot be given back now is given up with its lease.
        claims.forEach(claim -> held.drop(claim.id()));
        deliveries.run(repository -> release(repository, claims, notBefore));
    }

    /** Gives back claimed rows that are not held, as above. */
    public void release(DeliveryRepository repository, List<Claim> claims, Instant notBefore) {
        if (!claims.isEmpty()) {
            repository.release(
                    claims.stream().map(Claim::id).toArray(Long[]::new), worker, notBefore);
        }
    }
}
