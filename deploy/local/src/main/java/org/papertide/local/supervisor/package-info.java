/**
 * {@code ./papertide up}: the servers in this process, the services as child processes, in the
 * foreground until it is stopped.
 *
 * <p>Flows in: options and a data directory. Flows out: a running pipeline, one line that starts
 * with {@code ready}, and an ordered stop: services, mail, Kafka, PostgreSQL.
 *
 * <p>A child ignores the terminal's Ctrl-C, for the supervisor stops it in its turn, and ends when
 * its standard input does, so that it never outlives a supervisor that was killed. Rejected: a
 * process group per child ({@code setsid} is not on every system), and asking again and again
 * whether the parent lives.
 */
@NullMarked
package org.papertide.local.supervisor;

import org.jspecify.annotations.NullMarked;
