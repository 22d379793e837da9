package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaperVersionsTest {

    private static PaperVersions<String> of(String... names) {
        return PaperVersions.of(List.of(names), name -> name);
    }

    @Test
    void goByTheirNumbersAndNotByTheirOrder() {
        for (PaperVersions<String> versions :
                List.of(of("v1", "v2", "v10"), of("v10", "v2", "v1"), of("v2", "v10", "v1"))) {
            assertThat(versions.inOrder()).containsExactly("v1", "v2", "v10");
            assertThat(versions.earliest()).contains("v1");
            assertThat(versions.newest()).contains("v10");
        }
    }

    @Test
    void keepTheListingsOrderIfOneHasNoNumber() {
        assertThat(of("v2", "first", "v1").inOrder()).containsExactly("v2", "first", "v1");
        assertThat(of().earliest()).isEmpty();
        assertThat(of().newest()).isEmpty();
    }

    @Test
    void numbersAreOfFourDigitsAtMost() {
        assertThat(PaperVersions.number("v12")).hasValue(12);
        for (String none : new String[] {"12", "v", "v12345", "v1 ", ""}) {
            assertThat(PaperVersions.number(none)).as(none).isEmpty();
        }
        assertThat(PaperVersions.number(null)).isEmpty();
    }
}
