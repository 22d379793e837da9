package org.papertide.ranking.meaning;

import org.papertide.events.Paper;
import org.papertide.platform.hashing.Sha256;
import org.papertide.text.PaperText;

/**
 * What of a paper is read for its meaning: the title, and the abstract if there is one, as people
 * read them. A model knows words and signs, not LaTeX.
 *
 * <p>Text that is read in another way has another hash, so its vector is made anew, and stands
 * until then. Rejected: another version of the model, whose vectors would be made anew for all
 * papers, though most have the same text; until then a search would find by meaning only those that
 * have been. Vectors of both texts are of one model and can be compared.
 *
 * @param text as a model reads it
 * @param hash of the text, as an embedding has it
 */
public record TitleAndAbstract(String text, String hash) {

    /** Raised when other text is read of the same paper: then all are looked at again. */
    static final int RECIPE = 3;

    private static final int HASH_DIGITS = 32;

    /** The text of a paper. */
    public static TitleAndAbstract of(Paper paper) {
        String title = PaperText.readable(paper.title());
        String more = paper.abstractText() == null ? "" : PaperText.readable(paper.abstractText());
        String text = more.isEmpty() ? title : title + "\n" + more;
        return new TitleAndAbstract(text, Sha256.hex(text).substring(0, HASH_DIGITS));
    }
}
