/**
 * Hashes.
 *
 * <p>Flows in: bytes or text. Flows out: their SHA-256.
 */
@NullMarked
package org.papertide.platform.hashing;

import org.jspecify.annotations.NullMarked;
