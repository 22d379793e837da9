package org.papertide.notify.site;

import java.util.List;

/**
 * What every page needs around its own part.
 *
 * @param title of the document, without the name of the site
 * @param indexed whether search engines may list it; never a page with a token in its address
 * @param style address of the style sheet
 * @param script address of the script
 * @param imprint who is responsible for the site, line by line; empty if the operator gave none
 * @param streams where the streams are explained to developers
 * @param searched what the search field holds; empty mostly
 */
public record Page(
        String title,
        boolean indexed,
        String style,
        String script,
        List<String> imprint,
        String streams,
        String searched) {

    public Page {
        imprint = List.copyOf(imprint);
    }
}
