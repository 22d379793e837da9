/**
 * What comes back, and whom it keeps from being mailed: the list of suppressed addresses for the
 * operator.
 *
 * <p>Flows in: an operator's single addresses, and lists of other mailers. Flows out: changes of
 * the suppression list, and the list, with the addresses of those who are subscribers.
 */
@NullMarked
package org.papertide.notify.returned;

import org.jspecify.annotations.NullMarked;
