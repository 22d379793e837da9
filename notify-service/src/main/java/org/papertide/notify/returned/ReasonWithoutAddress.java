package org.papertide.notify.returned;

import java.util.regex.Pattern;
import org.papertide.notify.smtp.Unnamed;

/** Why an address is suppressed, as the list keeps it and logs show it: without any address. */
final class ReasonWithoutAddress {

    /** From the beginning of a word: else each character of a long one would be a beginning. */
    private static final Pattern ADDRESS = Pattern.compile("(?<!\\S)\\S+@\\S+");

    private ReasonWithoutAddress() {}

    /**
     * Takes addresses out of what somebody said.
     *
     * @param address whose two parts are taken out as well, where they stand by themselves
     */
    static String of(String words, String address) {
        return Unnamed.of(ADDRESS.matcher(words).replaceAll("…"), address);
    }
}
