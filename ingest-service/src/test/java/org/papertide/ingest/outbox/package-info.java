/** From rows to topics, with a broker that fails and with a real one. */
@NullMarked
package org.papertide.ingest.outbox;

import org.jspecify.annotations.NullMarked;
