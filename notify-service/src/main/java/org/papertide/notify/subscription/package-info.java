/**
 * Who asked for what: subscribers, their interests, double opt-in, preferences and tokens.
 *
 * <p>Flows in: requests of pages and API, tokens from links in mails. Flows out: opt-in and welcome
 * mails into the delivery ledger; active subscriptions for editions.
 */
@NullMarked
package org.papertide.notify.subscription;

import org.jspecify.annotations.NullMarked;
