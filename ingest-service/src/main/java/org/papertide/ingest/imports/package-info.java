/**
 * Listing files that someone brings.
 *
 * <p>Flows in: the body of {@code POST /api/v1/imports}, of any size and any known form, packed or
 * not. Flows out: batches to the catalogue, and an account of what was taken and what was refused.
 *
 * <p>Only one batch is in memory at a time; while the catalogue takes it, the client waits. What
 * was complete before an input breaks off is kept, and the answer says so: importing the whole file
 * again then publishes only the rest.
 */
@NullMarked
package org.papertide.ingest.imports;

import org.jspecify.annotations.NullMarked;
