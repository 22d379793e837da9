/**
 * The notify service: turns scores, rankings and breakouts into mail for those who asked for it.
 *
 * <p>Read the packages in this order: {@code ranking} (what is asked of ranking-service), {@code
 * interest} (what a subscription asks for), {@code token} (signed links), {@code suppression} (whom
 * not to mail), {@code subscription} (who subscribed), {@code candidate} (what the ranking sent),
 * {@code theme} (what papers are to be about), {@code message} (what a mail says), {@code ledger}
 * (what became of each mail), {@code edition} (what is sent to whom, and when), {@code dkim}
 * (signatures), {@code smtp} (one mail and one server), {@code traffic} (whether a receiver may get
 * a mail now), {@code webhook} (what is called instead of mailed), {@code delivery} (the workers
 * that send), {@code signup} (from request to unsubscription), {@code returned} (what comes back,
 * and whom it keeps from being mailed), {@code account} (what was sent, for operators and
 * consumers), {@code webhook.api} (webhooks over HTTP), {@code site} (pages), {@code assembly}
 * (beans, start and watch of all these). A package uses only those before it; all may use {@code
 * http} (how bodies become values) and {@code running} (how work reaches its tables).
 *
 * <p>Every table has one owner, named in its package. Others go through the owner's repository, or
 * read a view that it publishes. Repositories are interfaces whose code Hibernate's processor
 * writes; statements for sets of rows stay SQL there.
 */
@NullMarked
package org.papertide.notify;

import org.jspecify.annotations.NullMarked;
