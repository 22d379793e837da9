package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.testing.PapertideTestResource.OPERATOR_TOKEN;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.testing.Door;
import org.papertide.testing.Doors;
import org.papertide.testing.HostileRequest;
import org.papertide.testing.PapertideTestResource;

/** No request fails the service, whatever it is: each gets a clear answer in the one shape. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "guard", value = "on"))
class DoorsIT {

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @ParameterizedTest
    @EnumSource
    void refuses(HostileRequest kind) {
        assertThat(Doors.of(service, OPERATOR_TOKEN, Door.forPrograms("POST", "/mcp")).faults(kind))
                .isEmpty();
    }
}
