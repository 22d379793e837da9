/**
 * Reports that programs write for programs: delivery status (RFC 3464) and feedback (RFC 5965).
 *
 * <p>Flows in: the parts of a mail. Flows out: the fields that matter. Fields that stand in a plain
 * text, as some servers write them, are read the same.
 */
@NullMarked
package org.papertide.bounce.report;

import org.jspecify.annotations.NullMarked;
