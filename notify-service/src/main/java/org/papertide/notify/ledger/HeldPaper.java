package org.papertide.notify.ledger;

/** A paper of which a subscription got no alert. */
public record HeldPaper(long subscriptionId, String paperId) {}
