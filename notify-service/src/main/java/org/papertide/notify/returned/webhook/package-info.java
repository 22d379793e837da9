/**
 * Returned mail as mail providers report it over HTTP: Amazon SES by SNS, SendGrid, Mailgun,
 * Postmark.
 *
 * <p>Flows in: requests from anybody. Flows out: reports to {@code returned}, for the mails whose
 * token the provider was given with them. A request is believed when its signature is right, or, at
 * Postmark, its password; until then nothing of it is read but what the signature needs. A provider
 * that is not configured does not exist (404).
 *
 * <p>The same report again changes nothing: each has a name, which is its key. Only Mailgun's
 * signature leaves out the body; so the token of each is good for one body, at a process that has
 * seen it: the others, and this one after a restart, do not know of it.
 */
@NullMarked
package org.papertide.notify.returned.webhook;

import org.jspecify.annotations.NullMarked;
