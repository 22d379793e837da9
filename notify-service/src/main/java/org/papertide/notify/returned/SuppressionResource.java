package org.papertide.notify.returned;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
import org.papertide.notify.returned.SuppressionList.Found;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** The suppression list over HTTP, for operators. */
@Path(SuppressionResource.PATH)
@OperatorOnly
@RunOnVirtualThread
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class SuppressionResource {

    /** Where it is; lists that are sent there may be large. */
    public static final String PATH = "/api/v1/suppressions";

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    private final SuppressionList list;
    private final JsonRequestReader<SuppressionRequest> requests;

    SuppressionResource(SuppressionList list, RequestValidator validator) {
        this.list = list;
        this.requests =
                new JsonRequestReader<>(SuppressionRequest.class, validator, UnknownFields.REFUSED);
    }

    /** Some of the list, or the one address that is asked for. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE, CSV, JSON_LINES})
    @Operation(
            summary = "Suppressed addresses",
            description =
                    "In the order of their hashes, page by page; or whether one address is"
                            + " suppressed, and why. With Accept: text/csv or"
                            + " application/x-ndjson: the whole list, which may be imported"
                            + " elsewhere.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SuppressionPage.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = JSON_LINES,
                        schema = @Schema(implementation = SuppressionEntry.class))
            })
    @APIResponse(responseCode = "400", description = "Not an address, or not a number")
    @APIResponse(responseCode = "404", description = "The address is not suppressed")
    public Response get(
            @Parameter(description = "One address, or its hash") @QueryParam("address")
                    @Nullable String address,
            @BeanParam PageRequest request,
            @HeaderParam(HttpHeaders.ACCEPT) @Parameter(hidden = true) @Nullable String accept) {
        for (SuppressionListFormat format : SuppressionListFormat.values()) {
            if (accept != null && accept.startsWith(format.mediaType())) {
                return whole(format);
            }
        }
        if (address != null) {
            return answer(list.find(address), 200);
        }
        return request.problem()
                .map(Problem::response)
                .orElseGet(() ->
                        JsonResponse.ok(
                                list.page(
                                        Objects.requireNonNullElse(request.after(), ""),
                                        request.size())));
    }

    private Response whole(SuppressionListFormat format) {
        StreamingOutput all = out -> list.write(format, out);
        return Response.ok(all, format.mediaType() + ";charset=UTF-8").build();
    }

    /** Suppresses an address. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Suppress an address, or import a list",
            description =
                    "One address as JSON; a list as text/csv (RFC 4180, a line per address, columns"
                            + " address or address_hash, reason, at; the lists that SendGrid and"
                            + " Mailgun export as they are) or as application/x-ndjson with the same"
                            + " fields. Lists stream, up to 64 MB. Lines that cannot be read"
                            + " are told by their numbers, all others are taken; the same list again"
                            + " changes nothing. A suppressed address keeps its reason.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SuppressionRequest.class),
                        examples =
                                @ExampleObject(
                                        name = "one",
                                        value =
                                                """
                                                {"address": "reader@example.org", "reason": "asked by letter"}\
                                                """)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "list",
                                        value =
                                                "email,reason\nreader@example.org,550 no such user\n")),
                @Content(
                        mediaType = JSON_LINES,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "lines",
                                        value =
                                                """
                                                {"address": "reader@example.org", "reason": "550 no such user"}\
                                                """))
            })
    @APIResponse(
            responseCode = "200",
            description = "The address is suppressed, or what became of the list",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            oneOf = {
                                                SuppressionEntry.class,
                                                SuppressionImport.class
                                            })))
    @APIResponse(
            responseCode = "400",
            description =
                    "Not a JSON object, or fields that are wrong or unknown; errors names all")
    @APIResponse(responseCode = "413", description = "The list has more than 64 MB")
    @APIResponse(
            responseCode = "503",
            description = "The database is away; send the same again later")
    public Response post(byte[] body) {
        return requests.answer(
                body,
                request ->
                        answer(
                                list.add(
                                        String.valueOf(request.address()),
                                        Optional.ofNullable(request.reason())),
                                200));
    }

    /** Takes a list as CSV. */
    @POST
    @Consumes(CSV)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(hidden = true)
    public Response importCsv(InputStream body) throws IOException {
        return JsonResponse.ok(list.read(SuppressionListFormat.CSV, body));
    }

    /** Takes a list as JSON lines. */
    @POST
    @Consumes(JSON_LINES)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(hidden = true)
    public Response importJsonLines(InputStream body) throws IOException {
        return JsonResponse.ok(list.read(SuppressionListFormat.JSON_LINES, body));
    }

    /** Takes an address from the list. */
    @DELETE
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Take an address from the list",
            description =
                    "It may be mailed again, and its failures so far no longer count. Subscriptions"
                            + " that have ended stay ended.")
    @APIResponse(responseCode = "204", description = "It is no longer suppressed")
    @APIResponse(responseCode = "400", description = "Not an address")
    @APIResponse(responseCode = "404", description = "The address was not suppressed")
    public Response delete(
            @Parameter(description = "The address, or its hash", required = true)
                    @QueryParam("address")
                    @Nullable String address) {
        return answer(list.remove(address == null ? "" : address), 204);
    }

    private static Response answer(Found found, int status) {
        return switch (found) {
            case Found.Listed(SuppressionEntry entry) ->
                    status == 204 ? Response.noContent().build() : JsonResponse.ok(entry);
            case Found.NotListed() -> Problem.of(404, "The address is not suppressed.").response();
            case Found.Wrong(String reason) -> Problem.field("address", reason).response();
        };
    }
}
