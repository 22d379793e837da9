package org.papertide.testing.documents;

import java.util.Comparator;
import java.util.Optional;

/**
 * A setting as a service declares it.
 *
 * @param name its whole name; what the operator chooses is in capitals
 * @param initial the value that holds if nobody sets another; empty if there is none
 * @param optional whether it may be left without a value
 * @param meaning a sentence, in Markdown
 */
record Setting(String name, Optional<String> initial, boolean optional, String meaning) {

    static final Comparator<Setting> BY_NAME = Comparator.comparing(Setting::name);

    Setting withInitial(Optional<String> value) {
        return new Setting(name, value, optional, meaning);
    }

    String row() {
        String value =
                initial.map(text -> "`" + text.replace("|", "\\|") + "`")
                        .orElse(optional ? "none" : "**to be set**");
        return "| `" + name + "` | " + value + " | " + meaning.replace("|", "\\|") + " |";
    }
}
