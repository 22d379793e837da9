package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The rows of an edition that have no content yet, other editions' between them.
 *
 * @param first id; null with {@code last} if there are none
 */
public record Uncomposed(@Nullable Long first, @Nullable Long last) {}
