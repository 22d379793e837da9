package org.papertide.text.latex;

/**
 * Reads the LaTeX of titles and abstracts as Unicode text: accents, symbols, simple mathematics,
 * fonts without their commands. What it does not know stays as written, and so do prices,
 * addresses, sets in braces and other text that only looks like LaTeX; never fails. Takes time in
 * proportion to the length of the text.
 */
public final class LatexText {

    private LatexText() {}

    /** The text with its LaTeX read; accents may be combining characters. */
    public static String toUnicode(String text) {
        return isPlain(text) ? text : LatexReader.read(text);
    }

    /** Asked of every text, and true of nearly all. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            if ("\\${}~`".indexOf(text.charAt(at)) >= 0) {
                return false;
            }
        }
        return !text.contains("--");
    }
}
