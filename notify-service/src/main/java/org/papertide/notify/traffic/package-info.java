/**
 * Manners towards receivers: whether a mail may go now, and what an answer means for those after
 * it.
 *
 * <p>Flows in: the domain of each mail that is about to go, what the server answered, and how long
 * it took. Flows out: a pass, or that the mail has to wait; and a {@link
 * org.papertide.notify.traffic.RefusalMeaning} of each refusal. No database here, and the clock is
 * passed in.
 *
 * <ul>
 *   <li>Limits belong to a group of domains that are received by the same hosts ({@link
 *       org.papertide.notify.traffic.ReceivingGroups}): a provider's thousand domains have one
 *       reputation of us. Without an answer of the DNS each domain is a group of its own; no mail
 *       waits for the DNS.
 *   <li>A refusal that says "too fast" halves what goes to its group at once; each half minute
 *       without one adds a twentieth ({@link org.papertide.notify.traffic.Pace}). A refusal by
 *       policy that says whom it means, or is said of two domains or ten times in a row, pauses the
 *       group; then one mail at a time asks whether it is over. Until then it is a doubt, of which
 *       the operator is told.
 *   <li>Groups whose mails take far longer than is usual have half of the connections at most, all
 *       together, while others have mails ({@link org.papertide.notify.traffic.LateGroups}).
 *   <li>What a reply means is said by its codes ({@code smtp/ReplyClass}), unless a rule knows
 *       better ({@link org.papertide.notify.traffic.ReplyRules}). Rules are data, ours in {@code
 *       rules.json} beside this package, an operator's in a file that is read at start.
 * </ul>
 *
 * <p>Rejected: java.util.regex for the rules, which needs exponential time for some patterns that
 * are easily written (RE2/J needs linear time); the JDK's DNS provider, which is reached by JNDI
 * alone, and Quarkus closes JNDI for good reasons; limits in the database, so that replicas share
 * them: a write per mail, where a replica finds its share of a limit by the same refusals. Limits
 * are per process.
 */
@NullMarked
package org.papertide.notify.traffic;

import org.jspecify.annotations.NullMarked;
