/**
 * One mail and one server: the bytes of a mail, the connection, the reply and what it means.
 *
 * <p>Flows in: a rendered message and its recipient. Flows out: bytes over SMTP (RFC 5321), and a
 * {@link org.papertide.notify.smtp.SendOutcome} that says what became of them. No database here.
 *
 * <p>Not here yet: limits per receiving domain (the reply classes that ask for it are; such mails
 * are deferred and counted), pipelining.
 */
@NullMarked
package org.papertide.notify.smtp;

import org.jspecify.annotations.NullMarked;
