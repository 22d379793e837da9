package org.papertide.ranking.api.contract;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.events.StreamContract;
import org.papertide.platform.http.Problem;
import org.papertide.ranking.api.http.CacheableResponse;

/**
 * The contract of the streams, for those who consume them. It describes topics, and so stands
 * beside the OpenAPI document and not in it.
 */
@Path("/")
public class ContractResource {

    private static final String ASYNC_API = "application/vnd.aai.asyncapi+yaml;version=3.0.0";
    private static final String SCHEMA = "application/schema+json";

    /** It changes with a release alone. */
    private static final Duration FRESH = Duration.ofHours(1);

    /** Nothing on the page comes from elsewhere, and nothing on it runs. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Map<String, byte[]> schemas = StreamContract.schemas();
    private final byte[] document;
    private final byte[] page;

    ContractResource() throws IOException {
        String asyncApi = StreamContract.asyncApi("schemas/");
        document = asyncApi.getBytes(StandardCharsets.UTF_8);
        page = ContractPage.of(asyncApi, schemas);
    }

    @GET
    @Path("asyncapi.yaml")
    @Operation(hidden = true)
    public Response asyncApi(@Context HttpHeaders headers) {
        return CacheableResponse.of(headers, document, ASYNC_API, null, FRESH, null);
    }

    @GET
    @Path("schemas/{file}")
    @Operation(hidden = true)
    public Response schema(@PathParam("file") String file, @Context HttpHeaders headers) {
        byte[] schema = schemas.get(file);
        return schema == null
                ? Problem.of(404, "There is no such schema.").response()
                : CacheableResponse.of(headers, schema, SCHEMA, null, FRESH, null);
    }

    @GET
    @Path("streams")
    @Operation(hidden = true)
    public Response page(@Context HttpHeaders headers) {
        Response answer =
                CacheableResponse.of(
                        headers, page, MediaType.TEXT_HTML + ";charset=UTF-8", null, FRESH, null);
        answer.getHeaders().putSingle("Content-Security-Policy", POLICY);
        answer.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        return answer;
    }
}
