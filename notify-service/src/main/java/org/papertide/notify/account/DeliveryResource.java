package org.papertide.notify.account;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.account.DeliveryLookups.Found;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.RowNumber;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** What was sent, and what became of it, over HTTP, for operators. */
@Path("/api/v1/deliveries")
@OperatorOnly
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class DeliveryResource {

    /** Days of one answer. */
    static final int MOST_DAYS = 100;

    /** Days of an answer where nothing is said. */
    private static final int USUAL_DAYS = 7;

    private final DeliveryLookups lookups;
    private final JsonRequestReader<DeliverySearch> requests;
    private final Clock clock;

    DeliveryResource(DeliveryLookups lookups, RequestValidator validator, Clock clock) {
        this.lookups = lookups;
        this.requests =
                new JsonRequestReader<>(DeliverySearch.class, validator, UnknownFields.REFUSED);
        this.clock = clock;
    }

    /** One mail. */
    @GET
    @Path("{id}")
    @Operation(summary = "A mail, by the number that logs name it with")
    @APIResponse(
            responseCode = "200",
            description = "What became of it so far",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryEntry.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such mail, or it has left the ledger")
    public Response find(@PathParam("id") String id) {
        return JsonResponse.okOrNotFound(
                RowNumber.parse(id).flatMap(lookups::find), "There is no delivery " + id + ".");
    }

    /** What a person was sent. */
    @POST
    @Path("search")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a person was sent, and what the answers were",
            description =
                    "By an address, or by the number of a subscription: all mails of the person, the"
                            + " newest first and page by page, with their subscriptions and whether"
                            + " the address is suppressed. A POST, so that no address is in a URL or"
                            + " a log; none is in the answer.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliverySearch.class),
                            examples = {
                                @ExampleObject(
                                        name = "address",
                                        value = "{\"address\": \"reader@example.org\"}"),
                                @ExampleObject(
                                        name = "subscription",
                                        value = "{\"subscription\": 42, \"limit\": 10}")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "The person's account",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReaderAccount.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "Not a JSON object, or fields that are wrong or unknown; errors names all")
    @APIResponse(
            responseCode = "404",
            description = "No subscriber has this address or subscription")
    @APIResponse(responseCode = "413", description = "The body has more than 16 kB")
    @APIResponse(responseCode = "503", description = "The database is away; ask again later")
    public Response search(byte[] body) {
        return requests.answer(body, this::search);
    }

    private Response search(DeliverySearch search) {
        if ((search.address() == null) == (search.subscription() == null)) {
            return Problem.field("address", "Please give an address or a subscription, not both.")
                    .response();
        }
        return switch (lookups.search(search)) {
            case Found.Reader(ReaderAccount account) -> JsonResponse.ok(account);
            case Found.Nobody() ->
                    Problem.of(404, "No subscriber has this address or subscription.").response();
            case Found.Wrong(String reason) -> Problem.field("address", reason).response();
        };
    }

    /** The sums of some days. */
    @GET
    @Path("sums")
    @Operation(
            summary = "What became of mails, by day",
            description =
                    "Counts of the mails of closed editions, by day in UTC, kind, receiver and"
                            + " outcome. They stay when mails have left the ledger.")
    @APIResponse(
            responseCode = "200",
            description = "The sums",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MailSums.class)))
    @APIResponse(responseCode = "400", description = "Not days, or too many")
    public Response sums(
            @Parameter(description = "The first day, such as 2026-05-04; default: a week of days")
                    @QueryParam("from")
                    @Nullable String from,
            @Parameter(description = "The last day, at most 100 in all; default: today")
                    @QueryParam("to")
                    @Nullable String to) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Optional<LocalDate> last = day(to, today);
        if (last.isEmpty()) {
            return wrongDay("to");
        }
        Optional<LocalDate> first = day(from, last.get().minusDays(USUAL_DAYS - 1));
        if (first.isEmpty()) {
            return wrongDay("from");
        }
        long days = ChronoUnit.DAYS.between(first.get(), last.get()) + 1;
        if (days < 1 || days > MOST_DAYS) {
            return Problem.field("from", "Please ask for 1 to %d days.".formatted(MOST_DAYS))
                    .response();
        }
        return JsonResponse.ok(
                new MailSums(
                        first.get().toString(),
                        last.get().toString(),
                        lookups.sums(first.get(), last.get())));
    }

    private static Response wrongDay(String field) {
        return Problem.field(field, "Please give a day such as 2026-05-04.").response();
    }

    /** Four digits for the year: a day that PostgreSQL knows, too. */
    private static Optional<LocalDate> day(@Nullable String text, LocalDate otherwise) {
        if (text == null) {
            return Optional.of(otherwise);
        }
        try {
            return text.length() == "2026-05-04".length()
                    ? Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() > 0)
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
