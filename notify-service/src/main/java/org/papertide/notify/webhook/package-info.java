/**
 * Webhooks: where events are sent by HTTP instead of mail, how they are written and signed, and
 * which addresses may be called at all.
 *
 * <p>Flows in: events that editions planned, as their contents have them. Flows out: requests to
 * receivers and what they answered. Owns the table {@code webhook}. What {@code delivery} does with
 * mails it does with these: claims, the ledger, expiry.
 *
 * <p>Requests follow Standard Webhooks 1.0: {@code webhook-id} is the same on all attempts and when
 * an event is sent again, {@code webhook-timestamp} is that of the attempt, {@code
 * webhook-signature} has a {@code v1} signature for each secret in use.
 *
 * <p>Whoever creates a webhook chooses an address, and the service calls it: so only public
 * addresses are called, unless the operator allows others. The check is part of connecting ({@link
 * org.papertide.notify.webhook.AddressGuard}): the client connects to the very address that was
 * checked, and a name that means another address a moment later gains nothing. Rejected: a check of
 * the name before a request of a client that resolves again (DNS rebinding); a proxy for it, one
 * more server.
 *
 * <p>Chat rooms cannot echo a challenge. They get it as a message in their own format, and whoever
 * reads it there confirms.
 *
 * <p>Rejected: signatures by key pair ({@code v1a}), which few receivers verify; following
 * redirects, which would need every check again and repeats a POST as a GET.
 */
@NullMarked
package org.papertide.notify.webhook;

import org.jspecify.annotations.NullMarked;
