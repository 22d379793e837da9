package org.papertide.notify.signup;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.edition.Themes;
import org.papertide.notify.edition.TodaysPapers;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.NewLinkContent;
import org.papertide.notify.message.OptInContent;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.message.WelcomeContent;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.platform.guard.Client;

/**
 * A subscription's way from request to end: asked for, confirmed by mail, seen, changed, ended,
 * erased. Tokens come from links in mails and are hostile until they are verified.
 *
 * <p>A request writes its opt-in mail into the ledger in the same transaction: a crash loses
 * neither or both.
 */
@Singleton
public final class SubscriptionWorkflow {

    /** A welcome that is this late is of no use. */
    private static final Duration WELCOME_LIFETIME = Duration.ofHours(24);

    /** A full hour empties little by little: who comes again in a while finds room. */
    private static final Duration WHEN_FULL = Duration.ofMinutes(15);

    private final Database database;
    private final SubscriberData data;
    private final String wording = ConsentWording.version();
    private final Tokens tokens;
    private final MessageComposer composer;
    private final TransactionalMails mails;
    private final TodaysPapers papers;
    private final WorkSignal signal;
    private final SubscriptionSettings settings;
    private final DigestSchedule schedule;
    private final ClientLimit clients;
    private final OptInMailLimits limits;
    private final AddressHashes hashes;
    private final Clock clock;

    public SubscriptionWorkflow(
            Database database,
            Tokens tokens,
            MessageComposer composer,
            TransactionalMails mails,
            TodaysPapers papers,
            WorkSignal signal,
            SubscriptionSettings settings,
            SiteLinks site,
            AddressHashes hashes,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.composer = composer;
        this.mails = mails;
        this.papers = papers;
        this.signal = signal;
        this.settings = settings;
        this.schedule = new DigestSchedule(settings.weeklyDay());
        this.clients = new ClientLimit(settings.requestsPerClientAndHour(), site.isLocal(), clock);
        this.limits = new OptInMailLimits(settings, hashes::of);
        this.hashes = hashes;
        this.data = new SubscriberData(mails);
        this.clock = clock;
    }

    /**
     * Asks for a subscription. Nothing changes until the address confirms by mail.
     *
     * @param request valid, see {@link SignUp}
     * @param client who asks, to limit how often it may
     */
    public SubscribeResult subscribe(SubscriptionRequest request, Client client) {
        Optional<Duration> wait = clients.take(client);
        if (wait.isPresent()) {
            return new SubscribeResult.TooMany(
                    SubscribeResult.Limit.CLIENT, settings.requestsPerClientAndHour(), wait.get());
        }
        MailAddress address = request.address();
        Interest interest = request.interest();
        Asked asked =
                database.inTransaction(
                        session -> ask(session, address, interest, client.shortened()));
        return switch (asked) {
            case MAILED -> {
                signal.raise();
                yield new SubscribeResult.Accepted();
            }
            case NOT_MAILED -> new SubscribeResult.Accepted();
            case DOMAIN_FULL ->
                    new SubscribeResult.TooMany(
                            SubscribeResult.Limit.DOMAIN,
                            settings.optInMailsPerDomainAndHour(),
                            WHEN_FULL);
            case FULL ->
                    new SubscribeResult.TooMany(
                            SubscribeResult.Limit.ALL, settings.optInMailsPerHour(), WHEN_FULL);
        };
    }

    /** What a request led to. */
    private enum Asked {
        MAILED,
        NOT_MAILED,
        DOMAIN_FULL,
        FULL
    }

    private Asked ask(
            StatelessSession session, MailAddress address, Interest interest, String from) {
        Instant now = clock.instant();
        switch (limits.check(session, address, now)) {
            case MAILBOX_FULL -> {
                return Asked.NOT_MAILED;
            }
            case DOMAIN_FULL -> {
                return Asked.DOMAIN_FULL;
            }
            case FULL -> {
                return Asked.FULL;
            }
            case SEND -> {}
        }
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Subscriber subscriber =
                subscriptions.lockSubscriber(address, hashes.of(address.plainHash()), now);
        Optional<Subscription> pending =
                subscriptions.lockAlike(
                        subscriber.id(), interest.filterKey(), Subscription.State.PENDING.name());
        Subscription asked;
        if (pending.isPresent()) {
            asked = pending.get();
            boolean same = asked.interest().equals(interest);
            if (same && now.isBefore(asked.requestedAt().plus(settings.optInPause()))) {
                return Asked.NOT_MAILED;
            }
            askForTheme(session, interest, now);
            asked.askAgain(interest, now, from);
            session.update(asked);
        } else {
            askForTheme(session, interest, now);
            asked = new Subscription(subscriber.id(), interest, now, from);
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
        limits.count(session, address, now);
        return Asked.MAILED;
    }

    /** Its vectors come later, from who reads texts: no request waits for them. */
    private static void askForTheme(StatelessSession session, Interest interest, Instant now) {
        if (!interest.theme().isAny()) {
            new ThemeRepository_(session).ask(interest.theme().key(), now);
        }
    }

    /** What a confirmation link is about; changes nothing. */
    public ConfirmResult look(String confirmToken) {
        return confirming(
                confirmToken,
                (_, subscription) -> new ConfirmResult.Open(subscription.interest()),
                (_, _) -> new ConfirmResult.Active(ConfirmResult.NewLink.OFFERED));
    }

    /**
     * Confirms; repeated, it answers the same. A link that is too old by then has its subscriber
     * sent a new one, once a day at most for each subscription.
     *
     * @param client who confirms, for the evidence
     */
    public ConfirmResult confirm(String confirmToken, Client client) {
        ConfirmResult result =
                confirming(
                        confirmToken,
                        (session, asked) -> activate(session, asked, client.shortened()),
                        this::mailAgain);
        signal.raise();
        return result;
    }

    private ConfirmResult confirming(
            String token,
            BiFunction<StatelessSession, Subscription, ConfirmResult> whenPending,
            BiFunction<StatelessSession, Subscription, ConfirmResult> whenTooOld) {
        return switch (tokens.verify(Tokens.Kind.CONFIRM, token)) {
            case Tokens.Verified.Forged() -> new ConfirmResult.Unknown();
            case Tokens.Verified.Expired(long id) ->
                    database.inTransaction(session ->
                            active(session, id)
                                    .map(found -> whenTooOld.apply(session, found))
                                    .orElse(new ConfirmResult.Expired()));
            case Tokens.Verified.Valid(long id) ->
                    database.inTransaction(session ->
                            active(session, id)
                                    .<ConfirmResult>map(this::confirmed)
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

    private static Optional<Subscription> active(StatelessSession session, long id) {
        return new SubscriptionRepository_(session)
                .lock(id)
                .filter(found -> found.state() == Subscription.State.ACTIVE);
    }

    /** A mail with a new link, unless one went within a day that leads to the same. */
    private ConfirmResult mailAgain(StatelessSession session, Subscription active) {
        Instant now = clock.instant();
        if (isSuppressed(session, active)) {
            return new ConfirmResult.Active(ConfirmResult.NewLink.SUPPRESSED);
        }
        if (mails.wasPlanned(
                session,
                MailKind.WELCOME,
                active.subscriberId(),
                active.id(),
                now.minus(Duration.ofDays(1)))) {
            return new ConfirmResult.Active(ConfirmResult.NewLink.MAILED_BEFORE);
        }
        mails.plan(
                session,
                MailKind.WELCOME,
                active.id(),
                active.subscriberId(),
                composer.newLink(
                        new NewLinkContent(
                                active.interest(),
                                active.nextSlot(),
                                now,
                                Themes.titles(session, active.interest().theme()))),
                now.plus(WELCOME_LIFETIME));
        return new ConfirmResult.Active(ConfirmResult.NewLink.MAILED);
    }

    private static boolean isSuppressed(StatelessSession session, Subscription active) {
        return new SubscriptionRepository_(session)
                .recipients(new Long[] {active.id()}).stream().anyMatch(Recipient::suppressed);
    }

    private void welcome(StatelessSession session, Subscription active) {
        Instant now = clock.instant();
        mails.plan(
                session,
                MailKind.WELCOME,
                active.id(),
                active.subscriberId(),
                composer.welcome(
                        new WelcomeContent(
                                active.interest(),
                                active.nextSlot(),
                                now,
                                papers.of(session, active.interest(), now),
                                papers.areUnread(session, active.interest()),
                                Themes.titles(session, active.interest().theme()))),
                now.plus(WELCOME_LIFETIME));
    }

    /** The titles of the examples of a theme, as far as they are known. */
    public Map<PaperId, String> exampleTitles(Interest interest) {
        return interest.theme().like().isEmpty()
                ? Map.of()
                : database.inTransaction(session -> Themes.titles(session, interest.theme()));
    }

    private ConfirmResult confirmed(Subscription active) {
        return new ConfirmResult.Confirmed(
                active.interest(), active.nextSlot(), clock.instant(), preferencesToken(active));
    }

    /** Makes it active, or gives its settings to an active one of the same interest. */
    private ConfirmResult activate(StatelessSession session, Subscription asked, String from) {
        Instant now = clock.instant();
        Interest interest = asked.interest();
        Optional<Subscription> same =
                new SubscriptionRepository_(session)
                        .lockAlike(
                                asked.subscriberId(),
                                asked.filterKey(),
                                Subscription.State.ACTIVE.name());
        if (same.isPresent()) {
            same.get().change(interest, schedule, now);
            session.update(same.get());
            asked.mergeInto(same.get(), now);
            session.update(asked);
            return confirmed(same.get());
        }
        asked.confirm(now, first(interest, now), from, wording);
        session.update(asked);
        welcome(session, asked);
        return confirmed(asked);
    }

    /** The subscription behind a preferences link. */
    public PreferencesResult preferences(String preferencesToken) {
        return withPreferences(preferencesToken, this::found);
    }

    /**
     * Changes it; what is absent in the change has its default, but the address and the hour stay.
     *
     * @param change valid but for its address
     */
    public PreferencesResult update(String preferencesToken, SubscriptionRequest change) {
        return withPreferences(
                preferencesToken,
                (session, subscription) -> {
                    if (subscription.state() == Subscription.State.ACTIVE) {
                        Interest interest = change.interest(subscription.interest().hour());
                        String before = subscription.themeKey();
                        askForTheme(session, interest, clock.instant());
                        subscription.change(interest, schedule, clock.instant());
                        session.update(subscription);
                        if (before != null) {
                            new ThemeRepository_(session).deleteUnused(new String[] {before});
                        }
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
                tokens.issue(Tokens.Kind.UNSUBSCRIBE, subscription.id()),
                tokens.issueFeed(
                        new Tokens.FeedToken(subscription.id(), subscription.feedVersion())));
    }

    /** Gives its private feed another address: who has the one before reads nothing more. */
    public PreferencesResult renewFeed(String preferencesToken) {
        return withPreferences(
                preferencesToken,
                (session, subscription) -> {
                    if (subscription.state() == Subscription.State.ACTIVE) {
                        subscription.renewFeed();
                        session.update(subscription);
                    }
                    return found(session, subscription);
                });
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
                    SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
                    subscriptions
                            .findSubscriber(subscription.subscriberId())
                            .flatMap(Subscriber::mailAddress)
                            .ifPresent(address -> limits.forget(session, address));
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
                unsubscribeToken,
                (_, found) ->
                        new UnsubscribeResult.Open(
                                found.interest(), found.state() == Subscription.State.PENDING));
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

    private @Nullable Instant first(Interest interest, Instant after) {
        return schedule.next(interest.frequency(), interest.timezone(), interest.hour(), after);
    }

    private String preferencesToken(Subscription subscription) {
        return tokens.issue(
                Tokens.Kind.PREFERENCES,
                subscription.id(),
                clock.instant().plus(settings.preferencesWithin()));
    }
}
