package org.papertide.notify.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.webhook.WebhookEnding;

/**
 * How many requests each receiver may get now, and its host in all: ports are for the asking. One
 * that fails gets half as many each time, down to one at a time, and one more with each that it
 * takes. So whoever hangs holds one place. What a receiver answers is about one webhook, see {@link
 * WebhookRests}.
 */
final class ReceiverLimits {

    /** Receivers that are remembered though they work and have nothing on its way. */
    private static final int REMEMBERED = 10_000;

    private final int most;
    private final Clock clock;
    private final Map<String, State> states = new HashMap<>();

    private static final class State {

        private int places;
        private int taken;
        private @Nullable Instant failingSince;

        State(int places) {
            this.places = places;
        }
    }

    /** What an attempt says of its receiver. */
    enum Ending {
        TAKEN,
        /** It answered, but did not take it: not the receiver as a whole is to blame. */
        REFUSED,
        /** There was no answer. */
        FAILED
    }

    /**
     * @param most requests at the same time to one receiver
     */
    ReceiverLimits(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Requests at the same time to a receiver of which nothing is known. */
    int usual() {
        return most;
    }

    /** Of the receivers that have fewer places than usual: how many are free. */
    synchronized Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        states.forEach((receiver, state) -> {
            int free = state.places - state.taken;
            if (free < most) {
                places.put(receiver, Math.max(0, free));
            }
        });
        return places;
    }

    /** Of the hosts that get requests now: how many more they may get at the same time. */
    synchronized Map<String, Integer> placesOfHosts() {
        Map<String, Integer> places = new HashMap<>();
        states.forEach((receiver, state) -> {
            if (state.taken > 0) {
                places.merge(host(receiver), most - state.taken, (a, b) -> a + b - most);
            }
        });
        places.replaceAll((_, free) -> Math.max(0, free));
        return places;
    }

    /** The host of a receiver, without scheme and port. */
    static String host(String receiver) {
        int scheme = receiver.indexOf("://");
        int port = receiver.lastIndexOf(':');
        return receiver.substring(
                scheme < 0 ? 0 : scheme + 3, port > scheme ? port : receiver.length());
    }

    synchronized void begin(String receiver) {
        states.computeIfAbsent(receiver, _ -> new State(most)).taken++;
    }

    /** An attempt has been given back. */
    synchronized void giveUp(String receiver) {
        State state = states.get(receiver);
        if (state != null) {
            state.taken--;
        }
    }

    /**
     * An attempt has ended.
     *
     * @return whether the receiver works again, after it had taken nothing for a while: one of its
     *     many webhooks that hangs now and then is no outage
     */
    synchronized boolean end(String receiver, Ending ending) {
        State state = states.computeIfAbsent(receiver, _ -> new State(most));
        state.taken--;
        Instant now = clock.instant();
        Instant since = state.failingSince;
        switch (ending) {
            case TAKEN -> {
                state.places = Math.min(most, state.places + 1);
                state.failingSince = null;
            }
            case REFUSED -> {}
            case FAILED -> {
                state.places = Math.max(1, state.places / 2);
                state.failingSince = since == null ? now : since;
            }
        }
        if (states.size() > REMEMBERED) {
            states.values().removeIf(each -> each.taken == 0 && each.places == most);
        }
        return since != null
                && state.failingSince == null
                && !now.isBefore(since.plus(WebhookEnding.OUTAGE));
    }

    /** How many receivers get fewer requests than usual, for they failed. */
    synchronized long slowed() {
        return states.values().stream().filter(state -> state.failingSince != null).count();
    }
}
