/**
 * The content of mails: papers, reasons and subscriptions in words, rendered as text and HTML.
 *
 * <p>Flows in: the contents of a mail ({@link org.papertide.notify.message.DigestContent} and its
 * siblings), whose texts strangers wrote. Flows out: a subject, a text part and an HTML part with
 * placeholders for the links of each recipient ({@link org.papertide.notify.message.PersonalLink});
 * the pages use the same words.
 *
 * <p>Templates are rendered by a Qute engine of our own instead of the one that Quarkus injects, so
 * that a plain test renders what the service sends; Quarkus still checks the files at build time.
 */
@NullMarked
package org.papertide.notify.message;

import org.jspecify.annotations.NullMarked;
