/**
 * Whom not to mail: addresses that a server refused for good, and the failures that lead there.
 *
 * <p>Flows in: failures of addresses, by the hash of the address. Flows out: suppressed hashes.
 * Owns the tables {@code suppression} and {@code address_failure}, and publishes the view {@code
 * suppressed_address} for the statements of others. A hash outlives the erased subscriber, so that
 * the address stays suppressed.
 */
@NullMarked
package org.papertide.notify.suppression;

import org.jspecify.annotations.NullMarked;
