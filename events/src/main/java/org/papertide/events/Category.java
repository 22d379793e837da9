package org.papertide.events;

/**
 * What a category's name looks like: arXiv's are {@code cs.LG}, {@code hep-th}, {@code
 * astro-ph.CO}; those of other archives may have digits and underscores. The only rule for it, for
 * records, readers and subscribers alike.
 */
public final class Category {

    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 64;

    private Category() {}

    /**
     * Whether the text is a category's name: a letter or digit of ASCII first, then such letters,
     * digits, dots, hyphens and underscores, at most {@value #MAX_LENGTH} characters.
     */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!isAlphanumeric(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
