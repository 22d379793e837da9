/**
 * What all HTTP paths share: errors as RFC 9457 problems in one shape, paths for operators, and the
 * management port.
 *
 * <p>Flows in: requests and failures. Flows out: the responses to rejected requests. A service adds
 * mappers for exceptions of its own libraries beside these.
 */
@NullMarked
package org.papertide.platform.http;

import org.jspecify.annotations.NullMarked;
