package org.papertide.notify.returned;

import org.papertide.notify.delivery.Unnamed;

/** Why an address is suppressed, as the list keeps it and logs show it: without any address. */
final class ReasonText {

    private ReasonText() {}

    /**
     * Takes addresses out of what somebody said.
     *
     * @param address whose two parts are taken out as well, where they stand by themselves
     */
    static String of(String words, String address) {
        return Unnamed.of(words.replaceAll("\\S+@\\S+", "…"), address);
    }
}
