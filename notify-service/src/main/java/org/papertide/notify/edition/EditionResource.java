package org.papertide.notify.edition;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.papertide.notify.http.JsonRequestReader;
import org.papertide.notify.http.JsonRequestReader.Read;
import org.papertide.notify.http.JsonRequestReader.UnknownFields;
import org.papertide.notify.http.RequestValidator;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Problem;

/** Editions over HTTP, for operators. */
@Path("/api/v1/editions")
@OperatorOnly
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class EditionResource {

    /** A slip of the year would block the periods of a year. */
    private static final Duration MOST_AHEAD = Duration.ofDays(8);

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final EditionPlanner planner;
    private final DigestComposer composer;
    private final EditionAccounts accounts;
    private final JsonRequestReader<EditionRequest> requests;
    private final Clock clock;

    EditionResource(
            EditionPlanner planner,
            DigestComposer composer,
            EditionAccounts accounts,
            RequestValidator validator,
            Clock clock) {
        this.planner = planner;
        this.composer = composer;
        this.accounts = accounts;
        this.requests =
                new JsonRequestReader<>(EditionRequest.class, validator, UnknownFields.REFUSED);
        this.clock = clock;
    }

    /** Plans an edition, once per frequency and instant, and answers its account. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Plans and sends an edition now; idempotent per frequency and asOf")
    @RequestBody(content = @Content(schema = @Schema(implementation = EditionRequest.class)))
    public Response plan(byte[] body) {
        byte[] json = body.length == 0 ? EMPTY_OBJECT : body;
        return switch (requests.read(json)) {
            case Read.Invalid<EditionRequest>(Problem problem) -> problem.response();
            case Read.Valid<EditionRequest>(EditionRequest request) -> plan(request);
        };
    }

    private Response plan(EditionRequest request) {
        Instant now = clock.instant();
        Instant asOf = request.asOfOr(now);
        if (asOf.isBefore(Instant.EPOCH) || asOf.isAfter(now.plus(MOST_AHEAD))) {
            String detail =
                    "Please give an instant at most %d days ahead.".formatted(MOST_AHEAD.toDays());
            return Problem.field("asOf", detail).response();
        }
        long id = planner.planNow(request.frequencyOrDaily(), asOf);
        composer.composeAll();
        return accounts.find(id)
                .map(account ->
                        Response.accepted(account)
                                .location(URI.create("/api/v1/editions/" + id))
                                .type(MediaType.APPLICATION_JSON)
                                .build())
                .orElseThrow();
    }

    /** The account of an edition. */
    @GET
    @Path("{id}")
    @Operation(summary = "The account of an edition")
    public Response account(@PathParam("id") String id) {
        Optional<EditionAccount> account =
                id.matches("\\d{1,18}") ? accounts.find(Long.parseLong(id)) : Optional.empty();
        return account.map(found -> Response.ok(found).type(MediaType.APPLICATION_JSON).build())
                .orElseGet(() -> Problem.of(404, "There is no edition " + id + ".").response());
    }
}
