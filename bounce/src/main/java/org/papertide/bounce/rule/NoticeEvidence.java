package org.papertide.bounce.rule;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the notice beside a report adds to it, read once for all recipients of the report.
 *
 * @param phase what was refused
 * @param diagnosis what it says by itself
 * @param clearing what clears the address, whatever the report says
 */
public record NoticeEvidence(Phase phase, Diagnosis diagnosis, Optional<Meaning> clearing) {

    /** What a notice says only if it is so; the others are said of one attempt. */
    private static final Set<Meaning> CLEARING =
            EnumSet.of(
                    Meaning.MAILBOX_FULL, Meaning.SPAM, Meaning.SENDER_REFUSED, Meaning.DISABLED);

    /** Reads the text of a notice. */
    public static NoticeEvidence of(String notice) {
        return new NoticeEvidence(
                Phase.of(notice),
                Diagnosis.ofNotice(notice),
                Meanings.inNotice(PlainWords.of(notice)).filter(CLEARING::contains));
    }
}
