/** When sources run, and what is kept of a run. */
@NullMarked
package org.papertide.ingest.polling;

import org.jspecify.annotations.NullMarked;
