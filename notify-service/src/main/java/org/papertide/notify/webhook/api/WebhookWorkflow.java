package org.papertide.notify.webhook.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
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
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.webhook.Target;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookAnswer;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.WebhookRepository;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.notify.webhook.WebhookSecret;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
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

    /** How long somebody has to send a challenge back. */
    private static final Duration CHALLENGE = Duration.ofDays(2);

    private static final String OPERATOR = "operator";
    private static final String WORDING = "webhook";
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final Tokens tokens;
    private final AddressHashes hashes;
    private final WebhookCaller caller;
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
        this.caller = caller;
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
    private record Wanted(Target target, String format, List<String> events, Interest interest) {}

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
        if (!operator) {
            Optional<Duration> wait = clients.take(client);
            if (wait.isPresent()) {
                return new Outcome.TooOften(requestsPerHour, wait.get());
            }
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
        return switch (ask(id, wanted.target(), wanted.format())) {
            case Asked.Echoed() ->
                    activate(id, secret.text())
                            .<Outcome>map(Outcome.Active::new)
                            .orElseGet(Outcome.Gone::new);
            case Asked.Shown() ->
                    find(id, secret.text())
                            .<Outcome>map(Outcome.Pending::new)
                            .orElseGet(Outcome.Gone::new);
            case Asked.Refused(String reason) -> {
                var _ = delete(id);
                yield new Outcome.Wrong("url", reason);
            }
        };
    }

    private long insert(
            StatelessSession session,
            long owner,
            Wanted wanted,
            WebhookSecret secret,
            Client client) {
        Instant now = clock.instant();
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

    /** Changes a webhook; a new target is asked first. */
    Outcome change(long id, WebhookRequest request) {
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
        boolean asks = !wanted.target().uri().toString().equals(known.url());
        Asked asked = asks ? ask(id, wanted.target(), wanted.format()) : new Asked.Echoed();
        if (asked instanceof Asked.Refused(String reason)) {
            return new Outcome.Wrong("url", reason);
        }
        boolean pending = asked instanceof Asked.Shown;
        database.run(session -> change(session, id, wanted, pending));
        return find(id, null)
                .<Outcome>map(
                        view -> pending ? new Outcome.Pending(view) : new Outcome.Active(view))
                .orElseGet(Outcome.Gone::new);
    }

    private void change(StatelessSession session, long id, Wanted wanted, boolean pending) {
        Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
        Optional<Webhook> known = new WebhookRepository_(session).lock(id);
        if (locked.isEmpty() || known.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Subscription subscription = locked.get();
        boolean active = subscription.state() == Subscription.State.ACTIVE;
        subscription.change(
                wanted.interest(), active && !pending ? slot(wanted.interest(), now) : null);
        subscription.moveTo(new Channel.Webhook(wanted.target().receiver()));
        if (pending) {
            subscription.waitForConfirmation(now);
        }
        session.update(subscription);
        known.get().change(wanted.target(), wanted.format(), wanted.events());
        session.update(known.get());
    }

    private @Nullable Instant slot(Interest interest, Instant now) {
        return schedule.next(interest.frequency(), interest.timezone(), interest.hour(), now);
    }

    // ---- The challenge
    // ---------------------------------------------------------------------------

    /** What a target did with a challenge. */
    private sealed interface Asked {

        /** It answered with it. */
        record Echoed() implements Asked {}

        /** It took it; people read it there. */
        record Shown() implements Asked {}

        /** Neither; the reason is for people. */
        record Refused(String reason) implements Asked {}
    }

    private Asked ask(long id, Target target, String format) {
        String challenge = tokens.issue(Tokens.Kind.CHALLENGE, id, clock.instant().plus(CHALLENGE));
        return switch (caller.challenge(target.uri(), format, challenge)) {
            case WebhookAnswer.Unwritable(String reason) -> new Asked.Refused(reason);
            case WebhookAnswer.Failed(String reason) ->
                    new Asked.Refused("The target did not answer the challenge: " + reason + ".");
            case WebhookAnswer.Answered answered -> {
                if (answered.status() == OK && echoes(answered.body(), challenge)) {
                    yield new Asked.Echoed();
                }
                if (answered.isTaken() && WebhookFormats.isForPeople(format)) {
                    yield new Asked.Shown();
                }
                yield new Asked.Refused(
                        answered.status() == OK
                                ? "The target answered 200 without the challenge. It has to answer"
                                        + " {\"challenge\": …} with the value that it got."
                                : "The target answered %d to the challenge, and not 200."
                                        .formatted(answered.status()));
            }
        };
    }

    private static boolean echoes(String body, String challenge) {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer != null && answer.path("challenge").asText("").equals(challenge);
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    /** Takes the challenge that people read at the target. */
    Outcome confirm(long id, String challenge) {
        if (!(tokens.verify(Tokens.Kind.CHALLENGE, challenge.strip())
                        instanceof Tokens.Verified.Valid(long subject))
                || subject != id) {
            return new Outcome.Wrong("challenge", "That is not the challenge that we sent.");
        }
        return activate(id, null).<Outcome>map(Outcome.Active::new).orElseGet(Outcome.Gone::new);
    }

    /** Begins again what was ended: the target is asked again. */
    Outcome begin(long id) {
        Optional<WebhookView> known = find(id, null);
        if (known.isEmpty()
                || !(Target.parse(known.get().url(), settings.plainHttp())
                        instanceof Target.Parsed.Valid(Target target))) {
            return new Outcome.Gone();
        }
        return switch (ask(id, target, known.get().format())) {
            case Asked.Echoed() ->
                    activate(id, null)
                            .<Outcome>map(Outcome.Active::new)
                            .orElseGet(Outcome.Gone::new);
            case Asked.Shown() -> new Outcome.Pending(known.get());
            case Asked.Refused(String reason) -> new Outcome.Wrong("url", reason);
        };
    }

    private Optional<WebhookView> activate(long id, @Nullable String secret) {
        return database.inTransaction(session -> {
            Optional<Subscription> locked = new SubscriptionRepository_(session).lock(id);
            Optional<Webhook> webhook = new WebhookRepository_(session).lock(id);
            if (locked.isEmpty() || webhook.isEmpty()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            Subscription subscription = locked.get();
            if (subscription.state() != Subscription.State.ACTIVE) {
                subscription.confirm(
                        now,
                        slot(subscription.interest(), now),
                        String.valueOf(subscription.requestedFrom()),
                        WORDING);
                session.update(subscription);
                webhook.get().begin();
                session.update(webhook.get());
            }
            return Optional.of(WebhookView.of(subscription, webhook.get(), secret, now));
        });
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
            found.ifPresent(session::delete);
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
