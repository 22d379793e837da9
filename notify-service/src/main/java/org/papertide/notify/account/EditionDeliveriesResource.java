package org.papertide.notify.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.account.DeliveryLookups.MailsOfEdition;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.notify.http.RowNumber;
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
    @APIResponse(responseCode = "404", description = "There is no such edition")
    @APIResponse(
            responseCode = "410",
            description = "Its mails have left the ledger, or are leaving; the account stays")
    public Response deliveries(
            @PathParam("id") String id,
            @Parameter(
                            description =
                                    "Only those in this state: PLANNED, CLAIMED, HANDED, ACCEPTED,"
                                            + " DEFERRED, REJECTED, UNCERTAIN, EXCLUDED or EXPIRED")
                    @QueryParam("state")
                    @Nullable String state,
            @BeanParam PageRequest request) {
        if (state != null && !isState(state)) {
            return Problem.field("state", "There is no such state.").response();
        }
        Optional<Problem> problem = request.problemOfNumbers();
        if (problem.isPresent()) {
            return problem.get().response();
        }
        MailsOfEdition mails =
                RowNumber.parse(id)
                        .map(edition ->
                                lookups.ofEdition(
                                        edition,
                                        state == null ? "" : state,
                                        request.afterOr(0),
                                        request.size()))
                        .orElseGet(MailsOfEdition.Unknown::new);
        return switch (mails) {
            case MailsOfEdition.Page(DeliveryPage page) -> JsonResponse.ok(page);
            case MailsOfEdition.Gone() ->
                    Problem.of(
                                    410,
                                    "The mails of this edition have left the ledger. Its account,"
                                            + " /api/v1/editions/%s, says what became of them."
                                                    .formatted(id))
                            .response();
            case MailsOfEdition.Unknown() ->
                    Problem.of(404, "There is no edition " + id + ".").response();
        };
    }

    private static boolean isState(String name) {
        return Arrays.stream(DeliveryState.values()).anyMatch(state -> state.name().equals(name));
    }
}
