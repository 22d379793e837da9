/**
 * Writing and reading the small binary forms in which the service keeps its state.
 *
 * <p>Flows in: numbers and texts. Flows out: their bytes, and back. Which form a value has is
 * decided where the value is; what happens to bytes that no form fits is decided by the runtime of
 * the stream.
 *
 * <p>Rejected: Protocol Buffers or Kryo. Half of a paper's 150 bytes would be tags, and there are a
 * million papers to write at each whole five minutes.
 */
@NullMarked
package org.papertide.ranking.bytes;

import org.jspecify.annotations.NullMarked;
