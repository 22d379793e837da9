/**
 * The life of a subscription as its subscriber sees it: request, opt-in by mail, preferences,
 * export, erasure, unsubscription; and the HTTP API that takes requests.
 *
 * <p>Flows in: requests of pages and API, tokens from links in mails. Flows out: changes of
 * subscriptions; opt-in and welcome mails, written in the same transaction as the change.
 *
 * <p>A use case above {@code subscription}, {@code edition} and {@code ledger}: it owns no table.
 * Rejected: to leave it in {@code subscription}, which then needed the mails that in turn need to
 * know what a subscription asks for.
 */
@NullMarked
package org.papertide.notify.signup;

import org.jspecify.annotations.NullMarked;
