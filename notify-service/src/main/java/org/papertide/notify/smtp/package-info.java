/**
 * One mail and one server: the bytes of a mail, the connection, the reply and what it means.
 *
 * <p>Flows in: a rendered message and its recipient. Flows out: bytes over SMTP (RFC 5321), and a
 * {@link org.papertide.notify.smtp.SendOutcome} that says what became of them. No database here.
 *
 * <p>A connection is given its mails one after the other by an {@link
 * org.papertide.notify.smtp.MailSupply}. Angus Mail connects, encrypts and logs in; the mails
 * themselves go in writes of our own ({@link org.papertide.notify.smtp.PipelinedTransport}): where
 * the server offers PIPELINING (RFC 2920) the end of a mail and the envelope of the next go
 * together, where it offers CHUNKING (RFC 3030) the mail needs no word of the server before it
 * goes.
 *
 * <p>What limits a connection is the account: a mail's end waits until the ledger has it as HANDED,
 * and that until the mail before has its reply. So a mail takes one round trip and one commit, and
 * the connections are as many as it takes to fill both. Rejected: several unanswered mails per
 * connection, each of which a kill would send twice; the body before the commit and its end after
 * it, two writes and two packets for what one does; a message object of Jakarta Mail per recipient,
 * which encodes and copies again what is bytes already.
 *
 * <p>A mail's bytes are copied, and not looked at: its template begins no line with a dot, which
 * SMTP wants doubled. To look for one took 32 µs for a mail of 11 kB, an eighth of what this
 * service took for sending it.
 *
 * <p>With a server at a distance of 20 ms per reply a connection carries 50 mails a second at most:
 * twenty carry 1,000, and more take more connections, each of which may send one mail twice after a
 * kill.
 *
 * <p>Which server a connection goes to is chosen by {@link org.papertide.notify.smtp.Relays}.
 * Whether a mail may go to its receiver now is no question of a connection: see {@code traffic}.
 */
@NullMarked
package org.papertide.notify.smtp;

import org.jspecify.annotations.NullMarked;
