package org.papertide.events;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a paper is to be read and discussed; each is absent if not known, never empty.
 *
 * @param page the landing page, such as the arXiv abstract
 * @param pdf the paper itself
 * @param discussion where readers talk about it, such as its Hugging Face page
 * @param code the authors' code
 * @param project the project's own page
 */
public record Links(
        @Nullable URI page,
        @Nullable URI pdf,
        @Nullable URI discussion,
        @Nullable URI code,
        @Nullable URI project) {

    private static final Links NONE = new Links(null, null, null, null, null);

    public Links {
        requireWeb("page", page);
        requireWeb("pdf", pdf);
        requireWeb("discussion", discussion);
        requireWeb("code", code);
        requireWeb("project", project);
    }

    /** No link at all. */
    public static Links none() {
        return NONE;
    }

    /** A link that is not http or https could run code in a reader's browser. */
    private static void requireWeb(String name, @Nullable URI link) {
        if (link == null) {
            return;
        }
        String scheme = link.getScheme();
        if (scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new IllegalArgumentException("links." + name + ": not an http or https address");
        }
    }
}
