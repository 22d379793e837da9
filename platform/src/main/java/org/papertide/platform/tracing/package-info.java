/**
 * Follows one thing through the services: a trace that begins where something comes in goes on in
 * the headers of Kafka's records, as <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a> says.
 *
 * <p>Flows in: the headers of a record that is worked on. Flows out: the header of those that come
 * of it, and spans to whoever collects them, without the tokens of links ({@link
 * org.papertide.platform.tracing.HiddenTokens}). Off by default; then it reads and writes nothing.
 */
@NullMarked
package org.papertide.platform.tracing;

import org.jspecify.annotations.NullMarked;
