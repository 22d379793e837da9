package org.papertide.ranking.api;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.papertide.testing.OpenApiDocument;
import org.papertide.testing.PapertideTestResource;

/** The API as its users know it. */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class OpenApiDocumentIT {

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @Test
    void isAsApproved() throws IOException {
        OpenApiDocument.assertApproved(service);
    }
}
