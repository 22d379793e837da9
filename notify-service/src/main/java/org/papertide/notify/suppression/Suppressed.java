package org.papertide.notify.suppression;

import java.time.Instant;

/**
 * An address that is not mailed to.
 *
 * @param addressHash its hash under a key, see {@link AddressHashes}
 * @param reason what a server, the person or the operator said; no address in it
 * @param at since when
 */
public record Suppressed(String addressHash, String reason, Instant at) {}
