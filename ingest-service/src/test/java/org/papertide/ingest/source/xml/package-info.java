/** Reading xml record by record. */
@NullMarked
package org.papertide.ingest.source.xml;

import org.jspecify.annotations.NullMarked;
