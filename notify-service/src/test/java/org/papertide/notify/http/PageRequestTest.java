package org.papertide.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    @Test
    void hasDefaults() {
        PageRequest nothing = new PageRequest(null, null);
        assertThat(nothing.problemOfNumbers()).isEmpty();
        assertThat(nothing.afterOr(5)).isEqualTo(5);
        assertThat(nothing.size()).isEqualTo(100);
    }

    @Test
    void takesNumbersToTheirBounds() {
        PageRequest most = new PageRequest("999999999999999999", "1000");
        assertThat(most.problemOfNumbers()).isEmpty();
        assertThat(most.afterOr(5)).isEqualTo(999_999_999_999_999_999L);
        assertThat(most.size()).isEqualTo(1_000);
        assertThat(new PageRequest(null, "1").problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1001", "99999", "x", "1.0", " 1"})
    void refusesALimitThatIsNone(String limit) {
        assertThat(new PageRequest(null, limit).problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem.detail())
                                .isEqualTo("limit: Please give a whole number from 1 to 1000."));
    }

    /** No database has such a name. */
    @Test
    void refusesANameThatIsNone() {
        assertThat(new PageRequest("a\0", null).problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem.detail())
                                .isEqualTo("after: Please give the member next of a page."));
    }

    /** Elsewhere a page may begin after a name. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1000000000000000000"})
    void refusesARowThatHasNoNumber(String after) {
        PageRequest request = new PageRequest(after, null);
        assertThat(request.problem()).isEmpty();
        assertThat(request.problemOfNumbers())
                .hasValueSatisfying(problem ->
                        assertThat(problem.errors())
                                .singleElement()
                                .satisfies(error -> assertThat(error.field()).isEqualTo("after")));
    }
}
