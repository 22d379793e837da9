/**
 * Log lines as JSON, where an operator wants them, and none of what strangers do wrong.
 *
 * <p>Flows in: log lines, each a sentence with {@code key=value} at its end. Flows out: the same
 * with the keys as fields.
 */
@NullMarked
package org.papertide.platform.logging;

import org.jspecify.annotations.NullMarked;
