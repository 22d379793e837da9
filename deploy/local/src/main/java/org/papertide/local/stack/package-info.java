/**
 * The servers that Papertide needs, real ones, from Maven artefacts: a Kafka broker, a PostgreSQL
 * and a mail server that captures. For one machine and for tests.
 *
 * <p>Flows in: directories and ports. Flows out: servers on loopback, each of which can be stopped
 * and started again on the same port and data, within a process ({@link
 * org.papertide.local.stack.LocalStack}) or as one of its own ({@link
 * org.papertide.local.stack.StackProcess}).
 *
 * <p>Rejected: containers as the only way (a first visitor needs a JDK and nothing else), and fakes
 * of the servers (what runs here must be what runs in production).
 */
@NullMarked
package org.papertide.local.stack;

import org.jspecify.annotations.NullMarked;
