package org.papertide.ranking.meaning;

/** A text as a model can read it, whatever somebody sent. */
final class EmbeddedText {

    private EmbeddedText() {}

    /**
     * At most {@value Embedder#MAX_TEXT} characters, without control characters and unpaired
     * surrogates: tokenizers are native code, which is not to see them.
     */
    static String of(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), Embedder.MAX_TEXT));
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (clean.length() + Character.charCount(point) > Embedder.MAX_TEXT) {
                break;
            }
            clean.appendCodePoint(readable(point));
        }
        return clean.toString();
    }

    private static int readable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\ufffd';
            default -> point;
        };
    }
}
