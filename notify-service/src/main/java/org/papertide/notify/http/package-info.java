/**
 * What requests of this service's paths have alike beside what the platform reads: pages of lists,
 * rows by their number, instants, and JSON answers.
 *
 * <p>Flows in: bodies and parameters, hostile until they are read. Flows out: values, or what is
 * wrong with them, by field, in words for people. No word of the domain.
 */
@NullMarked
package org.papertide.notify.http;

import org.jspecify.annotations.NullMarked;
