package org.papertide.bounce.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Header fields, or the fields of a group in a report, in their order. */
public record HeaderFields(List<Field> fields) {

    /** No field. */
    public static final HeaderFields NONE = new HeaderFields(List.of());

    /** More are not read. */
    static final int MAX_FIELDS = 1_000;

    public HeaderFields {
        fields = List.copyOf(fields);
    }

    /**
     * One field, unfolded and decoded.
     *
     * @param name in lower case
     * @param value without spaces around it
     */
    public record Field(String name, String value) {

        public Field {
            name = name.strip().toLowerCase(Locale.ROOT);
            value = value.strip();
        }
    }

    /** Reads lines of {@code Name: value}, folded or not; a line that is neither is passed over. */
    public static HeaderFields of(Iterable<String> lines) {
        List<Field> fields = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        String name = "";
        for (String line : lines) {
            if (!line.isEmpty() && Character.isWhitespace(line.charAt(0))) {
                value.append(' ').append(line.strip());
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || !isName(line, colon)) {
                continue;
            }
            add(fields, name, value);
            name = line.substring(0, colon);
            value.setLength(0);
            value.append(line, colon + 1, line.length());
        }
        add(fields, name, value);
        return new HeaderFields(fields);
    }

    private static void add(List<Field> fields, String name, StringBuilder value) {
        if (!name.isEmpty() && fields.size() < MAX_FIELDS) {
            fields.add(new Field(name, EncodedWords.decode(value.toString())));
        }
    }

    /** Whether what stands before the colon can be a field's name (RFC 5322, 3.6.8). */
    static boolean isName(String line, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** The value of the first field of that name, in lower case, unless it is blank. */
    public Optional<String> find(String name) {
        return all(name).findFirst();
    }

    /** The values of all fields of that name, in lower case, that are not blank. */
    public Stream<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name) && !field.value().isEmpty())
                .map(Field::value);
    }

    /** Whether there is such a field, blank or not. */
    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
