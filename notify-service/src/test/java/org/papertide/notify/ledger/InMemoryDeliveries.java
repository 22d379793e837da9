package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.PartialFake;

/** The rows of the ledger in memory, with what workers and the journal do to them. */
public final class InMemoryDeliveries {

    /** A row as it is now. */
    public record Row(
            long id,
            long editionId,
            long subscriptionId,
            String contentId,
            DeliveryState state,
            int attempts,
            @Nullable String reason,
            @Nullable String queueId,
            @Nullable Instant nextAttempt,
            @Nullable String worker,
            @Nullable Instant leaseUntil) {

        boolean isDue(Instant now) {
            return nextAttempt != null && !nextAttempt.isAfter(now);
        }

        boolean isExpired(Instant now) {
            return leaseUntil != null && leaseUntil.isBefore(now);
        }

        public Row in(DeliveryState next) {
            return new Row(
                    id,
                    editionId,
                    subscriptionId,
                    contentId,
                    next,
                    attempts,
                    reason,
                    queueId,
                    nextAttempt,
                    worker,
                    leaseUntil);
        }

        public Row heldBy(@Nullable String next, @Nullable Instant until) {
            return new Row(
                    id,
                    editionId,
                    subscriptionId,
                    contentId,
                    state,
                    attempts,
                    reason,
                    queueId,
                    nextAttempt,
                    next,
                    until);
        }

        public Row attempted(int times) {
            return new Row(
                    id,
                    editionId,
                    subscriptionId,
                    contentId,
                    state,
                    times,
                    reason,
                    queueId,
                    nextAttempt,
                    worker,
                    leaseUntil);
        }

        public Row with(@Nullable String why, @Nullable String queue, @Nullable Instant next) {
            return new Row(
                    id,
                    editionId,
                    subscriptionId,
                    contentId,
                    state,
                    attempts,
                    why,
                    queue,
                    next,
                    worker,
                    leaseUntil);
        }
    }

    private static final Set<DeliveryState.Phase> OPEN =
            Set.of(DeliveryState.Phase.WAITING, DeliveryState.Phase.HELD);

    private final Map<Long, Row> rows = new ConcurrentSkipListMap<>();
    private final Map<Long, String> parked = new ConcurrentSkipListMap<>();
    private int counts;
    private final List<List<String>> statements = new ArrayList<>();

    /** Plans a mail that can be claimed at once. */
    public synchronized long plan(long edition, long subscription, String content, Instant now) {
        long id = rows.size() + 1L;
        rows.put(
                id,
                new Row(
                        id,
                        edition,
                        subscription,
                        content,
                        DeliveryState.PLANNED,
                        0,
                        null,
                        null,
                        now,
                        null,
                        null));
        return id;
    }

    public Row row(long id) {
        return Objects.requireNonNull(rows.get(id), "a row of this id");
    }

    /** The states of all rows, in the order planned. */
    public List<DeliveryState> states() {
        return rows.values().stream().map(Row::state).toList();
    }

    /** The rows that wait for their receiving group. */
    public Map<Long, String> parked() {
        return parked;
    }

    /** The journal's statements, each with its transitions and rows, such as {@code HAND 1}. */
    public synchronized List<List<String>> statements() {
        return List.copyOf(statements);
    }

    /** Changes a row behind everyone's back. */
    public synchronized void put(Row row) {
        rows.put(row.id(), row);
    }

    public DeliveryRepository repository() {
        return PartialFake.of(DeliveryRepository.class, this);
    }

    public SettledRepository settled() {
        return PartialFake.of(SettledRepository.class, this);
    }

    // ---- As in the repository

    /** How often it was counted what is accepted. */
    public synchronized int counts() {
        return counts;
    }

    synchronized long countAccepted(long editionId, long atMost) {
        counts++;
        return rows.values().stream()
                .filter(row -> row.editionId() == editionId)
                .filter(row -> row.state() == DeliveryState.ACCEPTED)
                .limit(atMost)
                .count();
    }

    synchronized List<OpenDelivery> open(long editionId, long from, int triedAtMost, int atMost) {
        return rows.values().stream()
                .filter(row -> row.editionId() == editionId && row.id() >= from)
                .filter(row -> OPEN.contains(row.state().phase()))
                .filter(row -> row.attempts() < triedAtMost)
                .limit(atMost)
                .map(row -> new OpenDelivery(row.id(), row.subscriptionId()))
                .toList();
    }

    synchronized List<Claim> claim(
            Instant now, int atMost, Long[] without, String worker, Instant leaseUntil) {
        List<Row> due =
                rows.values().stream()
                        .filter(row -> Transition.CLAIM.leaves(row.state()))
                        .filter(row -> row.isDue(now))
                        .filter(row -> !parked.containsKey(row.id()))
                        .filter(row -> !List.of(without).contains(row.editionId()))
                        .limit(atMost)
                        .toList();
        return due.stream().map(row -> claimed(row, worker, leaseUntil)).toList();
    }

    private Claim claimed(Row row, String worker, Instant leaseUntil) {
        int attempt = row.attempts() + 1;
        put(row.in(DeliveryState.CLAIMED).heldBy(worker, leaseUntil).attempted(attempt));
        return new Claim(
                row.id(),
                attempt,
                row.editionId(),
                row.subscriptionId(),
                row.contentId(),
                row.reason());
    }

    synchronized List<ParkedClaim> claimParked(
            String[] groups, Integer[] counts, Instant now, String worker, Instant leaseUntil) {
        List<ParkedClaim> claims = new ArrayList<>();
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            List<Row> due =
                    rows.values().stream()
                            .filter(row -> group.equals(parked.get(row.id())))
                            .filter(row -> Transition.CLAIM.leaves(row.state()))
                            .filter(row -> row.isDue(now))
                            .limit(counts[i])
                            .toList();
            for (Row row : due) {
                Claim claim = claimed(row, worker, leaseUntil);
                parked.remove(row.id());
                claims.add(
                        new ParkedClaim(
                                claim.id(),
                                claim.attempt(),
                                claim.editionId(),
                                claim.subscriptionId(),
                                claim.contentId(),
                                claim.lastReply(),
                                group));
            }
        }
        return claims;
    }

    synchronized int park(Long[] ids, String[] groups, String worker) {
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            Row row = row(ids[i]);
            if (worker.equals(row.worker()) && Transition.RELEASE.leaves(row.state())) {
                put(row.in(DeliveryState.PLANNED).attempted(row.attempts() - 1).heldBy(null, null));
                parked.put(row.id(), groups[i]);
                count++;
            }
        }
        return count;
    }

    synchronized List<String> parkedGroups() {
        return parked.values().stream().distinct().sorted().toList();
    }

    synchronized int unpark(Long[] editions, int atMost) {
        List<Long> some =
                parked.keySet().stream()
                        .filter(id -> Arrays.asList(editions).contains(row(id).editionId()))
                        .limit(atMost)
                        .toList();
        some.forEach(parked::remove);
        return some.size();
    }

    synchronized int withdraw(Long[] ids, Transition[] transitions, String[] reasons, Instant now) {
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            Row row = row(ids[i]);
            if (transitions[i].leaves(row.state())) {
                put(row.in(transitions[i].to()).with(reasons[i], null, null).heldBy(null, null));
                count++;
            }
        }
        return count;
    }

    synchronized int renew(Long[] ids, String worker, Instant leaseUntil) {
        int count = 0;
        for (long id : ids) {
            Row row = row(id);
            if (worker.equals(row.worker())) {
                put(row.heldBy(worker, leaseUntil));
                count++;
            }
        }
        return count;
    }

    synchronized int release(Long[] ids, String worker, Instant now) {
        int count = 0;
        for (long id : ids) {
            Row row = row(id);
            if (worker.equals(row.worker()) && Transition.RELEASE.leaves(row.state())) {
                put(
                        row.in(DeliveryState.PLANNED)
                                .attempted(row.attempts() - 1)
                                .with(row.reason(), null, now)
                                .heldBy(null, null));
                count++;
            }
        }
        return count;
    }

    synchronized int releaseExpired(Instant now) {
        List<Row> expired = expired(Transition.RELEASE, now);
        expired.forEach(row ->
                put(
                        row.in(DeliveryState.PLANNED)
                                .with(row.reason(), null, now)
                                .heldBy(null, null)));
        return expired.size();
    }

    synchronized List<LostDelivery> lockLost(Instant now) {
        return expired(Transition.ABANDON, now).stream()
                .map(row -> new LostDelivery(row.id(), row.editionId(), false))
                .toList();
    }

    private List<Row> expired(Transition transition, Instant now) {
        return rows.values().stream()
                .filter(row -> transition.leaves(row.state()))
                .filter(row -> row.isExpired(now))
                .toList();
    }

    synchronized int abandon(Long[] ids, @Nullable Instant[] nextAttempts) {
        for (int i = 0; i < ids.length; i++) {
            put(
                    row(ids[i])
                            .in(DeliveryState.UNCERTAIN)
                            .with("worker lost", null, nextAttempts[i])
                            .heldBy(null, null));
        }
        return ids.length;
    }

    synchronized List<Long> settle(
            Long[] ids,
            Integer[] attempts,
            Transition[] transitions,
            @Nullable String[] reasons,
            @Nullable String[] queueIds,
            @Nullable Instant[] nextAttempts,
            @Nullable String[] relays,
            String worker,
            Instant now) {
        if (new HashSet<>(Arrays.asList(ids)).size() < ids.length) {
            throw new IllegalArgumentException("a statement writes a row once: " + List.of(ids));
        }
        statements.add(
                IntStream.range(0, ids.length)
                        .mapToObj(i -> transitions[i] + " " + ids[i])
                        .toList());
        List<Long> written = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            Row row = row(ids[i]);
            boolean hands = transitions[i] == Transition.HAND;
            if (row.attempts() == attempts[i]
                    && transitions[i].leaves(row.state())
                    && (!hands || worker.equals(row.worker()))) {
                Row next =
                        row.in(transitions[i].to()).with(reasons[i], queueIds[i], nextAttempts[i]);
                put(hands ? next : next.heldBy(null, null));
                written.add(ids[i]);
            }
        }
        return written;
    }
}
