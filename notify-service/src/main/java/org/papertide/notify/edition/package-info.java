/**
 * What is sent to whom, and when: planning, choosing papers, closing the account.
 *
 * <p>Flows in: the clock, operators' requests, breakouts; subscriptions and candidates. Flows out:
 * rows of the delivery ledger with their content, and the account of each edition. Owns the tables
 * {@code edition} and {@code content}.
 *
 * <p>Planning freezes the recipients in one statement; composing then fills in what each gets,
 * batch by batch, readers with equal filters together, each distinct message rendered once.
 * Planning and composing take a lock of the database each, so that no two processes interleave
 * where they read what a person has seen and write what they will see: the lock is held for a
 * batch, and an alert waits no longer than that.
 *
 * <p>Rejected: choosing the papers at sending time, when two mails to one person could meet.
 */
@NullMarked
package org.papertide.notify.edition;

import org.jspecify.annotations.NullMarked;
