/**
 * How requests become values: JSON bodies are read into records, and records are validated.
 *
 * <p>Flows in: bodies, hostile until they are read. Flows out: either a record whose every field is
 * valid, or all that is wrong with it, by field, in words for people. No word of the domain.
 *
 * <p>Rejected: bodies bound by the framework ({@code @Valid} parameters). Jackson stops at the
 * first value of the wrong kind, so a client would learn of its mistakes one by one, and it takes
 * {@code "8"} for a number and {@code 8} for a text.
 */
@NullMarked
package org.papertide.notify.http;

import org.jspecify.annotations.NullMarked;
