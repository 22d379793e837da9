/** Tests of what every source uses, and of all formats together. */
@NullMarked
package org.papertide.ingest.source;

import org.jspecify.annotations.NullMarked;
