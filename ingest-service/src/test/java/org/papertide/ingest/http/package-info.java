/** Tokens and problems. */
@NullMarked
package org.papertide.ingest.http;

import org.jspecify.annotations.NullMarked;
