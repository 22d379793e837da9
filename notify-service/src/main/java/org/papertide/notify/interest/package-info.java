/**
 * The vocabulary that all other packages share: what one subscription asks for, how often, which
 * papers it lets pass, and when its digests are due.
 *
 * <p>Flows in: nothing but values. Flows out: plain records and pure functions. No dependency on
 * any other package, no database, no HTTP.
 */
@NullMarked
package org.papertide.notify.interest;

import org.jspecify.annotations.NullMarked;
