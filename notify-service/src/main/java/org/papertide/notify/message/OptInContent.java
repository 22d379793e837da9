package org.papertide.notify.message;

import java.time.Instant;
import org.papertide.notify.interest.Interest;

/**
 * The content of the mail that asks whether the address was subscribed by its owner. Its
 * confirmation link is {@link PersonalLink#CONFIRM}; who did not ask need do nothing.
 *
 * @param interest what was asked for
 * @param expires until when the link works, to the day
 */
public record OptInContent(Interest interest, Instant expires) {}
