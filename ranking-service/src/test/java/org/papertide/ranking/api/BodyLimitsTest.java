package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "/mcp, 65536,",
        "/mcp, 65537, 413",
        "/mcp/messages/x, 65537, 413",
        "/mcp, , 411",
        "/api/v1/vectors, 131072,",
        "/api/v1/vectors, 131073, 413",
        "/api/v1/vectors, 99999999999999999999, 413",
        "/api/v1/vectors, , 411",
        "/api/v1/priors, 500000,",
        "/api/v1/priors, ,",
        "/mcpx, ,"
    })
    void refusesWhatIsLargerThanItsPathAllows(
            String path, @Nullable String length, @Nullable Integer status) {
        assertThat(BodyLimits.findRefusal(path, length).orElse(null)).isEqualTo(status);
    }
}
