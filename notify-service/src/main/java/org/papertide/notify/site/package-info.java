/**
 * What readers see over HTTP: what is trending, the subscribe form, and the pages behind the links
 * of mails.
 *
 * <p>Flows in: rankings and abstracts by {@link org.papertide.notify.site.RankingSource}, sent
 * mails by {@link org.papertide.notify.edition.Contents}; requests, whose tokens are hostile until
 * the subscriptions have verified them. Flows out: HTML, and requests to the {@link
 * org.papertide.notify.signup.SubscriptionWorkflow}.
 *
 * <p>Pages are whole without JavaScript; the script only keeps the list moving. It asks for the
 * order of the list every three seconds, with its entity tag, while the page is looked at, and for
 * the papers that it does not have; nothing moves under the pointer. Rejected: server-sent events,
 * which hold a connection per reader for a list of which a proxy or our own memory can serve one
 * copy to all. No cookie, no resource from elsewhere, nothing inline. Whoever holds a token may act
 * for its subscription, so no form needs protection against forgery; what a form does twice, it
 * does once. Rejected: a cookie by which the browser that subscribed confirms by opening the link,
 * without the button. It would be the only cookie of the site, GET would change something again,
 * for that browser, and most who subscribe read the mail elsewhere, in an application on a
 * telephone for instance, and need the button all the same.
 */
@NullMarked
package org.papertide.notify.site;

import org.jspecify.annotations.NullMarked;
