package org.papertide.notify.webhook.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is sent again.
 *
 * @param planned how many events
 * @param more whether there are more in the time that was asked for: ask again from the last one on
 */
@Schema(name = "ResendAnswer")
public record ResendAnswer(int planned, boolean more) {}
