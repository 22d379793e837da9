package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.webhook.WebhookSecret;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.notify.webhook.api.WebhookChallenges.Asked;
import org.papertide.notify.webhook.api.WebhookChallenges.Question;
import org.papertide.notify.webhook.api.WebhookOwners.Owner;
import org.papertide.notify.webhook.api.WebhookRequestCheck.Checked;
import org.papertide.notify.webhook.api.WebhookRows.Pair;
import org.papertide.platform.database.Database;
import org.papertide.platform.guard.Client;

/**
 * From the request for a webhook to its end. Its row is there before the challenge is sent, and
 * waits; no transaction is open while a target is called.
 */
@Singleton
final class WebhookWorkflow {

    private final Database database;
    private final WebhookSettings settings;
    private final WebhookRequestLimit limit;
    private final WebhookRequestCheck check;
    private final WebhookOwners owners;
    private final WebhookRows rows;
    private final WebhookChallenges challenges;
    private final Clock clock;

    WebhookWorkflow(
            Database database,
            WebhookSettings settings,
            WebhookRequestLimit limit,
            WebhookRequestCheck check,
            WebhookOwners owners,
            WebhookRows rows,
            WebhookChallenges challenges,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.limit = limit;
        this.check = check;
        this.owners = owners;
        this.rows = rows;
        this.challenges = challenges;
        this.clock = clock;
    }

    /** Whether anybody may create webhooks. */
    boolean isOpen() {
        return settings.open();
    }

    // ---- Making

    /** Whether a row was made. */
    private sealed interface Made {

        record Row(long id) implements Made {}

        record Refused(WebhookResult outcome) implements Made {}
    }

    /**
     * Makes a webhook, and asks its target.
     *
     * @param request valid by its constraints
     * @param operator whether an operator asks
     */
    WebhookResult create(WebhookRequest request, boolean operator, Client client) {
        Optional<WebhookResult> tooOften = limit.tooOften(operator, client);
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        return switch (check.check(request)) {
            case Checked.Unfit(WebhookResult.Wrong problem) -> problem;
            case Checked.Fit(WantedWebhook wanted) -> {
                WebhookSecret secret = WebhookSecret.random();
                Made made =
                        database.inTransaction(session ->
                                insert(session, request, wanted, secret, operator, client));
                yield switch (made) {
                    case Made.Refused(WebhookResult outcome) -> outcome;
                    case Made.Row(long id) -> askNew(id, wanted, secret);
                };
            }
        };
    }

    private Made insert(
            StatelessSession session,
            WebhookRequest request,
            WantedWebhook wanted,
            WebhookSecret secret,
            boolean operator,
            Client client) {
        return switch (owners.lock(session, request, operator, client)) {
            case Owner.Wrong(WebhookResult outcome) -> new Made.Refused(outcome);
            case Owner.Known(long owner) ->
                    new SubscriptionRepository_(session).countWebhooks(owner) >= settings.perOwner()
                            ? new Made.Refused(new WebhookResult.Full(settings.perOwner()))
                            : new Made.Row(rows.insert(session, owner, wanted, secret, client));
        };
    }

    /** One whose target does not want to be called is deleted, whatever happens. */
    private WebhookResult askNew(long id, WantedWebhook wanted, WebhookSecret secret) {
        Question question = new Question(id, 1, wanted.url(), wanted.format());
        boolean made = false;
        try {
            WebhookResult outcome = take(question, challenges.ask(question), secret.text());
            made =
                    outcome instanceof WebhookResult.Active
                            || outcome instanceof WebhookResult.Pending;
            return outcome;
        } finally {
            if (!made) {
                var _ = delete(id);
            }
        }
    }

    // ---- Changing

    /** Changes a webhook; a new target, or the same in another format, is asked first. */
    WebhookResult change(long id, WebhookRequest request, boolean operator, Client client) {
        Optional<Pair> found = database.inTransaction(session -> rows.find(session, id));
        if (found.isEmpty()) {
            return new WebhookResult.Gone();
        }
        Pair before = found.get();
        WebhookView known = before.view(null, clock.instant());
        Interest interest = request.interest(before.subscription().interest());
        return switch (check.check(request, known, interest)) {
            case Checked.Unfit(WebhookResult.Wrong problem) -> problem;
            case Checked.Fit(WantedWebhook wanted) ->
                    wanted.callsOtherThan(known)
                            ? limit.tooOften(operator, client)
                                    .orElseGet(() -> askAndMove(before, wanted))
                            : inRows(
                                    id,
                                    (session, now) -> {
                                        rows.change(session, now, wanted);
                                        return new WebhookResult.Active(
                                                now.view(null, clock.instant()));
                                    });
        };
    }

    /** As what it will be, once it is asked. */
    private WebhookResult askAndMove(Pair before, WantedWebhook wanted) {
        long id = before.subscription().id();
        int next = before.webhook().version() + 1;
        Asked asked = challenges.ask(new Question(id, next, wanted.url(), wanted.format()));
        if (asked instanceof Asked.Refused(String field, String reason)) {
            return new WebhookResult.Wrong(field, reason);
        }
        boolean echoed = asked instanceof Asked.Echoed;
        return inRows(
                id,
                (session, now) -> {
                    rows.change(session, now, wanted);
                    rows.move(session, now, wanted, echoed);
                    return reached(now, echoed, null);
                });
    }

    /** What is done with the locked rows of a webhook. */
    @FunctionalInterface
    private interface Step {

        WebhookResult take(StatelessSession session, Pair rows);
    }

    private WebhookResult inRows(long id, Step step) {
        return database.<WebhookResult>inTransaction(session ->
                rows.lock(session, id)
                        .map(found -> step.take(session, found))
                        .orElseGet(WebhookResult.Gone::new));
    }

    private WebhookResult reached(Pair now, boolean echoed, @Nullable String secret) {
        WebhookView view = now.view(secret, clock.instant());
        return echoed ? new WebhookResult.Active(view) : new WebhookResult.Pending(view);
    }

    // ---- The challenge

    /** Takes the challenge that people read at the target. */
    WebhookResult confirm(long id, String challenge) {
        return inRows(
                id,
                (session, now) -> {
                    if (now.subscription().state() == Subscription.State.ENDED
                            || !challenges.isOf(now.webhook(), challenge)) {
                        return new WebhookResult.Wrong(
                                "challenge",
                                "That is not the challenge that we sent last, or it is too old.");
                    }
                    rows.activate(session, now);
                    return new WebhookResult.Active(now.view(null, clock.instant()));
                });
    }

    /** Begins again what was ended: the target is asked again. */
    WebhookResult begin(long id, boolean operator, Client client) {
        Optional<WebhookResult> tooOften = limit.tooOften(operator, client);
        if (tooOften.isPresent()) {
            return tooOften.get();
        }
        Optional<Pair> found =
                database.inTransaction(session -> {
                    Optional<Pair> locked = rows.lock(session, id);
                    locked.filter(each -> !isActive(each))
                            .ifPresent(each -> {
                                each.webhook().askAgain();
                                session.update(each.webhook());
                            });
                    return locked;
                });
        if (found.isEmpty()) {
            return new WebhookResult.Gone();
        }
        Pair known = found.get();
        if (isActive(known)) {
            return new WebhookResult.Active(known.view(null, clock.instant()));
        }
        Question question = Question.of(known.webhook());
        return check.problemOf(question.url())
                .orElseGet(() -> take(question, challenges.ask(question), null));
    }

    private static boolean isActive(Pair rows) {
        return rows.subscription().state() == Subscription.State.ACTIVE;
    }

    /** What follows from the answer of a target, unless the webhook was changed meanwhile. */
    private WebhookResult take(Question question, Asked asked, @Nullable String secret) {
        if (asked instanceof Asked.Refused(String field, String reason)) {
            return new WebhookResult.Wrong(field, reason);
        }
        boolean echoed = asked instanceof Asked.Echoed;
        return inRows(
                question.webhook(),
                (session, now) -> {
                    if (!Question.of(now.webhook()).equals(question)) {
                        return new WebhookResult.Wrong(
                                "url", "The webhook was changed while its target was asked.");
                    }
                    if (echoed) {
                        rows.activate(session, now);
                    } else {
                        rows.waitAgain(session, now);
                    }
                    return reached(now, echoed, secret);
                });
    }

    // ---- Rotating, ending

    /** Gives a webhook another secret. */
    Optional<WebhookView> rotate(long id) {
        WebhookSecret secret = WebhookSecret.random();
        return database.inTransaction(session -> {
            Optional<Pair> found = rows.lock(session, id);
            found.ifPresent(each -> rows.rotate(session, each.webhook(), secret));
            return found.map(each -> each.view(secret.text(), clock.instant()));
        });
    }

    /** Deletes a webhook; what waits for it is not sent. */
    boolean delete(long id) {
        return database.inTransaction(session -> rows.delete(session, id));
    }
}
