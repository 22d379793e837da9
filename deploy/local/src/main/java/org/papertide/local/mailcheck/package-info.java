/**
 * Whether receivers will find a sender in order: SPF, DKIM, DMARC, PTR, MX and one-click
 * unsubscription.
 *
 * <p>Flows in: a sender's domain, and what its operator knows of it: the addresses that send, the
 * selectors and keys, the site. Flows out: findings, each with what to do. All is asked of one name
 * server, which may answer anything: questions, answers, time and the length of records have
 * limits, and what is shown of a record holds no control characters.
 *
 * <p>jSPF evaluates SPF (RFC 7208), jDKIM reads lists of tags, dnsjava asks. DMARC is found as RFC
 * 9989 says, which asks the DNS at each level. Rejected: RFC 7489's list of public suffixes, which
 * RFC 9989 replaced; it ages in a jar, and the record that both find is the same unless a level
 * between has one.
 */
@NullMarked
package org.papertide.local.mailcheck;

import org.jspecify.annotations.NullMarked;
