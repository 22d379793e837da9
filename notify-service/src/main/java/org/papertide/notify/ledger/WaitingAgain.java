package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits to go to a webhook again.
 *
 * @param events how many
 * @param next when the first of them is tried next; absent where all are on their way
 */
public record WaitingAgain(long events, @Nullable Instant next) {}
