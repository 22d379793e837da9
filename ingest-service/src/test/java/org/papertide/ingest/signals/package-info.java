/** Pushed counts over HTTP. */
@NullMarked
package org.papertide.ingest.signals;

import org.jspecify.annotations.NullMarked;
