package org.papertide.ingest.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class ImportIT {

    @Test
    void takesThePapersPageOnce() throws Exception {
        Path page = Checkout.root().resolve("../shared/data/papers-page.txt");
        Assumptions.assumeTrue(Files.exists(page), "no recorded data beside the checkout");
        JsonPath first = post(Files.readAllBytes(page));
        assertThat(first.getLong("papers.new")).isEqualTo(119);
        JsonPath second = post(Files.readAllBytes(page));
        assertThat(second.getLong("papers.new")).isZero();
        assertThat(second.getLong("papers.unchanged")).isEqualTo(119);
    }

    private static JsonPath post(byte[] body) {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .body(body)
                .post("/api/v1/imports")
                .then()
                .log()
                .ifError()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
