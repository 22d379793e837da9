/**
 * Notices that servers write for people: qmail, Exim, old Postfix, sendmail, Exchange, Notes, Yahoo
 * and others, by what they have in common.
 *
 * <p>Flows in: the text of a mail. Flows out: the recipients it speaks of, each with the text that
 * belongs to it, apart from the copy of the mail that follows.
 */
@NullMarked
package org.papertide.bounce.notice;

import org.jspecify.annotations.NullMarked;
