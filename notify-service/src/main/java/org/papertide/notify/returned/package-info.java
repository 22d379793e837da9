/**
 * What comes back, and whom it keeps from being mailed: bounces, complaints, automatic replies,
 * wishes to get no more; and the list of suppressed addresses.
 *
 * <p>Flows in: mails and reports from {@code returned.listener} (SMTP), {@code returned.mailbox}
 * (IMAP) and {@code returned.webhook} (providers); an operator's addresses and lists. Flows out:
 * failures to {@code suppression}, ends of subscriptions, a count by kind. Owns the table {@code
 * returned_mail}, in which each mail is noted once, with its outcome in one transaction: so the
 * same one again changes nothing, and nothing is taken that could be lost.
 *
 * <p>Whom a mail is about is said by the signed token in the address that it came to, and by
 * nothing else: a bounce is text that anybody can write. What follows is said by {@link
 * org.papertide.notify.returned.ReturnRules}, which has no effect of its own. Rejected: to go by
 * the recipient in a report, with which anybody could have anybody suppressed; to stop an edition
 * by reports that blame the message, since one reader's server may be wrong; the operator sees it.
 * Rejected as well: to pause a receiver by reports that name a policy. A report is text that
 * anybody can write who has a mail of ours: a subscriber could keep a whole provider's readers from
 * theirs. A relay's own refusal, which comes over our connection, pauses; reports are counted, and
 * alarm.
 */
@NullMarked
package org.papertide.notify.returned;

import org.jspecify.annotations.NullMarked;
