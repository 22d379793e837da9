package org.papertide.ingest.signal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.PublishedEvents;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class SignalIT {

    @Inject PublishedEvents published;

    @Test
    void countsIncrementsUpAndEachEventOnce() {
        String likes =
                """
                [{"eventId": "a-1", "paperId": "2502.00001", "metric": "UPVOTES", "increment": 1,
                  "source": "likes"},
                 {"eventId": "a-2", "paperId": "arxiv:2502.00001v2", "metric": "UPVOTES",
                  "increment": 4, "source": "likes"},
                 {"eventId": "a-2", "paperId": "2502.00001", "metric": "UPVOTES", "increment": 4,
                  "source": "likes"}]
                """;
        push(likes).statusCode(200).body("taken", equalTo(2)).body("known", equalTo(1));
        push(likes).statusCode(200).body("taken", equalTo(0)).body("known", equalTo(3));
        push("""
        {"eventId": "a-3", "paperId": "2502.00001", "metric": "UPVOTES", "increment": 2,
         "source": "likes"}
        """)
                .statusCode(200)
                .body("taken", equalTo(1));
        List<Signal> signals =
                published.signals(new PaperId("arxiv:2502.00001"), all -> all.size() >= 2);
        assertThat(signals).extracting(Signal::value).containsExactly(5L, 7L);
        assertThat(signals.get(1).observedAt()).isAfter(signals.get(0).observedAt());
    }

    @Test
    void publishesSignalsOfUnknownMetricsAndRepeatsNone() {
        String signal =
                """
                {"events": [{"paperId": "10.1000/Tides", "metric": "TELEPATHY", "value": 12,
                  "observedAt": "2025-01-02T08:00:00Z", "source": "seance"}]}
                """;
        push(signal).statusCode(200).body("taken", equalTo(1));
        push(signal).statusCode(200).body("taken", equalTo(0)).body("known", equalTo(1));
        PaperId id = new PaperId("doi:10.1000/tides");
        assertThat(published.signals(id, all -> !all.isEmpty()))
                .containsExactly(
                        new Signal(
                                id,
                                "TELEPATHY",
                                12,
                                java.time.Instant.parse("2025-01-02T08:00:00Z"),
                                "seance"));
    }

    @Test
    void refusesBadEventsOneByOne() {
        push("""
        [{"paperId": "2502.00002", "metric": "UPVOTES", "value": 1, "source": "s"},
         {"paperId": "2502.00002", "metric": "UPVOTES", "value": -1, "source": "s"},
         {"paperId": "2502.00002", "metric": "UPVOTES", "value": 1, "source": "s",
          "observedAt": "2090-01-01T00:00:00Z"},
         {"paperId": "2502.00002", "metric": "UPVOTES", "increment": 1, "source": "s"},
         {"paperId": "no id", "metric": "UPVOTES", "value": 1, "source": "s"},
         {"paperId": "2502.00002", "metric": "up votes", "value": 1, "source": "s"},
         {"paperId": "2502.00002", "metric": "UPVOTES", "value": 1.5, "source": "s"},
         {"paperId": "2502.00002", "metric": "UPVOTES", "value": "NaN", "source": "s"},
         null, 7]
        """)
                .statusCode(200)
                .body("taken", equalTo(1))
                .body("refused", equalTo(9))
                .body("refusals[0].index", equalTo(1))
                .body("refusals[0].reason", containsString("value"))
                .body("refusals[1].reason", containsString("future"))
                .body("refusals[2].reason", containsString("eventId"))
                .body("refusals[3].errors[0].field", equalTo("paperId"));
    }

    @Test
    void answersAProblemWhenNothingCanBeTaken() {
        push("not json").statusCode(400).contentType("application/problem+json");
        push("[]").statusCode(400);
        push("{\"paperId\": \"2502.00003\"}")
                .statusCode(400)
                .body("errors.field", hasItems("metric", "value", "source"))
                .body("refusals[0].index", equalTo(0));
        given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .header("Content-Encoding", "gzip")
                .contentType("application/json")
                .body("[]")
                .post("/api/v1/signals")
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .body("[]")
                .post("/api/v1/signals")
                .then()
                .statusCode(401);
    }

    private static ValidatableResponse push(String body) {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/signals")
                .then()
                .log()
                .ifValidationFails();
    }
}
