/**
 * Sends what the ledger holds: workers claim, write, send and settle, one connection each.
 *
 * <p>Flows in: claims of the ledger with their content. Flows out: mails by {@code smtp}; outcomes
 * to the ledger, failures of addresses to {@code suppression}, faults of a message to its edition.
 * Owns no table.
 *
 * <p>Before each mail {@link org.papertide.notify.delivery.Traffic} is asked whether its receiving
 * domain may get one now, and afterwards told what was answered.
 *
 * <p>What follows from an attempt is said by {@link org.papertide.notify.delivery.DeliveryRules},
 * which has no effect of its own, and carried out by {@link
 * org.papertide.notify.delivery.DeliveryOutcomes}.
 *
 * <p>Not here yet: bounces that come back as mail (their address and token are).
 */
@NullMarked
package org.papertide.notify.delivery;

import org.jspecify.annotations.NullMarked;
