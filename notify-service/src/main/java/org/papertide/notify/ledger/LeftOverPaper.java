package org.papertide.notify.ledger;

/** A paper of which a subscription got no alert, under one of its identities. */
public record LeftOverPaper(long subscriptionId, String paperId) {}
