/** ImportBeans over HTTP, down to what is on the topics. */
@NullMarked
package org.papertide.ingest.imports;

import org.jspecify.annotations.NullMarked;
