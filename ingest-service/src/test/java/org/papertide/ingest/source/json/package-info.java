/** Reading json record by record. */
@NullMarked
package org.papertide.ingest.source.json;

import org.jspecify.annotations.NullMarked;
