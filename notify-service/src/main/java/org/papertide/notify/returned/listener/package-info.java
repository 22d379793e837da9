/**
 * Returned mail that a mail server hands over by SMTP or LMTP, for those whose bounce domain has
 * this service as its MX, or a relay that routes it here.
 *
 * <p>Flows in: SMTP (RFC 5321) or LMTP (RFC 2033), from anybody, encrypted where the other server
 * asks for it (STARTTLS) and there is a certificate. Flows out: mails to {@code returned}, each
 * answered with 250 only when its outcome is committed, so that the sending server keeps what is
 * not.
 *
 * <p>Recipients other than {@code b+TOKEN} and {@code u+TOKEN} with a valid signature are refused
 * (550 5.1.1), so that this is no open relay, and no place for spam. SubEthaSMTP speaks the
 * protocol; rejected: a server of our own, for the many ways to end a line; GreenMail, which keeps
 * whole mailboxes. SubEthaSMTP knows no LMTP: two commands of ours make it one; its DATA does not
 * end the transaction of a mail that is refused: ours does. TLS is never required here, since no MX
 * may require it (RFC 3207, 4).
 */
@NullMarked
package org.papertide.notify.returned.listener;

import org.jspecify.annotations.NullMarked;
