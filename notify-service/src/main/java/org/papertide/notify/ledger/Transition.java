package org.papertide.notify.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The ledger's state machine: every legal change of a row, once. Statements take their {@code where
 * state in (…)} from here, or compare with all of its rows; metrics and account have their names.
 *
 * <pre>
 * PLANNED ─► CLAIMED ─► HANDED ─► ACCEPTED
 *                │         ├────► DEFERRED  ─► CLAIMED …
 *                │         ├────► REJECTED
 *                │         └────► UNCERTAIN ─► CLAIMED …, where the policy sends again
 *                └─ DEFERRED, REJECTED, EXCLUDED, EXPIRED, or back to PLANNED
 * PLANNED, DEFERRED ─► EXCLUDED, where the edition was stopped
 * </pre>
 *
 * <p>The origins are written as SQL; statements that look for rows by the ledger's partial indexes
 * say the {@link DeliveryState.Phase}, as a literal: with a parameter the planner finds none of
 * them. {@code StatementStatesTest} holds every statement that writes a state to this table.
 */
public enum Transition {
    /** A worker takes it, for an attempt. */
    CLAIM(From.CLAIM, DeliveryState.CLAIMED),
    /** The final dot is about to go. The write may be repeated, so HANDED is an origin, too. */
    HAND(From.HAND, DeliveryState.HANDED),
    /** The server took it; perhaps after the lease had run out. */
    ACCEPT(From.AFTER_DOT, DeliveryState.ACCEPTED, true),
    /** The server, or the way to it, refused it for now. */
    DEFER(From.ATTEMPT, DeliveryState.DEFERRED, true),
    /** The server refused it for good, or it cannot be written. */
    REJECT(From.ATTEMPT, DeliveryState.REJECTED, true),
    /** The connection was lost after the dot. */
    LOSE(From.AFTER_DOT, DeliveryState.UNCERTAIN, true),
    /** Given back untouched by a worker that stops, or taken back from one that died. */
    RELEASE(From.RELEASE, DeliveryState.PLANNED),
    /** Taken back from a worker that died when the dot may have gone. */
    ABANDON(From.ABANDON, DeliveryState.UNCERTAIN),
    /** Not to be sent: found when it is claimed, or its edition was stopped. */
    EXCLUDE(From.EXCLUDE, DeliveryState.EXCLUDED),
    /** Claimed when its edition's time was over. */
    EXPIRE(From.EXPIRE, DeliveryState.EXPIRED);

    /** The origins, as lists in SQL. */
    static final class From {

        static final String CLAIM = "'PLANNED', 'DEFERRED', 'UNCERTAIN'";
        static final String HAND = "'CLAIMED', 'HANDED'";
        static final String AFTER_DOT = "'HANDED', 'UNCERTAIN'";
        static final String ATTEMPT = "'CLAIMED', 'HANDED', 'UNCERTAIN'";
        static final String RELEASE = "'CLAIMED'";
        static final String ABANDON = "'HANDED'";
        static final String EXCLUDE = "'PLANNED', 'DEFERRED', 'CLAIMED'";
        static final String EXPIRE = "'CLAIMED'";

        private From() {}
    }

    /** The table, row by row: transition, origin and state afterwards, for statements. */
    private static final String[] LEGAL =
            Arrays.stream(values())
                    .flatMap(transition -> transition.from.stream().map(transition::row))
                    .toArray(String[]::new);

    @SuppressWarnings("ImmutableEnumChecker") // A copy that nobody changes.
    private final Set<DeliveryState> from;

    private final DeliveryState to;
    private final boolean endsAttempt;

    Transition(String from, DeliveryState to) {
        this(from, to, false);
    }

    Transition(String from, DeliveryState to, boolean endsAttempt) {
        this.from = Set.copyOf(DeliveryState.parse(from));
        this.to = to;
        this.endsAttempt = endsAttempt;
    }

    /** The state afterwards. */
    public DeliveryState to() {
        return to;
    }

    /** Whether it is legal for a row in this state. */
    public boolean leaves(DeliveryState state) {
        return from.contains(state);
    }

    /** Whether it ends an attempt at sending, and is counted as such. */
    public boolean endsAttempt() {
        return endsAttempt;
    }

    /** Those that end an attempt. */
    public static List<Transition> attemptEndings() {
        return Arrays.stream(values()).filter(Transition::endsAttempt).toList();
    }

    Set<DeliveryState> from() {
        return from;
    }

    /**
     * All that may happen, as {@code ACCEPT HANDED ACCEPTED}. A statement that takes states as
     * parameters writes only what is among these.
     */
    static String[] legal() {
        return LEGAL.clone();
    }

    /** How {@link #legal} says that it leaves a state. */
    String row(DeliveryState origin) {
        return this + " " + origin + " " + to;
    }

    /** Their names, in their order. */
    static String[] names(Transition[] transitions) {
        return Arrays.stream(transitions).map(Transition::name).toArray(String[]::new);
    }

    /** The states afterwards, in their order. */
    static String[] targets(Transition[] transitions) {
        return Arrays.stream(transitions)
                .map(transition -> transition.to.name())
                .toArray(String[]::new);
    }
}
