/** A remote site that misbehaves as a test scripts it, and what our client makes of it. */
@NullMarked
package org.papertide.ingest.source.fetch;

import org.jspecify.annotations.NullMarked;
