/** Pushed counts over HTTP. */
@NullMarked
package org.papertide.ingest.signal;

import org.jspecify.annotations.NullMarked;
