/**
 * Returned mail that waits in a mailbox, read by IMAP (RFC 9051).
 *
 * <p>Flows in: the mails of one folder. Flows out: mails to {@code returned}, and each mail, once
 * its outcome is committed, to the folder of its outcome, where people find it. No mail is deleted.
 *
 * <p>New mails are waited for with IDLE (RFC 2177), and asked for now and then besides: a
 * connection that a firewall forgot says nothing. What goes wrong with one mail keeps back no
 * other: it is moved aside. What goes wrong with the server ends the connection, and a new one is
 * made after a growing pause.
 *
 * <p>The server is believed nothing. What it answers to a command takes a bounded room ({@link
 * org.papertide.notify.returned.mailbox.BoundedStore}), and each step has to end in time ({@link
 * org.papertide.notify.returned.mailbox.Deadline}). A mail that is refused, or over which the
 * connection is lost, is asked for again after growing pauses. After an hour it is moved aside
 * unread, and where that fails three times it is left where it is ({@link
 * org.papertide.notify.returned.mailbox.Tries}): those beside it are taken all the same. Rejected:
 * POP3, which has no folders, and so keeps only by deleting or by remembering.
 */
@NullMarked
package org.papertide.notify.returned.mailbox;

import org.jspecify.annotations.NullMarked;
