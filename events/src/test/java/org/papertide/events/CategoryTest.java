package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryTest {

    @ParameterizedTest
    @CsvSource({
        "cs.LG, cs.LG cs",
        "hep-th, hep-th",
        "astro-ph.CO, astro-ph.CO astro-ph",
        "a.b.c, a.b.c a.b a",
        "a..b, a..b a. a",
        "a., a. a"
    })
    void isFoundByItsArchives(String name, String names) {
        assertThat(Category.withArchives(name)).containsExactly(names.split(" "));
    }
}
