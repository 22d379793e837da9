package org.papertide.notify.edition;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.notify.http.RequestInstants;
import org.papertide.notify.http.RowNumber;
import org.papertide.notify.message.MailKind;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.Limits;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** Editions over HTTP, for operators. */
@Path("/api/v1/editions")
@OperatorOnly
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class EditionResource {

    /** A slip of the year would block the periods of a year. */
    private static final Duration MOST_AHEAD = Duration.ofDays(8);

    private static final String KINDS = "OPT_IN, WELCOME, ALERT, DAILY, WEEKLY or WEBHOOK_ENDED";

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final EditionPlanner planner;
    private final EditionAccounts accounts;
    private final JsonRequestReader<EditionRequest> requests;
    private final Clock clock;

    EditionResource(
            EditionPlanner planner,
            EditionAccounts accounts,
            RequestValidator validator,
            Clock clock) {
        this.planner = planner;
        this.accounts = accounts;
        this.requests =
                new JsonRequestReader<>(
                        EditionRequest.class,
                        validator,
                        UnknownFields.REFUSED,
                        Limits.ONE_REQUEST,
                        RequestInstants.ALL);
        this.clock = clock;
    }

    /** Plans an edition, once per frequency and instant, and answers its account. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Plan and send an edition now",
            description =
                    "Answers at once; the account fills while the edition is planned, and has"
                            + " composedAt when all its mails are written. Once per frequency and"
                            + " asOf: asked again, it answers the account of the same edition. An"
                            + " empty body asks for the daily digest of this hour.")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EditionRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "daily",
                                            value =
                                                    """
                                                    {"frequency": "DAILY", "asOf": "2026-05-04T08:00:00Z"}\
                                                    """)))
    @APIResponse(
            responseCode = "202",
            description = "The edition is noted and will be planned; its mails follow",
            headers = @Header(name = "Location", description = "The edition's account"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EditionAccount.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "Not a JSON object, or fields that are wrong or unknown; errors names all")
    @APIResponse(responseCode = "413", description = "The body has more than 16 kB")
    @APIResponse(responseCode = "503", description = "The database is away; ask again later")
    public Response plan(byte[] body) {
        return requests.answer(body.length == 0 ? EMPTY_OBJECT : body, this::plan);
    }

    private Response plan(EditionRequest request) {
        Instant now = clock.instant();
        Instant asOf = request.asOfOr(now);
        if (asOf.isBefore(Instant.EPOCH) || asOf.isAfter(now.plus(MOST_AHEAD))) {
            String detail =
                    "Please give an instant at most %d days ahead.".formatted(MOST_AHEAD.toDays());
            return Problem.field("asOf", detail).response();
        }
        long id = planner.request(request.frequencyOrDaily(), asOf);
        return accounts.find(id)
                .map(account ->
                        Response.accepted(account)
                                // Relative: else it would repeat the request's Host.
                                .header("Location", "/api/v1/editions/" + id)
                                .type(MediaType.APPLICATION_JSON)
                                .build())
                .orElseThrow();
    }

    /** Editions, the newest first. */
    @GET
    @Operation(
            summary = "Editions",
            description =
                    "The newest first, page by page, those with them whose mails have left the"
                            + " ledger.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EditionPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a kind, not a number, or not where a page begins")
    public Response list(
            @Parameter(description = "Only of this kind: " + KINDS) @QueryParam("kind")
                    @Nullable String kind,
            @BeanParam PageRequest request) {
        if (kind != null
                && Arrays.stream(MailKind.values()).noneMatch(k -> k.name().equals(kind))) {
            return Problem.field("kind", "Please choose " + KINDS + ".").response();
        }
        Optional<Problem> problem = request.problemOfNumbers();
        if (problem.isPresent()) {
            return problem.get().response();
        }
        return JsonResponse.ok(
                accounts.page(
                        request.afterOr(Long.MAX_VALUE), kind == null ? "" : kind, request.size()));
    }

    /** The account of an edition. */
    @GET
    @Path("{id}")
    @Operation(
            summary = "The account of an edition",
            description =
                    "It stays when the mails have left the ledger, and says when that was"
                            + " (mailsLeftAt). Single mails leave with their edition.")
    @APIResponse(
            responseCode = "200",
            description = "What became of its mails so far",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EditionAccount.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such edition, or its account was kept long enough")
    public Response account(@PathParam("id") String id) {
        return JsonResponse.okOrNotFound(
                RowNumber.parse(id).flatMap(accounts::find), "There is no edition " + id + ".");
    }

    /** Stops an edition. */
    @POST
    @Path("{id}/stop")
    @Operation(
            summary = "Stop an edition",
            description =
                    "Nothing more of it is sent: what waits, or is not composed yet, is excluded as"
                            + " stopped; mails that are on their way still go. It cannot be resumed."
                            + " Stopped again, it keeps its first reason.")
    @APIResponse(
            responseCode = "200",
            description = "Its account, with stopReason",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EditionAccount.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such edition, or its account was kept long enough")
    public Response stop(@PathParam("id") String id) {
        return JsonResponse.okOrNotFound(
                RowNumber.parse(id)
                        .flatMap(number -> accounts.stop(number, EditionRepository.BY_OPERATOR)),
                "There is no edition " + id + ".");
    }
}
