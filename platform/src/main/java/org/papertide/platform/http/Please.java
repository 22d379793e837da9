package org.papertide.platform.http;

/**
 * The one voice in which a field of a request is refused: a whole sentence that asks for what would
 * be right, such as "Please give a number from 1 to 200." Forms show it to readers as it is, and
 * programs show it to the people behind them.
 *
 * <p>Settings have another voice, "papertide.x: must be …": operators read it in a log.
 */
public final class Please {

    public static final String GIVE_A_TEXT = "Please give a text.";

    /** Where a number was given. */
    public static final String GIVE_A_TEXT_IN_QUOTES =
            "Please give a text in quotes: a number loses its last zeros.";

    public static final String GIVE_TEXTS = "Please give a list of texts.";

    public static final String GIVE_A_NUMBER = "Please give a number.";

    public static final String GIVE_A_WHOLE_NUMBER = "Please give a whole number.";

    public static final String GIVE_AN_OBJECT = "Please give a JSON object.";

    public static final String GIVE_AN_INSTANT =
            "Please give an instant such as 2026-05-04T08:00:00Z.";

    public static final String GIVE_IT_ONCE = "Please give it once.";

    /** Of a field that nobody knows; no other can be asked for. */
    public static final String NO_SUCH_FIELD = "There is no such field.";

    private Please() {}

    /**
     * Asks for something else.
     *
     * @param what would be right, such as {@code a category such as cs.LG}
     */
    public static String give(String what) {
        return "Please give " + what + ".";
    }
}
