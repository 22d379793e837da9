/**
 * What a mail that came back says: a failure and of which kind, a complaint, an automatic reply, a
 * wish to get no more.
 *
 * <p>Flows in: the bytes of one mail, hostile. Flows out: one {@link
 * org.papertide.bounce.ReturnedMail}, whatever came in. Plain Java; knows neither subscribers nor
 * tokens, and keeps nothing.
 *
 * <p>Evidence goes from the exact to the vague, and the first that speaks decides: the fields of a
 * report (RFC 3464, RFC 5965), then SMTP replies that a text quotes, then phrases. Phrases are data
 * ({@code rule}). A failure is hard only if nothing in it says otherwise: a code that blames the
 * address beside a text that speaks of a full mailbox is soft. Rejected: a parser per mail server,
 * as Sisimai has it; there are seventy, and the seventy-first is read by none.
 */
@NullMarked
package org.papertide.bounce;

import org.jspecify.annotations.NullMarked;
