/**
 * The servers that a service needs: each is prepared when it comes, watched, and prepared again
 * after it was away.
 *
 * <p>Flows in: how to prepare and how to check a server. Flows out: its state, for the parts that
 * wait for it and for {@code /q/health/ready}, where each dependency is one check, and {@code
 * missing} says why one is down.
 *
 * <p>A service starts without its dependencies and never restarts to wait for them: a restart loop
 * looks like waiting, and hides what is missing.
 */
@NullMarked
package org.papertide.platform.dependency;

import org.jspecify.annotations.NullMarked;
