package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription, to be seen and changed.
 *
 * @param page what every page needs
 * @param action where changes are posted
 * @param email the subscriber's address
 * @param active whether it is served
 * @param others how many more active subscriptions the address has, in words; null if none
 * @param notice what has just happened; null if nothing
 * @param schedule what it asks for, in words
 * @param filters its filters in words
 * @param preview what it let pass of late; null if it has ended
 * @param feed the address of its private feed
 * @param unsubscribe where it is ended
 * @param form its fields
 */
public record PreferencesView(
        Page page,
        String action,
        String email,
        boolean active,
        @Nullable String others,
        @Nullable String notice,
        String schedule,
        List<String> filters,
        @Nullable PreviewView preview,
        String feed,
        String unsubscribe,
        FormView form) {

    public PreferencesView {
        filters = List.copyOf(filters);
    }
}
