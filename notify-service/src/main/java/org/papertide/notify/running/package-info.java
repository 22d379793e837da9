/**
 * What keeps the service running: its clock, its database and Kafka clients, the start-up steps
 * that wait for both, readiness, metrics, and the end with its parent.
 *
 * <p>Flows in: settings and the state of PostgreSQL and Kafka. Flows out: transactions for the
 * other packages, their lives, and the answer of {@code /q/health/ready}.
 *
 * <p>Neither server is needed at boot: HTTP is up first, the steps are tried again until they
 * succeed, and the same process goes on when a server comes back.
 */
@NullMarked
package org.papertide.notify.running;

import org.jspecify.annotations.NullMarked;
