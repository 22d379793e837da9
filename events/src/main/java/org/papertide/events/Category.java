package org.papertide.events;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * The names that a category is found by: its own, and those of the archives that it is in. An
     * archive, such as {@code cs}, stands for all its categories, such as {@code cs.LG}.
     *
     * @return in the case of the name, its own first
     */
    public static List<String> withArchives(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            names.add(name.substring(0, dot));
        }
        return List.copyOf(names);
    }

    /** Whether a category is the wanted one, or one of the wanted archive: in any case. */
    public static boolean isWithin(String category, String wanted) {
        int length = wanted.length();
        return category.regionMatches(true, 0, wanted, 0, length)
                && (category.length() == length || category.charAt(length) == '.');
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
