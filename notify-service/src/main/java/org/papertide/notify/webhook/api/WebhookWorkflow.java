package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.notify.edition.EventsAgain;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.SentEvent;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.signup.ClientLimit;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.webhook.Target;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.WebhookRepository;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.notify.webhook.WebhookSecret;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.notify.webhook.api.WebhookChallenges.Asked;
import org.papertide.notify.webhook.api.WebhookChallenges.Question;
import org.papertide.platform.database.Database;
import org.papertide.platform.guard.Client;

/**
 * From the request for a webhook to its end. Its row is there before the challenge is sent, and
 * waits; no transaction is open while a target is called.
 */
@Singleton
public final class WebhookWorkflow {

    /** Events that are sent again by one request. */
    static final int MOST_AGAIN = 1_000;

    private static final String OPERATOR = "operator";
    private static final String WORDING = "webhook";

    private final Database database;
    private final Tokens tokens;
    private final AddressHashes hashes;
    private final WebhookChallenges challenges;
    private final WebhookFormats formats;
    private final WebhookSecrets secrets;
    private final WebhookSettings settings;
    private final DigestSchedule schedule;
    private final EventsAgain again;
    private final WorkSignal signal;
    private final ClientLimit clients;
    private final int requestsPerHour;
    private final Clock clock;

    public WebhookWorkflow(
            Database database,
            Tokens tokens,
            AddressHashes hashes,
            WebhookCaller caller,
            WebhookFormats formats,
            WebhookSecrets secrets,
            WebhookSettings settings,
            DigestSchedule schedule,
            EventsAgain again,
            WorkSignal signal,
            SubscriptionSettings subscriptions,
            SiteLinks site,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.hashes = hashes;
        this.challenges = new WebhookChallenges(tokens, caller, clock);
        this.formats = formats;
        this.secrets = secrets;
        this.settings = settings;
        this.schedule = schedule;
        this.again = again;
        this.signal = signal;
        this.requestsPerHour = subscriptions.requestsPerClientAndHour();
        this.clients = new ClientLimit(requestsPerHour, site.isLocal(), clock);
        this.clock = clock;
    }

    /** Whether anybody may create webhooks. */
    boolean isOpen() {
        return settings.open();
    }

    /** Whether a text is a secret of this webhook. */
    boolean isSecret(long id, String text) {
        return database.inTransaction(session ->
                new WebhookRepository_(session)
                        .find(id)
                        .filter(webhook -> secrets.isOf(webhook, text, clock.instant()))
                        .isPresent());
    }

    // ---- Making and changing
    // ---------------------------------------------------------------------

    /** What a request asks for, after all its fields were read. */
    private record Wanted(Target target, String format, List<String> events, Interest interest) {

        private String url() {
            return target.uri().toString();
        }
    }

    private Outcome check(
            @Nullable String url,
            String format,
            WebhookRequest request,
            Interest interest,
            List<Wanted> found) {
        return switch (Target.parse(url, settings.plainHttp())) {
            case Target.Parsed.Invalid(String reason) -> new Outcome.Wrong("url", reason);
            case Target.Parsed.Valid(Target target) -> {
                Optional<String> wrongFormat = formats.problem(format, target.uri());
                if (wrongFormat.isPresent()) {
                    yield new Outcome.Wrong("format", wrongFormat.get());
                }
                Optional<String> wrongEvents = request.problemOfEvents(interest.frequency());
                if (wrongEvents.isPresent()) {
                    yield new Outcome.Wrong("events", wrongEvents.get());
                }
                found.add(
                        new Wanted(
                                target,
                                format,
                                List.of(WebhookRequest.eventOf(interest.frequency())),
                                interest));
                yield new Outcome.Gone();
            }
        };
    }

    /**
     * Makes a webhook, and asks its target.
     *
     * @param request valid by its constraints
     * @param operator whether an operator asks
     */
    Outcome create(WebhookRequest request, boolean operator, Client client) {
        Optional<Outcome> tooOften = tooOften(operator, client);
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        List<Wanted> checked = new ArrayList<>();
        Outcome problem =
                check(
                        request.url(),
                        request.formatOrDefault(),
                        request,
                        request.interest(),
                        checked);
        if (checked.isEmpty()) {
            return problem;
        }
        Wanted wanted = checked.getFirst();
        WebhookSecret secret = WebhookSecret.random();
        List<Outcome> refused = new ArrayList<>();
        long id =
                database.inTransaction(session -> {
                    Owner owner = owner(session, request, operator, client);
                    return switch (owner) {
                        case Owner.Wrong(Outcome outcome) -> {
                            refused.add(outcome);
                            yield 0L;
                        }
                        case Owner.Known(long subscriber) -> {
                            if (new SubscriptionRepository_(session).countWebhooks(subscriber)
                                    >= settings.perOwner()) {
                                refused.add(new Outcome.Full(settings.perOwner()));
                                yield 0L;
                            }
                            yield insert(session, subscriber, wanted, secret, client);
                        }
                    };
                });
        if (!refused.isEmpty()) {
            return refused.getFirst();
        }
        Question question = new Question(id, 1, wanted.url(), wanted.format());
        boolean made = false;
        try {
            Outcome outcome = take(question, challenges.ask(question), secret.text());
            made = outcome instanceof Outcome.Active || outcome instanceof Outcome.Pending;
            return outcome;
        } finally {
            if (!made) {
                var _ = delete(id);
            }
        }
    }

    /** Each call of a target that somebody asks for counts, whatever they ask for it by. */
    private Optional<Outcome> tooOften(boolean operator, Client client) {
        return operator
                ? Optional.empty()
                : clients.take(client).map(wait -> new Outcome.TooOften(requestsPerHour, wait));
    }

    private long insert(
            StatelessSession session,
            long owner,
            Wanted wanted,
            WebhookSecret secret,
            Client client) {
        Instant now = clock.instant();
        askForTheme(session, wanted.interest(), now);
        Subscription subscription =
                new Subscription(
                        owner,
                        wanted.interest(),
                        new Channel.Webhook(wanted.target().receiver()),
                        now,
                        client.shortened());
        session.insert(subscription);
        session.insert(
                new Webhook(
                        subscription.id(),
                        wanted.target(),
                        wanted.format(),
                        wanted.events(),
                        secrets.seal(secret),
                        now));
        return subscription.id();
    }

    /** Its vectors come later, from who reads texts: no request waits for them. */
    private static void askForTheme(StatelessSession session, Interest interest, Instant now) {
        if (!interest.theme().isAny()) {
            new ThemeRepository_(session).ask(interest.theme().key(), now);
        }
    }

    private static void deleteIfUnused(StatelessSession session, @Nullable String themeKey) {
        if (themeKey != null) {
            new ThemeRepository_(session).deleteUnused(new String[] {themeKey});
        }
    }

    /** Whose a webhook will be. */
    private sealed interface Owner {

        /** A subscriber, whose row is locked. */
        record Known(long subscriber) implements Owner {}

        /** Nobody. */
        record Wrong(Outcome outcome) implements Owner {}
    }

    private Owner owner(
            StatelessSession session, WebhookRequest request, boolean operator, Client client) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Instant now = clock.instant();
        if (request.email() != null) {
            if (!operator) {
                return wrong(
                        "email",
                        "Only operators name an address. Give preferences, the token of a link"
                                + " in a mail of yours.");
            }
            return switch (MailAddress.parse(request.email())) {
                case MailAddress.Parsed.Invalid(String reason) -> wrong("email", reason);
                case MailAddress.Parsed.Valid(MailAddress address) ->
                        new Owner.Known(
                                subscriptions
                                        .lockSubscriber(
                                                address, hashes.of(address.plainHash()), now)
                                        .id());
            };
        }
        if (request.preferences() != null) {
            return tokens.verify(Tokens.Kind.PREFERENCES, request.preferences())
                            instanceof Tokens.Verified.Valid(long subject)
                    ? subscriptions
                            .lock(subject)
                            .filter(found -> found.state() == Subscription.State.ACTIVE)
                            .flatMap(
                                    found -> subscriptions.lockSubscriberById(found.subscriberId()))
                            .<Owner>map(Owner.Known::new)
                            .orElseGet(() -> wrong("preferences", "It is no link of a reader."))
                    : wrong("preferences", "Please give the token of a preferences link.");
        }
        String name = operator ? OPERATOR : "network " + client.shortened();
        Subscriber owner =
                subscriptions.lockOwner(name, hashes.of(MailAddress.plainHash(name)), now);
        return new Owner.Known(owner.id());
    }

    private static Owner wrong(String field, String reason) {
        return new Owner.Wrong(new Outcome.Wrong(field, reason));
    }

    /** Changes a webhook; a new target, or the same in another format, is asked first. */
    Outcome change(long id, WebhookRequest request, boolean operator, Client client) {
        Optional<WebhookView> before = find(id, null);
        if (before.isEmpty()) {
            return new Outcome.Gone();
        }
        WebhookView known = before.get();
        Interest interest =
                database.inTransaction(session ->
                        new SubscriptionRepository_(session)
                                .findSubscription(id)
                                .map(found -> request.interest(found.interest()))
                                .orElse(request.interest()));
        List<Wanted> checked = new ArrayList<>();
        Outcome problem =
                check(
                        request.url() == null ? known.url() : request.url(),
                        request.format() == null ? known.format() : request.formatOrDefault(),
                        request,
                        interest,
                        checked);
        if (checked.isEmpty()) {
            return problem;
        }
        Wanted wanted = checked.getFirst();
        boolean asks = !wanted.url().equals(known.url()) || !wanted.format().equals(known.format());
        Optional<Outcome> tooOften = asks ? tooOften(operator, client) : Optional.empty();
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        Optional<Asked> asked = asks ? Optional.of(ask(id, wanted)) : Optional.empty();
        if (asked.isPresent()
                && asked.get() instanceof Asked.Refused(String field, String reason)) {
            return new Outcome.Wrong(field, reason);
        }
        return database.<Outcome>inTransaction(session ->
                change(session, id, wanted, asked)
                        ? view(session, id, null)
                                .<Outcome>map(view ->
                                        asked.isPresent() && asked.get() instanceof Asked.Shown
                                                ? new Outcome.Pending(view)
                                                : new Outcome.Active(view))
                                .orElseGet(Outcome.Gone::new)
                        : new Outcome.Gone());
    }

    /** As what it will be, once it is asked. */
    private Asked ask(long id, Wanted wanted) {
        int version =
                database.inTransaction(session ->
                        new WebhookRepository_(session).find(id).map(Webhook::version).orElse(0));
        return challenges.ask(new Question(id, version + 1, wanted.url(), wanted.format()));
    }

    /**
     * @param asked what the target did, if it was asked; else what is called stays as it is by now
     */
    private boolean change(
            StatelessSession session, long id, Wanted wanted, Optional<Asked> asked) {
        Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
        Optional<Webhook> known = new WebhookRepository_(session).lock(id);
        if (locked.isEmpty() || known.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        Subscription subscription = locked.get();
        Webhook webhook = known.get();
        String theme = subscription.themeKey();
        askForTheme(session, wanted.interest(), now);
        subscription.change(
                wanted.interest(),
                subscription.state() == Subscription.State.ACTIVE
                        ? slot(wanted.interest(), now)
                        : null);
        webhook.choose(wanted.events());
        if (asked.isPresent()) {
            webhook.call(wanted.target(), wanted.format());
            subscription.moveTo(new Channel.Webhook(wanted.target().receiver()));
            if (asked.get() instanceof Asked.Shown) {
                subscription.waitForConfirmation(now);
            } else if (subscription.state() == Subscription.State.PENDING) {
                activate(session, subscription, webhook);
            }
        }
        session.update(subscription);
        session.update(webhook);
        deleteIfUnused(session, theme);
        return true;
    }

    private @Nullable Instant slot(Interest interest, Instant now) {
        return schedule.next(interest.frequency(), interest.timezone(), interest.hour(), now);
    }

    // ---- The challenge
    // ---------------------------------------------------------------------------

    /** Takes the challenge that people read at the target. */
    Outcome confirm(long id, String challenge) {
        return database.<Outcome>inTransaction(session -> {
            Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
            Optional<Webhook> webhook = new WebhookRepository_(session).lock(id);
            if (locked.isEmpty() || webhook.isEmpty()) {
                return new Outcome.Gone();
            }
            if (locked.get().state() == Subscription.State.ENDED
                    || !challenges.isOf(webhook.get(), challenge)) {
                return new Outcome.Wrong(
                        "challenge",
                        "That is not the challenge that we sent last, or it is too old.");
            }
            activate(session, locked.get(), webhook.get());
            return new Outcome.Active(
                    WebhookView.of(locked.get(), webhook.get(), null, clock.instant()));
        });
    }

    /** Begins again what was ended: the target is asked again. */
    Outcome begin(long id, boolean operator, Client client) {
        Optional<Outcome> tooOften = tooOften(operator, client);
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        List<Question> asking = new ArrayList<>();
        Optional<WebhookView> known =
                database.inTransaction(session -> {
                    Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
                    Optional<Webhook> webhook = new WebhookRepository_(session).find(id);
                    if (locked.isEmpty() || webhook.isEmpty()) {
                        return Optional.empty();
                    }
                    if (locked.get().state() != Subscription.State.ACTIVE) {
                        webhook.get().askAgain();
                        session.update(webhook.get());
                        asking.add(Question.of(webhook.get()));
                    }
                    return Optional.of(
                            WebhookView.of(locked.get(), webhook.get(), null, clock.instant()));
                });
        if (known.isEmpty()) {
            return new Outcome.Gone();
        }
        if (asking.isEmpty()) {
            return new Outcome.Active(known.get());
        }
        Question question = asking.getFirst();
        if (Target.parse(question.url(), settings.plainHttp())
                instanceof Target.Parsed.Invalid(String reason)) {
            return new Outcome.Wrong("url", reason);
        }
        return take(question, challenges.ask(question), null);
    }

    /** What follows from the answer of a target, unless the webhook was changed meanwhile. */
    private Outcome take(Question question, Asked asked, @Nullable String secret) {
        if (asked instanceof Asked.Refused(String field, String reason)) {
            return new Outcome.Wrong(field, reason);
        }
        long id = question.webhook();
        return database.<Outcome>inTransaction(session -> {
            Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
            Optional<Webhook> webhook = new WebhookRepository_(session).find(id);
            if (locked.isEmpty() || webhook.isEmpty()) {
                return new Outcome.Gone();
            }
            if (!Question.of(webhook.get()).equals(question)) {
                return new Outcome.Wrong(
                        "url", "The webhook was changed while its target was asked.");
            }
            Subscription subscription = locked.get();
            boolean echoed = asked instanceof Asked.Echoed;
            if (echoed) {
                activate(session, subscription, webhook.get());
            } else if (subscription.state() == Subscription.State.ENDED) {
                askForTheme(session, subscription.interest(), clock.instant());
                subscription.waitForConfirmation(clock.instant());
                session.update(subscription);
            }
            WebhookView view = WebhookView.of(subscription, webhook.get(), secret, clock.instant());
            return echoed ? new Outcome.Active(view) : new Outcome.Pending(view);
        });
    }

    private void activate(StatelessSession session, Subscription subscription, Webhook webhook) {
        if (subscription.state() == Subscription.State.ACTIVE) {
            return;
        }
        Instant now = clock.instant();
        // That of one that had ended is gone.
        askForTheme(session, subscription.interest(), now);
        subscription.confirm(
                now,
                slot(subscription.interest(), now),
                String.valueOf(subscription.requestedFrom()),
                WORDING);
        session.update(subscription);
        webhook.begin();
        session.update(webhook);
    }

    // ---- Looking, rotating, ending
    // ---------------------------------------------------------------

    Optional<WebhookView> find(long id, @Nullable String secret) {
        return database.inTransaction(session -> view(session, id, secret));
    }

    private Optional<WebhookView> view(StatelessSession session, long id, @Nullable String secret) {
        Optional<Webhook> webhook = new WebhookRepository_(session).find(id);
        return new SubscriptionRepository_(session)
                .findSubscription(id)
                .flatMap(subscription ->
                        webhook.map(found ->
                                WebhookView.of(subscription, found, secret, clock.instant())));
    }

    /** All webhooks, page by page. */
    WebhookPage list(long after, int atMost) {
        return database.inTransaction(session -> {
            List<Webhook> found = new WebhookRepository_(session).after(after, atMost + 1);
            boolean more = found.size() > atMost;
            List<WebhookView> shown =
                    found.stream()
                            .limit(atMost)
                            .flatMap(webhook -> view(session, webhook.id(), null).stream())
                            .toList();
            return new WebhookPage(shown, more ? Long.toString(found.get(atMost - 1).id()) : null);
        });
    }

    /** Gives a webhook another secret; the one before signs as well for a while. */
    Optional<WebhookView> rotate(long id) {
        WebhookSecret secret = WebhookSecret.random();
        return database.inTransaction(session -> {
            WebhookRepository webhooks = new WebhookRepository_(session);
            var _ = new SubscriptionRepository_(session).lock(id);
            Optional<Webhook> found = webhooks.lock(id);
            found.ifPresent(webhook -> {
                webhook.rotate(secrets.seal(secret), clock.instant().plus(settings.rotation()));
                session.update(webhook);
            });
            return view(session, id, secret.text());
        });
    }

    /** Deletes a webhook; what waits for it is not sent. */
    boolean delete(long id) {
        return database.inTransaction(session -> {
            Optional<Subscription> found =
                    new SubscriptionRepository_(session)
                            .lock(id)
                            .filter(each -> each.channel() instanceof Channel.Webhook);
            found.ifPresent(webhook -> {
                session.delete(webhook);
                deleteIfUnused(session, webhook.themeKey());
            });
            return found.isPresent();
        });
    }

    /** Sends events again. */
    ResendAnswer resend(long id, ResendRequest request) {
        ResendAnswer answer = database.inTransaction(session -> resend(session, id, request));
        if (answer.planned() > 0) {
            signal.raise();
        }
        return answer;
    }

    private ResendAnswer resend(StatelessSession session, long id, ResendRequest request) {
        SettledRepository ledger = new SettledRepository_(session);
        long reader = Channel.readerOf(id);
        Long one = request.delivery();
        List<SentEvent> events =
                one != null
                        ? ledger.sent(one, reader).stream().toList()
                        : ledger.sentBetween(
                                reader,
                                instant(request.from(), Instant.EPOCH),
                                instant(request.until(), clock.instant()),
                                request.state() == null ? "" : request.state(),
                                MOST_AGAIN + 1);
        boolean more = events.size() > MOST_AGAIN;
        List<SentEvent> some = more ? events.subList(0, MOST_AGAIN) : events;
        return new SubscriptionRepository_(session)
                .findSubscription(id)
                .map(Subscription::channel)
                .filter(Channel.Webhook.class::isInstance)
                .map(Channel.Webhook.class::cast)
                .map(webhook -> new ResendAnswer(again.plan(session, id, webhook, some), more))
                .orElseGet(() -> new ResendAnswer(0, false));
    }

    private static Instant instant(@Nullable OffsetDateTime time, Instant otherwise) {
        Instant instant = time == null ? otherwise : time.toInstant();
        // What databases have dates for; no event is older or newer.
        return instant.isBefore(Bounds.EARLIEST)
                ? Bounds.EARLIEST
                : instant.isAfter(Bounds.LATEST) ? Bounds.LATEST : instant;
    }
}
