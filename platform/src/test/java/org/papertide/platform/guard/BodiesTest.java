package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.ProblemRefusals;

class BodiesTest {

    private final Bodies bodies =
            new Bodies(
                    List.of(
                            BodyRule.upTo("/questions", 64 * 1024).ofAnnounced(),
                            BodyRule.upTo("/lists/", 1 << 20),
                            BodyRule.streamed("/files")),
                    new ProblemRefusals());

    @ParameterizedTest
    @CsvSource({
        "/questions, 65536, , ",
        "/questions, 65537, , 413",
        "/questions/x, 65537, , 413",
        "/questions, , chunked, 411",
        "/questions, , , ",
        "/questionsx, 16384, , ",
        "/questionsx, 16385, , 413",
        "/lists/a, 1048577, , 413",
        "/lists/a, , chunked, ",
        "/files, 99999999999999, , ",
        "/other, 99999999999999999999, , 413",
        "/other, -1, , 413"
    })
    void refusesWhatIsLargerThanItsPathTakes(
            String path,
            @Nullable String length,
            @Nullable String transfer,
            @Nullable Integer status) {
        assertThat(
                        Bodies.refusal(bodies.rule(path), length, transfer, null, null)
                                .map(Problem::status)
                                .orElse(null))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/other, gzip, application/json, 415",
        "/other, identity, application/json, ",
        "/files, gzip, application/json, ",
        "/other, , nonsense, 415",
        "/other, , text/html; charset=x, ",
        "/files, , a/, 415"
    })
    void refusesWhatIsPackedOrOfNoType(
            String path,
            @Nullable String encoding,
            @Nullable String type,
            @Nullable Integer status) {
        assertThat(
                        Bodies.refusal(bodies.rule(path), "2", null, encoding, type)
                                .map(Problem::status)
                                .orElse(null))
                .isEqualTo(status);
    }

    @Test
    void readsNoMoreOfABodyThanItsPathTakes() throws IOException {
        BodyRule rule = BodyRule.upTo("/", 100);
        try (InputStream whole =
                        new BoundedBodies.Bounded(new ByteArrayInputStream(new byte[100]), rule);
                InputStream larger =
                        new BoundedBodies.Bounded(new ByteArrayInputStream(new byte[101]), rule)) {
            assertThat(whole.readAllBytes()).hasSize(100);
            assertThatThrownBy(larger::readAllBytes)
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("The body has more than 100 bytes.");
        }
    }
}
