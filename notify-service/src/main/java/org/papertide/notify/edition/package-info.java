/**
 * What is sent to whom, and when: planning, choosing papers, closing the account.
 *
 * <p>Flows in: the clock, operators' requests, breakouts; subscriptions and candidates. Flows out:
 * rows of the delivery ledger with their content, and the account of each edition, which stays when
 * its rows have left. Owns the tables {@code edition}, {@code edition_sum}, {@code content} and
 * {@code waiting_alert}.
 *
 * <p>Planning freezes the audience in one statement; composing then writes what each gets, batch by
 * batch, readers with equal filters together. All subscriptions of a subscriber are in one part of
 * the audience. Parts are composed side by side: the database writes a batch of one while the next
 * of the other is made. Planning takes a lock of the database, and so does each batch of a part, in
 * whichever process, so that no two interleave where they read what a person has seen and write
 * what they will see. Composing shares a lock besides that planning an alert has alone: the alert
 * waits no longer than for a batch of each part.
 *
 * <p>Rejected: choosing the papers at sending time, when two mails to one person could meet.
 */
@NullMarked
package org.papertide.notify.edition;

import org.jspecify.annotations.NullMarked;
