/** What a batch of listings makes of the catalogue, without a database and with one. */
@NullMarked
package org.papertide.ingest.catalogue;

import org.jspecify.annotations.NullMarked;
