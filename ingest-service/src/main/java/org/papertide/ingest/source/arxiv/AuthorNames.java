package org.papertide.ingest.source.arxiv;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.papertide.ingest.source.SingleLineText;

/** Takes lists of authors written in one line apart. */
final class AuthorNames {

    /** Between single spaces: with runs of them the time would grow with their square. */
    private static final Pattern AND = Pattern.compile("(?:^| )and ");

    private AuthorNames() {}

    /**
     * The names in {@code A. B, C. D (Univ. of E, F) and G. H}: commas and {@code and} part them,
     * but not inside brackets, where affiliations stand, which are left out.
     */
    static List<String> split(String line) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        int brackets = 0;
        for (int at = 0; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '(') {
                brackets++;
            } else if (character == ')') {
                brackets = Math.max(0, brackets - 1);
            } else if (brackets == 0) {
                if (character == ',' || character == ';') {
                    names.add(name.toString());
                    name.setLength(0);
                } else {
                    name.append(character);
                }
            }
        }
        names.add(name.toString());
        return names.stream()
                .flatMap(part -> List.of(AND.split(SingleLineText.of(part), -1)).stream())
                .map(String::strip)
                .filter(part -> part.chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    /** {@code Last, First} the right way round. */
    static String uninverted(String name) {
        int comma = name.indexOf(',');
        return comma < 0
                ? name
                : name.substring(comma + 1).strip() + " " + name.substring(0, comma).strip();
    }
}
