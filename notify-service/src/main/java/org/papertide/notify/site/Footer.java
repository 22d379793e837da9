package org.papertide.notify.site;

import java.util.List;

/**
 * What is below every page.
 *
 * @param imprint who is responsible for the site, line by line; empty if the operator gave none
 * @param streams where the streams are explained to developers
 */
record Footer(List<String> imprint, String streams) {

    /** As it is where nothing is set. */
    static final Footer PLAIN = new Footer(List.of(), "/streams");

    Footer {
        imprint = List.copyOf(imprint);
    }

    static Footer of(SiteSettings settings) {
        return new Footer(
                settings.imprint().orElse(List.of()),
                settings.streamsUrl().map(Object::toString).orElse(PLAIN.streams()));
    }
}
