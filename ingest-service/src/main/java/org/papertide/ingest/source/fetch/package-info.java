/**
 * Asking remote services over HTTP, as a guest should.
 *
 * <p>Flows in: addresses. Flows out: answers with a bounded body, within a bounded time, whatever
 * the other side does.
 */
@NullMarked
package org.papertide.ingest.source.fetch;

import org.jspecify.annotations.NullMarked;
