package org.papertide.notify.message;

import java.time.Instant;

/**
 * The content of an instant alert.
 *
 * @param paper the paper that broke out
 * @param bar the final count that it will probably reach, in upvote-equivalents
 * @param level which bar: 1 is the first that alerts, higher is rarer
 * @param at when it crossed
 */
public record AlertContent(PaperLine paper, double bar, int level, Instant at) {}
