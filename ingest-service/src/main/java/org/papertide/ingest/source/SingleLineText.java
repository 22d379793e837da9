package org.papertide.ingest.source;

/** Text as it may stand in a header, a list or a log. */
public final class SingleLineText {

    private SingleLineText() {}

    /**
     * Folds each run of white space (line breaks among them) into one space, strips the ends, and
     * drops what is no character for readers: control characters, unpaired surrogates, marks that
     * turn the direction of the text around, byte order marks. Markup stays: it is text.
     */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), 4_096));
        boolean space = false;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                space = true;
            } else if (isForReaders(character)) {
                if (space && !line.isEmpty()) {
                    line.append(' ');
                }
                space = false;
                line.appendCodePoint(character);
            }
        }
        return line.toString();
    }

    private static boolean isForReaders(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> !turnsDirection(character) && character != 0xfeff;
        };
    }

    /** The embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9). */
    private static boolean turnsDirection(int character) {
        return (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
