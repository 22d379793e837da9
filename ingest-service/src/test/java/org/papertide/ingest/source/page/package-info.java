/** Tests of the papers page. */
@NullMarked
package org.papertide.ingest.source.page;

import org.jspecify.annotations.NullMarked;
