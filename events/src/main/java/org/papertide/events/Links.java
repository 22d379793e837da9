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
        Require.optionalAddress("links.page", page);
        Require.optionalAddress("links.pdf", pdf);
        Require.optionalAddress("links.discussion", discussion);
        Require.optionalAddress("links.code", code);
        Require.optionalAddress("links.project", project);
    }

    /** No link at all. */
    public static Links none() {
        return NONE;
    }
}
