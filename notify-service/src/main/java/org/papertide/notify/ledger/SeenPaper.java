package org.papertide.notify.ledger;

/** A paper that a subscriber was sent. */
public record SeenPaper(long subscriberId, String paperId) {}
