package org.papertide.notify.message;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The content of a digest; no paper is in both lists, and at least one list has a paper.
 *
 * @param kind daily or weekly
 * @param asOf the instant for which the digest was made
 * @param zone the readers' timezone, for the dates shown
 * @param rising what gains most from now on, best first
 * @param top the highest of the day, or of the week; best first
 */
public record DigestContent(
        Kind kind, Instant asOf, ZoneId zone, List<PaperLine> rising, List<PaperLine> top) {

    /** How often the digest comes. */
    public enum Kind {
        DAILY,
        WEEKLY
    }

    public DigestContent {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        if (rising.isEmpty() && top.isEmpty()) {
            throw new IllegalArgumentException("rising, top: a digest without papers is not sent");
        }
    }
}
