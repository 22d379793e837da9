package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchParametersTest {

    /** The page of the site reads no more of an address than this. */
    @Test
    void theSiteIsAskedForWhatItKnows() {
        FilterParameters filters =
                new FilterParameters("cs.LG", "2026-01-01", "2026-02-01", "true", "50");
        assertThat(new SearchParameters("deep nets", "both", "rising").site(filters))
                .isEqualTo(
                        "search?q=deep+nets&sort=rising&category=cs.LG"
                                + "&from=2026-01-01&until=2026-02-01&code=true");
        assertThat(new SearchParameters("deep nets", null, "newest").site(filters))
                .isEqualTo(
                        "search?q=deep+nets&category=cs.LG"
                                + "&from=2026-01-01&until=2026-02-01&code=true");
    }
}
