package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.StatelessSession;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.guard.Client;

/**
 * Says whose a new webhook will be: that of an address, which operators name; of the reader of a
 * preferences link; else of the operator or of the client's network.
 */
@Singleton
final class WebhookOwners {

    private static final String OPERATOR = "operator";

    private final Tokens tokens;
    private final AddressHashes hashes;
    private final Clock clock;

    WebhookOwners(Tokens tokens, AddressHashes hashes, Clock clock) {
        this.tokens = tokens;
        this.hashes = hashes;
        this.clock = clock;
    }

    /** Whose a webhook will be. */
    sealed interface Owner {

        /** A subscriber, whose row is locked. */
        record Known(long subscriber) implements Owner {}

        /** Nobody. */
        record Wrong(WebhookResult outcome) implements Owner {}
    }

    /** Finds or makes the owner's row, and locks it for the transaction. */
    Owner lock(StatelessSession session, WebhookRequest request, boolean operator, Client client) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        if (request.email() != null) {
            return operator
                    ? ofAddress(subscriptions, request.email())
                    : wrong(
                            "email",
                            "Only operators name an address. Give preferences, the token of a link"
                                    + " in a mail of yours.");
        }
        if (request.preferences() != null) {
            return ofLink(subscriptions, request.preferences());
        }
        String name = operator ? OPERATOR : "network " + client.shortened();
        Subscriber owner =
                subscriptions.lockOwner(
                        name, hashes.of(MailAddress.plainHash(name)), clock.instant());
        return new Owner.Known(owner.id());
    }

    private Owner ofAddress(SubscriptionRepository subscriptions, String email) {
        Instant now = clock.instant();
        return switch (MailAddress.parse(email)) {
            case MailAddress.Parsed.Invalid(String reason) -> wrong("email", reason);
            case MailAddress.Parsed.Valid(MailAddress address) ->
                    new Owner.Known(
                            subscriptions
                                    .lockSubscriber(address, hashes.of(address.plainHash()), now)
                                    .id());
        };
    }

    private Owner ofLink(SubscriptionRepository subscriptions, String preferences) {
        return tokens.verify(Tokens.Kind.PREFERENCES, preferences)
                        instanceof Tokens.Verified.Valid(long subject)
                ? subscriptions
                        .lock(subject)
                        .filter(found -> found.state() == Subscription.State.ACTIVE)
                        .flatMap(found -> subscriptions.lockSubscriberById(found.subscriberId()))
                        .<Owner>map(Owner.Known::new)
                        .orElseGet(() -> wrong("preferences", "This is not a preferences link."))
                : wrong("preferences", "Please give the token of a preferences link.");
    }

    private static Owner wrong(String field, String reason) {
        return new Owner.Wrong(new WebhookResult.Wrong(field, reason));
    }
}
