/** What several of this service's tests need. */
@NullMarked
package org.papertide.ingest;

import org.jspecify.annotations.NullMarked;
