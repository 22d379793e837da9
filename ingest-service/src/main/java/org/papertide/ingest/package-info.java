/** Papertide's ingest part. */
@NullMarked
package org.papertide.ingest;

import org.jspecify.annotations.NullMarked;
