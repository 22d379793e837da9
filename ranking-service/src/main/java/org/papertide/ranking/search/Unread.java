package org.papertide.ranking.search;

/**
 * The papers whose meaning has not been read yet, by the text model that searches go by.
 *
 * @param papers that have no vector; 0 if it is one in {@value #SPARED} at most, as a text that no
 *     model can read has none for ever
 * @param of all papers that can be found
 */
public record Unread(int papers, int of) {

    /** No paper, or no text model whose vectors could be missing. */
    public static final Unread NONE = new Unread(0, 0);

    private static final int SPARED = 1_000;

    /**
     * What is left to read.
     *
     * @param papers that can be found
     * @param covered that have a vector
     */
    static Unread of(int papers, int covered) {
        int unread = papers - covered;
        return unread <= papers / SPARED ? new Unread(0, papers) : new Unread(unread, papers);
    }
}
