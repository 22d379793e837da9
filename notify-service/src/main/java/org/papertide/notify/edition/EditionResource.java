package org.papertide.notify.edition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.running.FieldProblem;
import org.papertide.notify.running.OperatorToken;
import org.papertide.notify.running.Problem;

/** Editions over HTTP, for operators. */
@Path("/api/v1/editions")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class EditionResource {

    /** A slip of the year would block the periods of a year. */
    private static final Duration MOST_AHEAD = Duration.ofDays(8);

    private final EditionPlanner planner;
    private final DigestComposer composer;
    private final EditionAccounts accounts;
    private final OperatorToken operator;
    private final Clock clock;

    EditionResource(
            EditionPlanner planner,
            DigestComposer composer,
            EditionAccounts accounts,
            OperatorToken operator,
            Clock clock) {
        this.planner = planner;
        this.composer = composer;
        this.accounts = accounts;
        this.operator = operator;
        this.clock = clock;
    }

    /**
     * What an operator asks for.
     *
     * @param frequency DAILY or WEEKLY
     * @param asOf the instant it is for; default: the clock, to the hour
     */
    public record EditionRequest(@Nullable String frequency, @Nullable String asOf) {}

    /** Plans an edition, once per frequency and instant, and answers its account. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Plans and sends an edition now; idempotent per frequency and asOf")
    @RequestBody(content = @Content(schema = @Schema(implementation = EditionRequest.class)))
    public Response plan(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, String body) {
        Optional<Response> refusal = operator.refuse(authorization);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        JsonNode json;
        try {
            json = EventJson.mapper().readTree(body.isBlank() ? "{}" : body);
        } catch (JsonProcessingException _) {
            return Problem.of(400, "Not JSON", "the body is no JSON document").response();
        }
        List<FieldProblem> problems = new ArrayList<>();
        Frequency frequency = frequency(json.path("frequency"), problems);
        Instant asOf = asOf(json.path("asOf"), problems);
        if (!problems.isEmpty()) {
            return new Problem(
                            "about:blank",
                            "The request is malformed",
                            400,
                            "see errors for each bad field",
                            problems)
                    .response();
        }
        long id = planner.planNow(frequency, asOf);
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
    public Response account(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("id") String id) {
        Optional<Response> refusal = operator.refuse(authorization);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<EditionAccount> account =
                id.matches("\\d{1,18}") ? accounts.find(Long.parseLong(id)) : Optional.empty();
        return account.map(found -> Response.ok(found).type(MediaType.APPLICATION_JSON).build())
                .orElseGet(
                        () -> Problem.of(404, "No such edition", "there is no " + id).response());
    }

    private static Frequency frequency(JsonNode node, List<FieldProblem> problems) {
        if (node.isMissingNode() || node.isNull()) {
            return Frequency.DAILY;
        }
        Optional<Frequency> frequency =
                Frequency.find(node.asText()).filter(found -> found != Frequency.INSTANT);
        if (frequency.isEmpty()) {
            problems.add(new FieldProblem("frequency", "is DAILY or WEEKLY"));
        }
        return frequency.orElse(Frequency.DAILY);
    }

    private Instant asOf(JsonNode node, List<FieldProblem> problems) {
        Instant now = clock.instant();
        if (node.isMissingNode() || node.isNull()) {
            return now.truncatedTo(ChronoUnit.HOURS);
        }
        try {
            Instant asOf = OffsetDateTime.parse(node.asText()).toInstant();
            if (asOf.isBefore(Instant.EPOCH) || asOf.isAfter(now.plus(MOST_AHEAD))) {
                problems.add(
                        new FieldProblem(
                                "asOf", "is at most %d days ahead".formatted(MOST_AHEAD.toDays())));
            }
            return asOf;
        } catch (DateTimeParseException _) {
            problems.add(new FieldProblem("asOf", "is an instant such as 2026-05-04T08:00:00Z"));
            return now;
        }
    }
}
