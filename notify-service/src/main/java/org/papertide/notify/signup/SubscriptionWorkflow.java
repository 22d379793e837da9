package org.papertide.notify.signup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.TodaysPapers;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.OptInContent;
import org.papertide.notify.message.WelcomeContent;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;

/**
 * A subscription's way from request to end: asked for, confirmed by mail, seen, changed, ended,
 * erased. Tokens come from links in mails and are hostile until they are verified.
 *
 * <p>A request writes its opt-in mail into the ledger in the same transaction: a crash loses
 * neither or both.
 */
public final class SubscriptionWorkflow {

    /** A welcome that is this late is of no use. */
    private static final Duration WELCOME_LIFETIME = Duration.ofHours(24);

    private final Database database;
    private final SubscriberData data = new SubscriberData();
    private final Tokens tokens;
    private final MessageComposer composer;
    private final TransactionalMails mails;
    private final TodaysPapers papers;
    private final WorkSignal signal;
    private final SubscriptionSettings settings;
    private final DigestSchedule schedule;
    private final ClientLimit clients;
    private final Clock clock;

    public SubscriptionWorkflow(
            Database database,
            Tokens tokens,
            MessageComposer composer,
            TransactionalMails mails,
            TodaysPapers papers,
            WorkSignal signal,
            SubscriptionSettings settings,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.composer = composer;
        this.mails = mails;
        this.papers = papers;
        this.signal = signal;
        this.settings = settings;
        this.schedule = new DigestSchedule(settings.weeklyDay());
        this.clients = new ClientLimit(settings.requestsPerClientAndHour(), clock);
        this.clock = clock;
    }

    /**
     * Asks for a subscription. Nothing changes until the address confirms by mail.
     *
     * @param request valid, see {@link SignUp}
     * @param client the address that asks, to limit how often it may
     */
    public SubscribeResult subscribe(SubscriptionRequest request, String client) {
        Optional<Duration> wait = clients.take(client);
        if (wait.isPresent()) {
            return new SubscribeResult.TooMany(wait.get());
        }
        MailAddress address = request.address();
        Interest interest = request.interest();
        if (database.inTransaction(session -> ask(session, address, interest))) {
            signal.raise();
        }
        return new SubscribeResult.Accepted();
    }

    /** Answers whether a mail was written. */
    private boolean ask(StatelessSession session, MailAddress address, Interest interest) {
        Instant now = clock.instant();
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Subscriber subscriber = subscriptions.lockSubscriber(address, now);
        Instant dayAgo = now.minus(Duration.ofDays(1));
        if (mails.count(session, MailKind.OPT_IN, subscriber.id(), dayAgo)
                >= settings.optInMailsPerAddressAndDay()) {
            return false;
        }
        Optional<Subscription> pending =
                subscriptions.find(
                        subscriber.id(), interest.filterKey(), Subscription.State.PENDING);
        Subscription asked;
        if (pending.isPresent()) {
            asked = pending.get();
            boolean same = asked.interest().equals(interest);
            if (same && now.isBefore(asked.requestedAt().plus(settings.optInPause()))) {
                return false;
            }
            asked.askAgain(interest, now);
            session.update(asked);
        } else {
            asked = new Subscription(subscriber.id(), interest, now);
            session.insert(asked);
        }
        Instant expires = now.plus(settings.confirmWithin());
        mails.plan(
                session,
                MailKind.OPT_IN,
                asked.id(),
                subscriber.id(),
                composer.optIn(new OptInContent(interest, expires)),
                expires);
        return true;
    }

    /** What a confirmation link is about; changes nothing. */
    public ConfirmResult look(String confirmToken) {
        return confirming(
                confirmToken,
                (session, subscription) -> new ConfirmResult.Open(subscription.interest()));
    }

    /** Confirms; repeated, it answers the same. */
    public ConfirmResult confirm(String confirmToken) {
        ConfirmResult result = confirming(confirmToken, this::activate);
        signal.raise();
        return result;
    }

    private ConfirmResult confirming(
            String token, BiFunction<StatelessSession, Subscription, ConfirmResult> whenPending) {
        return switch (tokens.verify(Tokens.Kind.CONFIRM, token)) {
            case Tokens.Verified.Forged() -> new ConfirmResult.Unknown();
            case Tokens.Verified.Expired(long id) ->
                    database.inTransaction(
                            session -> confirmed(session, id).orElse(new ConfirmResult.Expired()));
            case Tokens.Verified.Valid(long id) ->
                    database.inTransaction(session ->
                            confirmed(session, id)
                                    .or(() -> pending(session, id, whenPending))
                                    .orElse(new ConfirmResult.Expired()));
        };
    }

    private Optional<ConfirmResult> pending(
            StatelessSession session,
            long id,
            BiFunction<StatelessSession, Subscription, ConfirmResult> whenPending) {
        return new SubscriptionRepository_(session)
                .lock(id)
                .filter(found -> found.state() == Subscription.State.PENDING)
                .map(found -> whenPending.apply(session, found));
    }

    private Optional<ConfirmResult> confirmed(StatelessSession session, long id) {
        return new SubscriptionRepository_(session)
                .lock(id)
                .filter(found -> found.state() == Subscription.State.ACTIVE)
                .map(this::confirmed);
    }

    private ConfirmResult confirmed(Subscription active) {
        return new ConfirmResult.Confirmed(
                active.interest(), active.nextSlot(), preferencesToken(active));
    }

    /** Makes it active, or gives its settings to an active one of the same interest. */
    private ConfirmResult activate(StatelessSession session, Subscription asked) {
        Instant now = clock.instant();
        Interest interest = asked.interest();
        Instant first = next(interest, now);
        Optional<Subscription> same =
                new SubscriptionRepository_(session)
                        .find(asked.subscriberId(), asked.filterKey(), Subscription.State.ACTIVE);
        if (same.isPresent()) {
            same.get().change(interest, first);
            session.update(same.get());
            asked.mergeInto(same.get(), now);
            session.update(asked);
            return confirmed(same.get());
        }
        asked.confirm(now, first);
        session.update(asked);
        mails.plan(
                session,
                MailKind.WELCOME,
                asked.id(),
                asked.subscriberId(),
                composer.welcome(
                        new WelcomeContent(interest, first, papers.of(session, interest, now))),
                now.plus(WELCOME_LIFETIME));
        return confirmed(asked);
    }

    /** The subscription behind a preferences link. */
    public PreferencesResult preferences(String preferencesToken) {
        return withPreferences(preferencesToken, this::found);
    }

    /**
     * Changes it; what is absent in the change has its default, the address stays.
     *
     * @param change valid but for its address
     */
    public PreferencesResult update(String preferencesToken, SubscriptionRequest change) {
        Interest interest = change.interest();
        return withPreferences(
                preferencesToken,
                (session, subscription) -> {
                    if (subscription.state() == Subscription.State.ACTIVE) {
                        subscription.change(interest, next(interest, clock.instant()));
                        session.update(subscription);
                    }
                    return found(session, subscription);
                });
    }

    private PreferencesResult found(StatelessSession session, Subscription subscription) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Subscriber subscriber =
                subscriptions
                        .findSubscriber(subscription.subscriberId())
                        .orElseThrow(
                                () -> new IllegalStateException("subscription without subscriber"));
        return new PreferencesResult.Found(
                subscriber.address(),
                subscription.interest(),
                subscription.state() == Subscription.State.ACTIVE,
                (int)
                        subscriptions.countOtherActive(
                                subscription.subscriberId(), subscription.id()),
                tokens.issue(Tokens.Kind.UNSUBSCRIBE, subscription.id()));
    }

    /** Everything kept about the subscriber. */
    public ExportResult export(String preferencesToken) {
        return switch (tokens.verify(Tokens.Kind.PREFERENCES, preferencesToken)) {
            case Tokens.Verified.Forged() -> new ExportResult.Unknown();
            case Tokens.Verified.Expired(long _) -> new ExportResult.Expired();
            case Tokens.Verified.Valid(long id) ->
                    database.inTransaction(session ->
                            new SubscriptionRepository_(session)
                                    .lock(id)
                                    .<ExportResult>map(found ->
                                            new ExportResult.Document(
                                                    data.export(session, found.subscriberId())))
                                    .orElse(new ExportResult.Unknown()));
        };
    }

    /** Ends all subscriptions of the address and deletes all that is kept about it. */
    public PreferencesResult erase(String preferencesToken) {
        return withPreferences(
                preferencesToken,
                (session, subscription) -> {
                    data.erase(session, subscription.subscriberId());
                    return new PreferencesResult.Erased();
                });
    }

    private PreferencesResult withPreferences(
            String token, BiFunction<StatelessSession, Subscription, PreferencesResult> work) {
        return switch (tokens.verify(Tokens.Kind.PREFERENCES, token)) {
            case Tokens.Verified.Forged() -> new PreferencesResult.Unknown();
            case Tokens.Verified.Expired(long _) -> new PreferencesResult.Expired();
            case Tokens.Verified.Valid(long id) ->
                    database.inTransaction(session ->
                            new SubscriptionRepository_(session)
                                    .lock(id)
                                    .map(found -> work.apply(session, found))
                                    .orElse(new PreferencesResult.Unknown()));
        };
    }

    /** What an unsubscription link is about; changes nothing. */
    public UnsubscribeResult lookAtUnsubscribe(String unsubscribeToken) {
        return unsubscribing(
                unsubscribeToken, (_, found) -> new UnsubscribeResult.Open(found.interest()));
    }

    /** Ends the subscription at once (RFC 8058); repeated, it answers the same. */
    public UnsubscribeResult unsubscribe(String unsubscribeToken) {
        return unsubscribing(
                unsubscribeToken,
                (session, found) -> {
                    found.end(clock.instant());
                    session.update(found);
                    return new UnsubscribeResult.Unsubscribed();
                });
    }

    private UnsubscribeResult unsubscribing(
            String token, BiFunction<StatelessSession, Subscription, UnsubscribeResult> whenOpen) {
        return switch (tokens.verify(Tokens.Kind.UNSUBSCRIBE, token)) {
            case Tokens.Verified.Forged() -> new UnsubscribeResult.Unknown();
            case Tokens.Verified.Expired(long _) -> new UnsubscribeResult.Unknown();
            case Tokens.Verified.Valid(long id) ->
                    database.inTransaction(session ->
                            new SubscriptionRepository_(session)
                                    .lock(id)
                                    .filter(found -> found.state() != Subscription.State.ENDED)
                                    .map(found -> whenOpen.apply(session, found))
                                    .orElse(new UnsubscribeResult.Unsubscribed()));
        };
    }

    private @Nullable Instant next(Interest interest, Instant after) {
        return schedule.next(interest.frequency(), interest.timezone(), interest.hour(), after);
    }

    private String preferencesToken(Subscription subscription) {
        return tokens.issue(
                Tokens.Kind.PREFERENCES,
                subscription.id(),
                clock.instant().plus(settings.preferencesWithin()));
    }
}
