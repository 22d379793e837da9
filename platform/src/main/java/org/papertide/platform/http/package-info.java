/**
 * What all HTTP paths share: errors as RFC 9457 problems in one shape and one voice, JSON bodies
 * that are read into records and validated, paths for operators, and the management port.
 *
 * <p>Flows in: requests and failures. Flows out: the responses to rejected requests. A service adds
 * mappers for exceptions of its own libraries beside these.
 *
 * <p>Rejected: bodies bound by the framework ({@code @Valid} parameters). Jackson stops at the
 * first value of the wrong kind, so a client would learn of its mistakes one by one, and it takes
 * {@code "8"} for a number and {@code 8} for a text.
 */
@NullMarked
package org.papertide.platform.http;

import org.jspecify.annotations.NullMarked;
