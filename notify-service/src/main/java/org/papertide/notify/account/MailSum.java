package org.papertide.notify.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many mails were alike on a day.
 *
 * @param day on which they were settled, in UTC
 * @param kind the name of its kind
 * @param receiver one of the big receivers, or {@code other}
 * @param outcome ACCEPTED, REJECTED, EXPIRED, UNCERTAIN, EXCLUDED, or RETURNED: of those that were
 *     accepted, on the day when they came back
 * @param mails how many
 */
@Schema(name = "MailSum")
public record MailSum(String day, String kind, String receiver, String outcome, long mails) {}
