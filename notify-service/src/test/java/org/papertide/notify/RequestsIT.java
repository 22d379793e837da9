package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.TestStack;

/** Which requests are refused, and how. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class RequestsIT extends ReaderSteps {

    @Test
    void mailsOneMailboxLessAndLess() {
        String address = TestStack.get().newAddress("often");
        String domain = address.substring(address.indexOf('@'));
        String name = address.substring(0, address.indexOf('@'));
        for (int i = 0; i < 6; i++) {
            String other = name.charAt(0) + "." + name.substring(1) + "+" + i + domain;
            subscribe(Map.of("email", other, "frequency", "DAILY"));
        }

        assertThat(
                        rows(
                                "select count(*) from subscriber where address like '%s.%s+%%'"
                                        .formatted(name.charAt(0), name.substring(1))))
                .containsExactly("3");
    }

    @Test
    void takesNothingFromPagesOfOtherSites() {
        given().contentType(ContentType.JSON)
                .header("Origin", "https://evil.example")
                .body(Map.of("email", "stranger@example.org"))
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void tellsEveryBadField() {
        given().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "email",
                                "nobody",
                                "frequency",
                                "HOURLY",
                                "timezone",
                                "Mars/Base",
                                "hour",
                                24,
                                "limit",
                                "ten"))
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "errors.field",
                        org.hamcrest.Matchers.containsInAnyOrder(
                                "email", "frequency", "timezone", "hour", "limit"));
    }

    @Test
    void letsOnlyOperatorsRunEditions() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/editions")
                .then()
                .statusCode(401);
    }

    @Test
    void refusesBodiesThatAreTooLong() {
        given().contentType(ContentType.JSON)
                .body("{\"email\": \"" + "x".repeat(40_000) + "\"}")
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "null", "{\"frequencey\": \"DAILY\"}", "{\"asOf\": 5}"})
    void plansNoEditionForARequestThatIsNotUnderstood(String body) {
        given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .body(body)
                .post("/api/v1/editions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }
}
