/**
 * Webhooks over HTTP: created by an operator, or by anybody where that is open; seen, changed,
 * rotated and deleted by who has their secret.
 *
 * <p>Flows in: requests, hostile until they are read. Flows out: subscriptions that a webhook
 * serves. Nothing is sent to a target before it echoed a challenge, or people who read it there
 * sent it back. Owns no table.
 */
@NullMarked
package org.papertide.notify.webhook.api;

import org.jspecify.annotations.NullMarked;
