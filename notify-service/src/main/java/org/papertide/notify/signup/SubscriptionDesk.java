package org.papertide.notify.signup;

/**
 * Where subscriptions are asked for, confirmed, seen, changed and ended. Tokens come from links in
 * mails and are hostile until they are verified.
 */
public interface SubscriptionDesk {

    /**
     * Asks for a subscription. Nothing changes until the address confirms by mail.
     *
     * @param request valid, see {@link SignUp}
     * @param client the address that asks, to limit how often it may
     */
    SubscribeResult subscribe(SubscriptionRequest request, String client);

    /** What a confirmation link is about; changes nothing. */
    ConfirmResult look(String confirmToken);

    /** Confirms; repeated, it answers the same. */
    ConfirmResult confirm(String confirmToken);

    /** The subscription behind a preferences link. */
    PreferencesResult preferences(String preferencesToken);

    /**
     * Changes it; what is absent in the change has its default, the address stays.
     *
     * @param change valid but for its address
     */
    PreferencesResult update(String preferencesToken, SubscriptionRequest change);

    /** Everything kept about the subscriber. */
    ExportResult export(String preferencesToken);

    /** Ends all subscriptions of the address and deletes all that is kept about it. */
    PreferencesResult erase(String preferencesToken);

    /** What an unsubscription link is about; changes nothing. */
    UnsubscribeResult lookAtUnsubscribe(String unsubscribeToken);

    /** Ends the subscription at once (RFC 8058); repeated, it answers the same. */
    UnsubscribeResult unsubscribe(String unsubscribeToken);
}
