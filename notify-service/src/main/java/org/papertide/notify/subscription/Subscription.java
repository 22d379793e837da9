package org.papertide.notify.subscription;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;

/** One interest of one subscriber, from request to end. */
@Entity(name = "subscription")
public class Subscription {

    /** Its state. */
    public enum State {
        /** Asked for, waits for confirmation. */
        PENDING,
        /** Confirmed and served. */
        ACTIVE,
        /** Unsubscribed, suppressed or merged; never served again. */
        ENDED;

        /**
         * The one of this name. One that only a later release knows is taken for active: so its
         * reader can see, change and end it. What sends asks for active ones by their name.
         */
        static State read(String name) {
            for (State state : values()) {
                if (state.name().equals(name)) {
                    return state;
                }
            }
            return ACTIVE;
        }
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "subscriber_id")
    private long subscriberId;

    private String state;

    private String frequency;

    private String timezone;
    private int hour;
    private String[] categories;
    private String[] include;
    private String[] exclude;
    private String[] authors;

    @Column(name = "minimum_score")
    private @Nullable Double minimumScore;

    @Column(name = "paper_limit")
    private int limit;

    @Column(name = "filter_key")
    private String filterKey;

    private String[] about;

    @Column(name = "not_about")
    private String[] notAbout;

    @Column(name = "like_papers")
    private String[] likePapers;

    private String amount;

    @Column(name = "theme_key")
    private @Nullable String themeKey;

    @Column(name = "requested_at")
    private Instant requestedAt;

    @Column(name = "confirmed_at")
    private @Nullable Instant confirmedAt;

    @Column(name = "requested_from")
    private @Nullable String requestedFrom;

    @Column(name = "confirmed_from")
    private @Nullable String confirmedFrom;

    private @Nullable String wording;

    /** The receiver of a webhook; absent where it is served by mail. */
    private @Nullable String receiver;

    /** Which address of its private feed is good now. */
    @Column(name = "feed_version")
    private int feedVersion;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "merged_into")
    private @Nullable Long mergedInto;

    @Column(name = "next_slot")
    private @Nullable Instant nextSlot;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Subscription() {}

    @SuppressWarnings("NullAway.Init") // take() fills the rest.
    public Subscription(
            long subscriberId, Interest interest, Instant requestedAt, String requestedFrom) {
        this.subscriberId = subscriberId;
        this.state = State.PENDING.name();
        this.requestedAt = requestedAt;
        this.requestedFrom = requestedFrom;
        this.feedVersion = 1;
        this.timezone = interest.timezone().getId();
        take(interest);
    }

    /** A subscription that a webhook serves. */
    public Subscription(
            long subscriberId,
            Interest interest,
            Channel.Webhook webhook,
            Instant requestedAt,
            String requestedFrom) {
        this(subscriberId, interest, requestedAt, requestedFrom);
        this.receiver = webhook.receiver();
    }

    public long id() {
        return id;
    }

    /** By what it is served. */
    public Channel channel() {
        return Channel.of(receiver);
    }

    public long subscriberId() {
        return subscriberId;
    }

    public State state() {
        return State.read(state);
    }

    /** The name of its state, as it is shown. */
    public String stateName() {
        return state;
    }

    /** How often it is served, by the name that is shown. */
    public String frequencyName() {
        return frequency;
    }

    public String filterKey() {
        return filterKey;
    }

    @Nullable Long mergedInto() {
        return mergedInto;
    }

    public @Nullable Instant nextSlot() {
        return nextSlot;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public @Nullable Instant confirmedAt() {
        return confirmedAt;
    }

    /** The network that asked, shortened; absent in those of earlier releases. */
    public @Nullable String requestedFrom() {
        return requestedFrom;
    }

    /** The network that confirmed, shortened. */
    public @Nullable String confirmedFrom() {
        return confirmedFrom;
    }

    /** The version of the words that the subscriber agreed to. */
    public @Nullable String wording() {
        return wording;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** Counts the addresses that its private feed has had. */
    public int feedVersion() {
        return feedVersion;
    }

    /** Gives its private feed another address. */
    public void renewFeed() {
        feedVersion++;
    }

    /** As its digest needs it. */
    public DigestReader reader() {
        return new DigestReader(id, state, filterKey, timezone, receiver, confirmedAt);
    }

    public Interest interest() {
        return new Interest(
                Frequency.read(frequency),
                ZoneId.of(timezone),
                hour,
                List.of(categories),
                List.of(include),
                List.of(exclude),
                List.of(authors),
                minimumScore,
                limit,
                new Theme(
                        List.of(about),
                        List.of(notAbout),
                        Stream.of(likePapers).map(PaperId::new).toList(),
                        Amount.read(amount)));
    }

    /** The key of its theme, if it has one. */
    public @Nullable String themeKey() {
        return themeKey;
    }

    /** Asked for again before it was confirmed. */
    public void askAgain(Interest interest, Instant now, String from) {
        take(interest);
        requestedAt = now;
        requestedFrom = from;
    }

    /**
     * Confirmed; served from the given slot on, alerts at once.
     *
     * @param from the network that confirmed, shortened
     * @param words the version of the words that were agreed to
     */
    public void confirm(Instant now, @Nullable Instant firstSlot, String from, String words) {
        state = State.ACTIVE.name();
        endedAt = null;
        confirmedAt = now;
        confirmedFrom = from;
        wording = words;
        nextSlot = firstSlot;
    }

    /**
     * Changes what is wanted. What is due already still comes, see {@link
     * DigestSchedule#afterChange}; one that is not served has no slot.
     */
    public void change(Interest interest, DigestSchedule schedule, Instant now) {
        if (state() == State.ACTIVE) {
            nextSlot = schedule.afterChange(interest(), nextSlot, interest, now);
        }
        take(interest);
    }

    /** Calls another receiver. */
    public void moveTo(Channel.Webhook webhook) {
        receiver = webhook.receiver();
    }

    /** Waits until it is confirmed again, as one that was asked for now. */
    public void waitForConfirmation(Instant now) {
        state = State.PENDING.name();
        requestedAt = now;
        nextSlot = null;
    }

    public void end(Instant now) {
        state = State.ENDED.name();
        endedAt = now;
        nextSlot = null;
    }

    /** Ends because an active one of the same interest has taken over its settings. */
    public void mergeInto(Subscription other, Instant now) {
        end(now);
        mergedInto = other.id;
    }

    private void take(Interest interest) {
        frequency = interest.frequency().name();
        // Days of digests are told apart by the stored name: the same zone keeps it.
        if (!Interest.named(ZoneId.of(timezone)).equals(interest.timezone())) {
            timezone = interest.timezone().getId();
        }
        hour = interest.hour();
        categories = interest.categories().toArray(String[]::new);
        include = interest.include().toArray(String[]::new);
        exclude = interest.exclude().toArray(String[]::new);
        authors = interest.authors().toArray(String[]::new);
        minimumScore = interest.minimumScore();
        limit = interest.limit();
        filterKey = interest.filterKey();
        Theme theme = interest.theme();
        about = theme.about().toArray(String[]::new);
        notAbout = theme.notAbout().toArray(String[]::new);
        likePapers = theme.like().stream().map(PaperId::value).toArray(String[]::new);
        amount = theme.amount().name();
        themeKey = theme.isAny() ? null : theme.key();
    }
}
