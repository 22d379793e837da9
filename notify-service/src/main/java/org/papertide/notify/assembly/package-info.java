/**
 * Puts the service together: makes the beans that need more than others, starts what works in the
 * background, checks the settings, and shows metrics, alarms and readiness.
 *
 * <p>Flows in: the settings, and the parts that the rooms offer. Flows out: a running service.
 * Nobody knows this package.
 */
@NullMarked
package org.papertide.notify.assembly;

import org.jspecify.annotations.NullMarked;
