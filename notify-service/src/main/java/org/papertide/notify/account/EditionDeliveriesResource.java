package org.papertide.notify.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.http.PageSize;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Problem;

/** The mails of an edition over HTTP, for operators. */
@Path("/api/v1/editions/{id}/deliveries")
@OperatorOnly
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class EditionDeliveriesResource {

    private static final String NUMBER = "\\d{1,18}";

    private final DeliveryLookups lookups;

    EditionDeliveriesResource(DeliveryLookups lookups) {
        this.lookups = lookups;
    }

    /** Some mails of an edition. */
    @GET
    @Operation(
            summary = "The mails of an edition, and what became of each",
            description =
                    "In the order of their subscriptions, page by page, perhaps only those in one"
                            + " state. No address is in the answer.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a state, not a number, or not where a page begins")
    @APIResponse(
            responseCode = "404",
            description = "There is no such edition, or its mails have left the ledger")
    public Response deliveries(
            @PathParam("id") String id,
            @Parameter(
                            description =
                                    "Only those in this state: PLANNED, CLAIMED, HANDED, ACCEPTED,"
                                            + " DEFERRED, REJECTED, UNCERTAIN, EXCLUDED or EXPIRED")
                    @QueryParam("state")
                    @Nullable String state,
            @Parameter(description = "The member next of the page before") @QueryParam("after")
                    @Nullable String after,
            @Parameter(
                            description = "How many at most, 1 to 1000; default: 100",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable String limit) {
        if (state != null && !isState(state)) {
            return Problem.field("state", "There is no such state.").response();
        }
        if (after != null && !after.matches(NUMBER)) {
            return Problem.field("after", "Please give the member next of a page.").response();
        }
        Optional<Integer> size = PageSize.parse(limit);
        if (size.isEmpty()) {
            return Problem.field("limit", PageSize.REQUEST).response();
        }
        Optional<DeliveryPage> page =
                id.matches(NUMBER)
                        ? lookups.ofEdition(
                                Long.parseLong(id),
                                state == null ? "" : state,
                                after == null ? 0 : Long.parseLong(after),
                                size.get())
                        : Optional.empty();
        return page.map(found -> Response.ok(found).type(MediaType.APPLICATION_JSON).build())
                .orElseGet(() -> Problem.of(404, "There is no edition " + id + ".").response());
    }

    private static boolean isState(String name) {
        return Arrays.stream(DeliveryState.values()).anyMatch(state -> state.name().equals(name));
    }
}
