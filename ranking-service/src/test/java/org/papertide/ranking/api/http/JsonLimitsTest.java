package org.papertide.ranking.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLimitsTest {

    /** As Quarkus makes it. */
    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeEach
    void customize() {
        new JsonLimits().customize(mapper);
    }

    @Test
    void keepsNoNamesOfStrangers() {
        assertThat(mapper.getFactory().isEnabled(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES))
                .isFalse();
        assertThat(mapper.getFactory().isEnabled(JsonFactory.Feature.INTERN_FIELD_NAMES)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesWhatIsDeep(String open) {
        assertRefused(open.repeat(1_000));
    }

    @Test
    void refusesManyNamesAndLongOnes() {
        assertRefused(
                IntStream.range(0, 50_000)
                        .mapToObj(number -> "\"n" + number + "\":1")
                        .collect(Collectors.joining(",", "{", "}")));
        assertRefused("{\"" + "n".repeat(1_000) + "\":1}");
    }

    @Test
    void readsWhatIsOrdinary() throws JsonProcessingException {
        assertThat(mapper.readTree("{\"texts\":[\"a\",\"b\"]}").path("texts")).hasSize(2);
    }

    private void assertRefused(String json) {
        assertThatThrownBy(() -> mapper.readTree(json)).isInstanceOf(JsonProcessingException.class);
    }
}
