package org.papertide.bounce.mime;

/** Characters that only show something: what strangers write ends up on terminals and in pages. */
public final class PlainText {

    private PlainText() {}

    /**
     * Whether a character neither controls a terminal nor turns or hides its neighbours. A lone
     * half of a pair does not count as one.
     */
    public static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
