package org.papertide.ingest.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.BearerToken;
import org.papertide.platform.http.Operators;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.RequestValidator;

/** {@code POST /api/v1/signals}. */
@Path("/api/v1/signals")
@SecurityScheme(
        securitySchemeName = "source",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "The token of one source: papertide.signals.tokens.SOURCE")
public class SignalResource {

    private static final int MAX_REASONS = 20;

    private final PushedSignals signals;
    private final Operators operators;
    private final Map<String, BearerToken> tokens;
    private final int maxBytes;
    private final SignalRequestReader requests;
    private final Clock clock;

    SignalResource(
            PushedSignals signals,
            Operators operators,
            SignalSettings settings,
            RequestValidator validator,
            Clock clock) {
        this.signals = signals;
        this.operators = operators;
        this.tokens =
                settings.tokens().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> new BearerToken(e.getValue())));
        this.maxBytes = settings.maxBytes();
        this.requests =
                new SignalRequestReader(validator, settings.maxBytes(), settings.maxEvents());
        this.clock = clock;
    }

    /**
     * What became of a request's events.
     *
     * @param taken counted or published
     * @param known taken before
     * @param refused not taken
     * @param refusals the first reasons
     */
    public record Answer(long taken, long known, long refused, List<Refusal> refusals) {}

    /**
     * Why an event was not taken.
     *
     * @param index its position in the request, from 0
     * @param reason all that is wrong with it, in one line
     * @param errors what is wrong with each bad field
     */
    public record Refusal(int index, String reason, List<FieldError> errors) {

        static Refusal of(int index, List<FieldError> errors) {
            return new Refusal(
                    index,
                    errors.stream()
                            .map(error -> error.field() + ": " + error.detail())
                            .collect(Collectors.joining(" ")),
                    errors);
        }
    }

    /**
     * Several events in one request, for the document of the API.
     *
     * @param events in any number that the settings allow
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SignalRequests")
    record Requests(
            @Schema(description = "Signals and increments, in any number that the settings allow")
                    List<SignalRequest> events) {}

    /** Takes signals and increments. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Push signals or increments",
            description =
                    "Each event has a paperId, a metric, and either value (the count so far) or"
                            + " increment; an eventId makes it count once however often it is sent."
                            + " Bad events are refused one by one, and the others are taken.")
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @SecurityRequirement(name = "source")
    @RequestBody(
            description = "One event, an array of them, or an object with that array",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            oneOf = {
                                                SignalRequest.class,
                                                SignalRequest[].class,
                                                Requests.class
                                            }),
                            examples = {
                                @ExampleObject(
                                        name = "a count",
                                        value =
                                                """
                                                {"paperId": "arxiv:2409.01234", "metric": "UPVOTES",
                                                 "value": 42, "source": "likes",
                                                 "observedAt": "2026-05-04T08:00:00Z"}\
                                                """),
                                @ExampleObject(
                                        name = "increments",
                                        value =
                                                """
                                                {"events": [
                                                  {"eventId": "like-4711", "paperId": "2409.01234",
                                                   "metric": "UPVOTES", "increment": 1, "source": "likes"},
                                                  {"eventId": "like-4712", "paperId": "10.1000/182",
                                                   "metric": "UPVOTES", "increment": 1, "source": "likes"}]}\
                                                """)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "What became of the events; at least one was right",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Answer.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "The body is not JSON, or no event is right: errors has every bad field, and"
                            + " refusals the first bad events")
    @APIResponse(responseCode = "401", description = "No token, or one that is not known")
    @APIResponse(responseCode = "413", description = "More bytes or events than the settings allow")
    @APIResponse(responseCode = "503", description = "The database is away; send the same again")
    public Response post(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Parameter(hidden = true)
                    @Nullable String authorization,
            InputStream body) {
        Optional<String> sent = BearerToken.sent(authorization);
        if (sent.isEmpty()) {
            return Operators.unauthorized("Bearer", "This path needs a bearer token.");
        }
        Optional<String> source = sourceOf(sent.get());
        if (source.isEmpty() && !operators.isOperator(sent.get())) {
            return Operators.unauthorized(
                    "Bearer error=\"invalid_token\"", "That token is not known here.");
        }
        List<Refusal> refusals = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        List<PushedEvent> events = check(read(body), source.orElse(null), refusals, errors);
        if (events.isEmpty()) {
            return problem(errors).with("refusals", first(refusals)).response();
        }
        PushedSignals.Result result = signals.take(events);
        return Response.ok(
                        new Answer(
                                result.taken(), result.known(), refusals.size(), first(refusals)),
                        MediaType.APPLICATION_JSON)
                .build();
    }

    /** All tokens are compared, so that the time taken says nothing of which one nearly matched. */
    private Optional<String> sourceOf(String sent) {
        List<String> matching =
                tokens.entrySet().stream()
                        .filter(entry -> entry.getValue().is(sent))
                        .map(Map.Entry::getKey)
                        .toList();
        return matching.stream().findFirst();
    }

    private List<SignalRequestReader.Read> read(InputStream body) {
        try {
            return requests.read(body.readNBytes(maxBytes + 1));
        } catch (IOException e) {
            throw new ProblemException(Problem.of(400, "The body is incomplete."), e);
        }
    }

    private List<PushedEvent> check(
            List<SignalRequestReader.Read> requests,
            @Nullable String tokenSource,
            List<Refusal> refusals,
            List<FieldError> errors) {
        Instant now = clock.instant();
        List<PushedEvent> events = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            SignalRequestReader.Read read = requests.get(i).checked(tokenSource, now);
            SignalRequest request = read.request();
            if (request != null && read.errors().isEmpty()) {
                events.add(request.event(tokenSource, now));
                continue;
            }
            if (refusals.size() < MAX_REASONS) {
                read.errors().forEach(error -> errors.add(read.inBody(error)));
            }
            refusals.add(Refusal.of(i, read.errors()));
        }
        return events;
    }

    private static Problem problem(List<FieldError> errors) {
        return errors.size() == 1
                ? Problem.field(errors.getFirst().field(), errors.getFirst().detail())
                : new Problem(400, "None of the events can be taken.", errors, Map.of());
    }

    private static List<Refusal> first(List<Refusal> refusals) {
        return refusals.subList(0, Math.min(refusals.size(), MAX_REASONS));
    }
}
