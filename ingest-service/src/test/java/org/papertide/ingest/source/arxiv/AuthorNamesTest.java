package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class AuthorNamesTest {

    @Test
    void partsNamesAtCommasAndAnds() {
        assertThat(AuthorNames.split("A. Alpha, B. Beta (U. of E, F)  and\n C. Gamma"))
                .containsExactly("A. Alpha", "B. Beta", "C. Gamma");
        assertThat(AuthorNames.split("A. Alpha, and B. Anderson; C. Fernand"))
                .containsExactly("A. Alpha", "B. Anderson", "C. Fernand");
    }

    @Test
    void takesTimeInProportionToItsInput() {
        for (String unit : List.of(" ", " and", "and ", "\n\t", ",", "(", ")", "a ")) {
            Growth.assertLinear(50_000, count -> "A" + unit.repeat(count), AuthorNames::split);
        }
    }
}
