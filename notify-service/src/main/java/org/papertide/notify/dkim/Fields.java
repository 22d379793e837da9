package org.papertide.notify.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header fields of a mail.
 *
 * @param end where the body begins
 */
record Fields(List<Field> fields, int end) {

    /** A line break that does not fold. */
    private static final Pattern BETWEEN = Pattern.compile("\r\n(?![ \t])");

    /** A field as it stands; a character is a byte. */
    record Field(String name, String value) {}

    /** All that stands before the first empty line. */
    static Fields of(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        int empty = text.indexOf("\r\n\r\n");
        String head = empty < 0 ? text : text.substring(0, empty);
        List<Field> fields = new ArrayList<>();
        for (String line : BETWEEN.split(head, -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(line.substring(0, colon), line.substring(colon + 1)));
            }
        }
        return new Fields(fields, empty < 0 ? mail.length : empty + 4);
    }

    /** The values of a name; a signature counts from the last (RFC 6376, 5.4.2). */
    List<String> lastToFirst(String name) {
        return fields.reversed().stream()
                .filter(field -> field.name().strip().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
