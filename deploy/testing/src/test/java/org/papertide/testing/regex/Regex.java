package org.papertide.testing.regex;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression of the sources.
 *
 * @param text as written
 * @param flags as for {@link Pattern#compile(String, int)}
 * @param places where it is written, as {@code PaperId.java:34}
 * @param searches whether it is looked for within texts, or has to match from their beginning
 */
record Regex(String text, int flags, Set<String> places, boolean searches) {

    Pattern pattern() {
        return Pattern.compile(text, flags);
    }

    /** Does with an input what the source does. */
    static void use(Pattern pattern, boolean searches, CharSequence input) {
        Matcher matcher = pattern.matcher(input);
        if (searches) {
            while (matcher.find()) {
                // Further ones, as replacing does.
            }
        } else {
            matcher.matches();
        }
    }
}
