/**
 * Sends what the ledger holds: workers claim, write, send and settle, one connection each.
 *
 * <p>Flows in: claims of the ledger with their content. Flows out: mails by {@code smtp}; outcomes
 * to the ledger, failures of addresses to {@code suppression}, faults of a message to its edition.
 * Owns no table.
 *
 * <p>Before each mail {@link org.papertide.notify.traffic.Traffic} is asked whether its receiving
 * group may get one now, and afterwards takes what was answered. A mail that has to wait is parked
 * in the ledger under the name of its group, without using up an attempt: claims pass it over until
 * the group may go on, and then take up as many as may go. Rejected: a later next attempt, which
 * looks at each waiting mail again and again, and guesses when a group will be free.
 *
 * <p>What follows from an attempt is said by {@link org.papertide.notify.delivery.DeliveryRules},
 * which has no effect of its own, and carried out by {@link
 * org.papertide.notify.delivery.DeliveryOutcomes}.
 *
 * <p>What comes back as mail is taken by {@code returned}.
 */
@NullMarked
package org.papertide.notify.delivery;

import org.jspecify.annotations.NullMarked;
