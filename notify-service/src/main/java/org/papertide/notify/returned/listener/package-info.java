/**
 * Returned mail that a mail server hands over by SMTP, for those whose bounce domain has this
 * service as its MX, or a relay that routes it here.
 *
 * <p>Flows in: SMTP (RFC 5321), from anybody. Flows out: mails to {@code returned}, each answered
 * with 250 only when its outcome is committed, so that the sending server keeps what is not.
 *
 * <p>Recipients other than {@code b+TOKEN} and {@code u+TOKEN} with a valid signature are refused
 * (550 5.1.1), so that this is no open relay, and no place for spam. SubEthaSMTP speaks the
 * protocol; rejected: a server of our own, for the many ways to end a line; GreenMail, which keeps
 * whole mailboxes. LMTP (RFC 2033) is not spoken: its one advantage, an answer per recipient, SMTP
 * has too where a mail has one, as each bounce does.
 */
@NullMarked
package org.papertide.notify.returned.listener;

import org.jspecify.annotations.NullMarked;
