package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.running.NewestEntries;
import org.papertide.platform.loop.Backoff;

/**
 * The servers that take the mails: each connection goes to the one that has least for its weight.
 * One that does not take connections, or refuses mail whoever it is for, is left alone, each time
 * for longer, while others do its part. A connection is no proof that it takes mail again: after
 * such refusals one worker asks it with one mail. While all of them, or the only one, refuse so,
 * workers claim nothing else: see {@link #turn}.
 *
 * <p>A refusal at the end of the data may be the message's fault, as where a scanner fails on its
 * text. So the question is asked with a mail of another edition, where there is one; and once a
 * relay accepts that, what it refused before counts for nothing for a while.
 *
 * <p>Connections are kept, so they are spread anew when a server comes back: see {@link
 * #isBetterElsewhere}. Rejected: a choice per mail, which would keep connections to all servers for
 * each worker.
 */
public final class Relays {

    private static final Logger LOG = Logger.getLogger(Relays.class);

    /** RFC 6531: addresses beyond ASCII. */
    static final String UTF8 = "SMTPUTF8";

    private static final Backoff ALONE =
            new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5), 0.25);

    /** What a worker has to claim a mail and connect, before it is another one's turn to ask. */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** A clock that goes back by more was set. */
    private static final Duration SET_BACK = Duration.ofSeconds(1);

    /** Refusals in a row, of all connections to it. One alone may be a mail's. */
    static final int MANY_REFUSALS = 5;

    /**
     * For so long refusals of an edition count for nothing after that. Not for ever: the relay may
     * come to refuse everything while that edition alone is due.
     */
    static final Duration FAULTY = Duration.ofMinutes(15);

    /** Editions that are remembered as refused. */
    private static final int MOST_EDITIONS = 20;

    /**
     * One of them.
     *
     * @param name for logs
     * @param weight its share, beside those of the others; 0 to use it only when no other works
     */
    public record Relay(String name, int weight, SmtpServer server) {

        public Relay {
            if (weight < 0) {
                throw new IllegalArgumentException("weight: must not be negative");
            }
        }
    }

    /**
     * One that does not take mail.
     *
     * @param until when it is asked again
     * @param reason what it said
     */
    public record Resting(String relay, Instant until, String reason) {}

    /** What to do after a refusal that may be the relay's own fault. */
    enum AfterRefusal {
        /** Go on. */
        STAY,
        /** It rests: go to another one. */
        LEAVE,
        /** It refuses one mail after the other, and there is no other to go to. */
        WAIT
    }

    /** What a worker may do now. */
    public sealed interface Turn {

        /** Go on. */
        record Free() implements Turn {}

        /**
         * Ask with one mail whether one takes mail again.
         *
         * @param refused editions whose messages may be at fault: one of another edition says more
         */
        record Ask(Set<Long> refused) implements Turn {}

        /** All refuse mail whoever it is for: wait for so long. */
        record Rest(Duration time) implements Turn {}
    }

    /** All refuse mail whoever it is for, and are not asked now. */
    static final class AllRestException extends MessagingException {
        private static final long serialVersionUID = 1;

        AllRestException() {
            super("no relay takes mail");
        }
    }

    /** A connection, and whose. */
    record Connected(String relay, PipelinedTransport transport) {}

    private static final class State {

        private final Relay relay;
        private int failures;
        private Instant aloneUntil = Instant.EPOCH;
        private int open;

        /** Since it last accepted a mail. */
        private int refusals;

        /** The editions whose messages it refused since it last accepted a mail. */
        private final Set<Long> refused = new HashSet<>();

        /** Those of which it refused many in a row, and then took another edition's: until when. */
        private final NewestEntries<Long, Instant> faulty = new NewestEntries<>(MOST_EDITIONS);

        /** It took connections and then no mail: only a mail that it accepts ends this. */
        private boolean onTrial;

        /** One worker asks it just now. */
        private boolean isTried;

        private String reason = "";

        /** As it said when it last took a connection. */
        private boolean lacksUtf8;

        State(Relay relay) {
            this.relay = relay;
        }

        boolean isHealthy(Instant now) {
            return !now.isBefore(aloneUntil);
        }

        /** What it would have with so many connections, for its weight. */
        double load(int connections) {
            return relay.weight() == 0 ? Double.MAX_VALUE : (double) connections / relay.weight();
        }
    }

    private final Map<String, State> states = new TreeMap<>();
    private final RandomGenerator random = new Random();
    private final Clock clock;

    private Instant lastSeen = Instant.EPOCH;

    /** One worker has its turn to ask until then. */
    private Instant turnUntil = Instant.EPOCH;

    /** It was said that none takes mail. */
    private boolean noneIsTold;

    /** One has refused mail since it accepted one. */
    private volatile boolean anyRefuses;

    /**
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public Relays(List<Relay> relays, Clock clock) {
        this.clock = clock;
        for (Relay relay : relays) {
            if (states.put(relay.name(), new State(relay)) != null) {
                throw new IllegalArgumentException("relays: two are named " + relay.name());
            }
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("relays: there is none");
        }
    }

    /** One server. */
    public static Relays of(SmtpServer server, Clock clock) {
        return new Relays(List.of(new Relay("smtp", 1, server)), clock);
    }

    /**
     * Those of the settings.
     *
     * @param domain the name in EHLO if the settings give none
     * @throws IllegalArgumentException if the settings would send a password that others can read
     */
    public static Relays of(MailSettings settings, String domain, Clock clock) {
        List<Relay> relays = new ArrayList<>();
        relays.add(relay("smtp", "papertide.mail.smtp", settings.smtp(), domain));
        settings.relays()
                .forEach((name, smtp) ->
                        relays.add(relay(name, "papertide.mail.relays." + name, smtp, domain)));
        return new Relays(relays, clock);
    }

    private static Relay relay(
            String name, String prefix, MailSettings.Smtp settings, String domain) {
        return new Relay(name, settings.weight(), new SmtpServer(prefix, settings, domain));
    }

    /**
     * Opens a connection to one of them.
     *
     * @param needsUtf8 whether those that offer SMTPUTF8, as far as is known, come first
     * @throws AllRestException if all refuse mail, and it is too early to ask one
     * @throws MessagingException if none of those that are not left alone takes it
     */
    Connected connect(boolean needsUtf8) throws MessagingException {
        List<State> tried = new ArrayList<>();
        MessagingException failure = new AllRestException();
        for (Optional<State> next = choose(tried, needsUtf8);
                next.isPresent();
                next = choose(tried, needsUtf8)) {
            State state = next.get();
            tried.add(state);
            try {
                PipelinedTransport transport = state.relay.server().connect();
                succeeded(state, !transport.supportsExtension(UTF8));
                return new Connected(state.relay.name(), transport);
            } catch (MessagingException e) {
                failed(state, String.valueOf(e.getMessage()));
                failure = e;
            }
        }
        throw failure;
    }

    /**
     * The best that was not tried; of those that are left alone only the first of all that did not
     * answer.
     */
    private synchronized Optional<State> choose(List<State> tried, boolean needsUtf8) {
        Instant now = now();
        Comparator<State> unable = Comparator.comparing(state -> needsUtf8 && state.lacksUtf8);
        Optional<State> healthy =
                states.values().stream()
                        .filter(state -> !tried.contains(state))
                        .filter(state -> state.isHealthy(now))
                        .min(unable.thenComparingDouble(state -> state.load(state.open + 1)));
        Optional<State> chosen =
                healthy.isPresent() || !tried.isEmpty()
                        ? healthy
                        : states.values().stream()
                                .filter(state -> !state.onTrial)
                                .min(Comparator.comparing(state -> state.aloneUntil));
        chosen.filter(state -> state.onTrial)
                .ifPresent(state -> {
                    state.isTried = true;
                    leaveAlone(state);
                    turnUntil = Instant.EPOCH;
                });
        return chosen;
    }

    private synchronized void succeeded(State state, boolean lacksUtf8) {
        state.open++;
        state.lacksUtf8 = lacksUtf8;
        if (!state.onTrial) {
            works(state);
        }
    }

    private void works(State state) {
        if (state.failures > 0 && (states.size() > 1 || noneIsTold)) {
            LOG.infof("A relay takes mail again. relay=%s", state.relay.name());
        }
        noneIsTold = false;
        state.failures = 0;
        state.onTrial = false;
        state.aloneUntil = Instant.EPOCH;
        state.reason = "";
    }

    private synchronized void failed(State state, String reason) {
        state.reason = SmtpReply.cut(SmtpReply.scrub(reason));
        if (!noneIsTold && states.values().stream().allMatch(each -> each.onTrial)) {
            noneIsTold = true;
            LOG.errorf(
                    "No relay takes mail, whoever it is for; mails wait. relay=%s error=\"%s\"",
                    state.relay.name(), state.reason);
        } else if (state.failures == 0 && states.size() > 1) {
            LOG.warnf(
                    "A relay does not take mail. relay=%s error=\"%s\"",
                    state.relay.name(), state.reason);
        }
        state.failures++;
        state.isTried = false;
        leaveAlone(state);
    }

    /** Now. What was to last until an instant lasts no longer if the clock was set back. */
    private Instant now() {
        Instant now = clock.instant();
        Duration back = Duration.between(now, lastSeen);
        lastSeen = now;
        if (back.compareTo(SET_BACK) > 0) {
            turnUntil = turnUntil.minus(back);
            states.values().forEach(state -> state.aloneUntil = state.aloneUntil.minus(back));
        }
        return now;
    }

    private void leaveAlone(State state) {
        state.aloneUntil = now().plus(ALONE.pause(state.failures, random));
    }

    /** A connection to it is closed. */
    synchronized void closed(String relay) {
        State state = states.get(relay);
        if (state != null) {
            state.open--;
        }
    }

    /** It hung up on a fresh connection, before it got anything of a mail. */
    synchronized void hungUp(String relay, String reason) {
        State state = states.get(relay);
        if (state != null) {
            state.onTrial |= states.size() > 1;
            anyRefuses |= state.onTrial;
            failed(state, reason);
        }
    }

    /** Whether there are several: then what one says before it knows the reader is its own word. */
    boolean areSeveral() {
        return states.size() > 1;
    }

    /** It accepted a mail of this edition. */
    void accepted(String relay, long edition) {
        // Asked of each mail of all connections: without a refusal nobody waits for the lock.
        if (!anyRefuses) {
            return;
        }
        synchronized (this) {
            State state = states.get(relay);
            if (state != null) {
                if (state.onTrial && state.refusals >= MANY_REFUSALS) {
                    Instant until = now().plus(FAULTY);
                    state.refused.forEach(each -> state.faulty.put(each, until));
                }
                state.faulty.remove(edition);
                state.refused.clear();
                state.refusals = 0;
                works(state);
            }
            anyRefuses =
                    states.values().stream().anyMatch(each -> each.onTrial || each.refusals > 0);
        }
    }

    /**
     * It refused a mail by what may be its own fault: its disk is full, our account is used up.
     *
     * @param edition whose message it had seen; null before it had one
     */
    synchronized AfterRefusal refused(String relay, String reason, @Nullable Long edition) {
        State state = states.get(relay);
        if (state == null || (!state.onTrial && isFaulty(state, edition))) {
            return AfterRefusal.STAY;
        }
        anyRefuses = true;
        if (edition != null && state.refused.size() < MOST_EDITIONS) {
            state.refused.add(edition);
        }
        state.refusals++;
        if (state.refusals < MANY_REFUSALS && !state.onTrial) {
            return AfterRefusal.STAY;
        }
        Instant now = now();
        boolean isOther =
                states.values().stream()
                        .anyMatch(
                                other -> other != state && !other.onTrial && other.isHealthy(now));
        // Other connections to it hear the same of the mails that they have in hand.
        if (!state.onTrial || state.isTried) {
            state.onTrial = true;
            failed(state, reason);
        }
        return isOther ? AfterRefusal.LEAVE : AfterRefusal.WAIT;
    }

    private boolean isFaulty(State state, @Nullable Long edition) {
        Instant until = edition == null ? null : state.faulty.get(edition);
        return until != null && now().isBefore(until);
    }

    /**
     * Whether a worker may claim mails. While all relays take connections and refuse mail whoever
     * it is for, one worker at a time asks one of them, with one mail, once its rest is over: an
     * edition is not to be spent on questions.
     */
    public synchronized Turn turn() {
        if (!doAllRefuse()) {
            return new Turn.Free();
        }
        Instant now = now();
        Instant first =
                states.values().stream()
                        .map(state -> state.aloneUntil)
                        .min(Comparator.naturalOrder())
                        .orElse(now);
        Instant next = first.isAfter(turnUntil) ? first : turnUntil;
        if (next.isAfter(now)) {
            return new Turn.Rest(Duration.between(now, next));
        }
        turnUntil = now.plus(TURN);
        return new Turn.Ask(
                states.values().stream()
                        .flatMap(state -> state.refused.stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Gives the turn to ask to another worker: there was no mail to ask with. */
    public synchronized void giveTurnBack() {
        turnUntil = Instant.EPOCH;
    }

    /** Whether all take connections, and refuse mail whoever it is for. */
    synchronized boolean doAllRefuse() {
        return anyRefuses && states.values().stream().allMatch(state -> state.onTrial);
    }

    /** Whether mails go elsewhere than to it by now, or one of them is to ask it. */
    synchronized boolean isLeft(String relay) {
        State here = states.get(relay);
        Instant now = now();
        if (here != null && here.onTrial) {
            return true;
        }
        return here != null
                && !here.isHealthy(now)
                && states.values().stream().anyMatch(other -> other.isHealthy(now));
    }

    /** Those of several that do not take mail; the only one if it refuses whatever it gets. */
    public synchronized List<Resting> resting() {
        return states.values().stream()
                .filter(this::isResting)
                .map(state -> new Resting(state.relay.name(), state.aloneUntil, state.reason))
                .toList();
    }

    /** Whether one of several, or the only one though it answers, does not take mail. */
    public synchronized boolean isResting(String relay) {
        State state = states.get(relay);
        return state != null && isResting(state);
    }

    /** Nobody asks a spare one while others work: once its time is over, nothing is known of it. */
    private boolean isResting(State state) {
        return (areSeveral() || state.onTrial)
                && state.failures > 0
                && (state.relay.weight() > 0 || !state.isHealthy(now()));
    }

    /** All that there are. */
    public Set<String> names() {
        return Set.copyOf(states.keySet());
    }

    /** Whether one that takes connections now may offer SMTPUTF8. */
    synchronized boolean mayOfferUtf8Now() {
        Instant now = now();
        return states.values().stream().anyMatch(state -> !state.lacksUtf8 && state.isHealthy(now));
    }

    /** Whether one of all may offer SMTPUTF8: it may have been left alone. */
    synchronized boolean mayOfferUtf8() {
        return states.values().stream().anyMatch(state -> !state.lacksUtf8);
    }

    /** Whether the connections were spread better if one of its own were another's. */
    synchronized boolean isBetterElsewhere(String relay) {
        State here = states.get(relay);
        if (here == null || states.size() == 1) {
            return false;
        }
        Instant now = now();
        return states.values().stream()
                .filter(other -> other != here && other.isHealthy(now))
                .anyMatch(other -> other.load(other.open + 1) < here.load(here.open));
    }
}
