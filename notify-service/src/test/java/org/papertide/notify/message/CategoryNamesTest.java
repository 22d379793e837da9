package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.events.Category;

class CategoryNamesTest {

    @Test
    void namesCategoriesInAnyCase() {
        assertThat(CategoryNames.label("cs.LG")).isEqualTo("Machine Learning (cs.LG)");
        assertThat(CategoryNames.canonical("CS.lg")).isEqualTo("cs.LG");
        assertThat(CategoryNames.canonical("MATH")).isEqualTo("math");
        assertThat(CategoryNames.find("CS.lg")).contains("Machine Learning");
        assertThat(CategoryNames.find("astro-ph.CO"))
                .contains("Cosmology and Nongalactic Astrophysics");
    }

    @Test
    void leavesTheCodesOfOtherArchivesAlone() {
        assertThat(CategoryNames.label("bio.unheard")).isEqualTo("bio.unheard");
        assertThat(CategoryNames.canonical("bio.Unheard")).isEqualTo("bio.Unheard");
        assertThat(Category.isName("bio.unheard")).isTrue();
    }
}
