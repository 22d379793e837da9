package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchQuestionTest {

    /** The form reads the search itself, and says what of it no subscription can ask for. */
    @Test
    void leadsToAFormThatIsFilledWithIt() {
        assertThat(
                        SearchQuestion.read("a \"b\" author:<x>", "rising", "cs.LG", null)
                                .subscription())
                .isEqualTo("/subscribe?search=a+%22b%22+author%3A%3Cx%3E&category=cs.LG");
    }

    @Test
    void namesACategoryAsArxivDoes() {
        assertThat(SearchQuestion.read("a", null, "CS.lg", null).category()).isEqualTo("cs.LG");
    }
}
