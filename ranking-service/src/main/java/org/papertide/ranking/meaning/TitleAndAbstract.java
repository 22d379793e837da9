package org.papertide.ranking.meaning;

import org.papertide.events.Paper;
import org.papertide.platform.hashing.Sha256;

/**
 * What of a paper is read for its meaning: the title, and the abstract if there is one.
 *
 * @param text as a model reads it
 * @param hash of the text, as an embedding has it
 */
public record TitleAndAbstract(String text, String hash) {

    private static final int HASH_DIGITS = 32;

    /** The text of a paper. */
    public static TitleAndAbstract of(Paper paper) {
        String more = paper.abstractText();
        String text = more == null || more.isBlank() ? paper.title() : paper.title() + "\n" + more;
        return new TitleAndAbstract(text, Sha256.hex(text).substring(0, HASH_DIGITS));
    }
}
