/**
 * Writing and reading the small binary forms in which the service keeps its state.
 *
 * <p>Flows in: numbers and texts. Flows out: their bytes, and back. The class of a value decides
 * its form. The runtime of the stream decides what happens to bytes that are in no known form.
 *
 * <p>Rejected: Protocol Buffers or Kryo. Half of a paper's 150 bytes would be tags, and the service
 * writes a million papers every five minutes.
 */
@NullMarked
package org.papertide.ranking.bytes;

import org.jspecify.annotations.NullMarked;
