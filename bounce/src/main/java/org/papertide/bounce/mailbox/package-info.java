/**
 * Files that hold one mail, or many in the mbox form (RFC 4155).
 *
 * <p>Flows in: a stream of any length. Flows out: mail after mail, each cut to what a reader looks
 * at, so that a file of any size needs the memory of one mail.
 */
@NullMarked
package org.papertide.bounce.mailbox;

import org.jspecify.annotations.NullMarked;
