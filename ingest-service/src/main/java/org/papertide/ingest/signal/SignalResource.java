package org.papertide.ingest.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.platform.http.BearerToken;
import org.papertide.platform.http.Operators;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;

/** {@code POST /api/v1/signals}. */
@Path("/api/v1/signals")
public class SignalResource {

    private static final int MAX_REASONS = 20;

    private final PushedSignals signals;
    private final Operators operators;
    private final Map<String, BearerToken> tokens;
    private final int maxEvents;
    private final int maxBytes;
    private final Clock clock;
    private final ObjectMapper json = EventJson.mapper();

    SignalResource(
            PushedSignals signals, Operators operators, SignalSettings settings, Clock clock) {
        this.signals = signals;
        this.operators = operators;
        this.tokens =
                settings.tokens().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> new BearerToken(e.getValue())));
        this.maxEvents = settings.maxEvents();
        this.maxBytes = settings.maxBytes();
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
     */
    public record Refusal(int index, String reason) {}

    /** Takes readings and increments. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Push readings or increments",
            description =
                    "One event, an array of them, or {\"events\": [...]}. Each has paperId, metric,"
                            + " and either value (a cumulative count) or increment; eventId makes it"
                            + " count once however often it is sent. Bad events are refused one by"
                            + " one; if all are, the answer is a 400 problem.")
    public Response post(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
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
        List<JsonNode> nodes = events(body);
        List<Refusal> refusals = new ArrayList<>();
        List<PushedEvent> events = check(nodes, source.orElse(null), refusals);
        if (events.isEmpty()) {
            return Problem.of(400, "None of the events can be taken.")
                    .with("refusals", first(refusals))
                    .response();
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

    private List<JsonNode> events(InputStream body) {
        JsonNode root;
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ProblemException(
                        Problem.of(413, "More than %,d bytes in one request.".formatted(maxBytes)));
            }
            root = json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    Problem.of(400, "The body is not JSON: " + e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading pushed signals", e);
        }
        JsonNode events = root.has("events") ? root.get("events") : root;
        List<JsonNode> nodes = new ArrayList<>();
        if (events.isArray()) {
            events.forEach(nodes::add);
        } else {
            nodes.add(events);
        }
        if (nodes.size() > maxEvents) {
            throw new ProblemException(
                    Problem.of(413, "More than %d events in one request.".formatted(maxEvents)));
        }
        return nodes;
    }

    private List<PushedEvent> check(
            List<JsonNode> nodes, @Nullable String source, List<Refusal> refusals) {
        Instant now = clock.instant();
        List<PushedEvent> events = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            try {
                SignalRequest push = json.treeToValue(nodes.get(i), SignalRequest.class);
                if (push == null) {
                    throw new IllegalArgumentException("null");
                }
                events.add(push.checked(source, now));
            } catch (JsonProcessingException e) {
                refusals.add(new Refusal(i, e.getOriginalMessage()));
            } catch (IllegalArgumentException e) {
                refusals.add(new Refusal(i, String.valueOf(e.getMessage())));
            }
        }
        return events;
    }

    private static List<Refusal> first(List<Refusal> refusals) {
        return refusals.subList(0, Math.min(refusals.size(), MAX_REASONS));
    }
}
