/**
 * What all paths of this service share: who may call them, how large a body may be, and how errors
 * are answered.
 *
 * <p>Flows in: requests. Flows out: RFC 9457 problems for those that are turned away.
 */
@NullMarked
package org.papertide.ingest.http;

import org.jspecify.annotations.NullMarked;
