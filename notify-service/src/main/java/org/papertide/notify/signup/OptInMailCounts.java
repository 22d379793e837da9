package org.papertide.notify.signup;

/**
 * How many opt-in mails there were.
 *
 * @param inDay to the mailbox in 24 hours
 * @param inWeek to the mailbox in 7 days
 * @param inMonth to the mailbox in 30 days
 * @param ofDomain to the mailbox's domain in an hour
 * @param ofAll to everybody in an hour
 */
record OptInMailCounts(long inDay, long inWeek, long inMonth, long ofDomain, long ofAll) {}
