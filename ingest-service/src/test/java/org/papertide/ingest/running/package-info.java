/** What waits for servers, tried with servers that come and go. */
@NullMarked
package org.papertide.ingest.running;

import org.jspecify.annotations.NullMarked;
