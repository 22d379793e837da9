/**
 * The servers that a service needs. Each is prepared when it answers, watched, and prepared again
 * after an absence.
 *
 * <p>Flows in: how to prepare and how to check a server. Flows out: its state, for the parts that
 * wait for it and for {@code /q/health/ready}. There each dependency is one check; {@code missing}
 * gives the reason while it is down.
 *
 * <p>A service starts without its dependencies and never restarts to wait for them: a restart loop
 * looks like waiting, and hides what is missing.
 */
@NullMarked
package org.papertide.platform.dependency;

import org.jspecify.annotations.NullMarked;
