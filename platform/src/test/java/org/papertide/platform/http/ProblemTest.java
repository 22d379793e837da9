package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void hasTheShapeOfRfc9457() throws JsonProcessingException {
        assertThat(json.writeValueAsString(Problem.of(404, "No such thing.")))
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                                + "\"detail\":\"No such thing.\"}");
    }

    @Test
    void listsBadFieldsAndExtensions() throws JsonProcessingException {
        Problem problem =
                Problem.field("limit", "Please give a number.").with("account", List.of(1));
        assertThat(json.writeValueAsString(problem))
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                                + "\"detail\":\"limit: Please give a number.\","
                                + "\"errors\":[{\"field\":\"limit\",\"detail\":\"Please give a number.\"}],"
                                + "\"account\":[1]}");
    }

    @Test
    void namesStatusesByTheirPhrase() {
        assertThat(Problem.of(413, "").title()).isEqualTo("Content Too Large");
        assertThat(Problem.of(422, "").title()).isEqualTo("Unprocessable Content");
        assertThat(Problem.of(429, "").title()).isEqualTo("Too Many Requests");
        assertThat(Problem.of(599, "").title()).isEqualTo("Error");
    }

    @Test
    void cutsADetailThatIsTooLong() {
        assertThat(Problem.of(400, "x".repeat(2_000)).detail()).hasSize(2_000);
        assertThat(Problem.of(400, "x".repeat(2_001)).detail()).hasSize(2_001).endsWith("x…");
    }

    @Test
    void asksToComeBackWhileSomethingIsAway() {
        try (Response answer = Problem.of(503, "away").response()) {
            assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        }
    }
}
