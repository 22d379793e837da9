package org.papertide.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.papertide.testing.OpenApiDocument;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class ManagementIT {

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Test
    void hasOneCheckPerDependency() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().get("/q/health/ready")
                                .then()
                                .statusCode(200)
                                .body(
                                        "checks.name",
                                        containsInAnyOrder("database", "kafka", "outbox")));
    }

    @Test
    void saysApartWhetherItCanAnswer() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        given().get("/q/health/group/serving")
                                .then()
                                .statusCode(200)
                                .body("checks.name", containsInAnyOrder("database", "kafka")));
    }

    @Test
    void answersOnBothPortsWhereItIsAskedTo() {
        for (String path : new String[] {"/q/health", "/q/health/live", "/q/metrics"}) {
            assertThat(given().get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(given().port(managementPort).get(path).statusCode())
                    .as(path + " of the management port")
                    .isEqualTo(200);
        }
        given().get("/q/metrics").then().body(containsString("papertide_outbox_records"));
    }

    @Test
    void hasTheApprovedApi() throws IOException {
        OpenApiDocument.assertApproved(service);
    }
}
