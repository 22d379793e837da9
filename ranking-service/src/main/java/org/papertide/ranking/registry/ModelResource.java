package org.papertide.ranking.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.ModelVersion;
import org.papertide.events.Topic;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonFlaw;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.Utf8;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.UnreadableModelException;

/**
 * The versions of the trend model over HTTP. Anyone can read them; operators propose and activate
 * them.
 */
@Path("/api/v1/priors")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ModelResource {

    /** The largest model that fits into a record, with room for its description. */
    private static final int MOST_BYTES = Topic.PRIORS.maxRecordBytes() / 2;

    /** Long enough for every partition to receive the announcement before the change. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration RECENT = Duration.ofSeconds(1);

    private final ModelRegistry registry;
    private final ModelUpdate update;
    private final ShadowComparison comparison;
    private final TrendModel shipped;
    private final Clock clock;
    private NavigableMap<Integer, ModelVersion> recent = Collections.emptyNavigableMap();
    private @Nullable KafkaException failure;
    private Instant recentUntil = Instant.MIN;

    ModelResource(
            ModelRegistry registry,
            ModelUpdate update,
            ShadowComparison comparison,
            TrendModel shipped,
            Clock clock) {
        this.registry = registry;
        this.update = update;
        this.comparison = comparison;
        this.shipped = shipped;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Every announced version of the trend model, the newest first")
    @APIResponse(responseCode = "200", description = "The versions, each with its state")
    @APIResponse(responseCode = "503", description = "Kafka is not reachable now")
    public List<ModelView> versions() {
        NavigableMap<Integer, ModelVersion> known = asked(this::recent);
        return known.descendingMap().values().stream().map(each -> view(each, known)).toList();
    }

    @GET
    @OperatorOnly
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Path("/trial")
    @Operation(
            summary =
                    "Operator: how the order of the model on trial differs from the active model's")
    @APIResponse(responseCode = "200", description = "The comparison")
    @APIResponse(
            responseCode = "404",
            description = "No model is on trial, or no paper has its score yet")
    public ShadowComparison.Outcome trial() {
        return comparison
                .compare()
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "No paper is scored on trial now.")));
    }

    @POST
    @OperatorOnly
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Operator: announces a trend model for a trial; the body is a model file")
    @APIResponse(responseCode = "200", description = "They are on trial")
    @APIResponse(
            responseCode = "400",
            description = "Not a trend model that this service can score by")
    @APIResponse(
            responseCode = "409",
            description = "Its version is not above all others, or more than 1,000 above")
    @APIResponse(responseCode = "413", description = "Too large for a trend model")
    @RequestBody(
            required = true,
            description = "A model file, as papertide backtest --learn writes it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            properties = {
                                                @SchemaProperty(
                                                        name = "format",
                                                        type = SchemaType.INTEGER),
                                                @SchemaProperty(
                                                        name = "version",
                                                        type = SchemaType.INTEGER)
                                            })))
    public ModelView propose(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new ProblemException(
                    Problem.of(413, "Priors have at most %,d bytes.".formatted(MOST_BYTES)));
        }
        String json = Utf8.decode(body).orElseThrow(() -> unreadable("priors: not in UTF-8"));
        try {
            return proposed(TrendModel.parse(json), List.of("sent by the operator"));
        } catch (UnreadableModelException e) {
            throw e.getCause() instanceof JsonProcessingException flaw
                    ? unreadable(flaw)
                    : unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException unreadable(JsonProcessingException flaw) {
        String field = JsonFlaw.field(flaw);
        return unreadable(
                "priors, line %d: %s%s"
                        .formatted(
                                flaw.getLocation() == null ? 1 : flaw.getLocation().getLineNr(),
                                field.isEmpty() ? "" : field + ": ",
                                JsonFlaw.inWords(flaw)));
    }

    private static ProblemException unreadable(String why) {
        return new ProblemException(Problem.of(400, why));
    }

    @POST
    @OperatorOnly
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Path("/refresh")
    @Operation(summary = "Operator: fits a trend model to the stream and announces it for a trial")
    @APIResponse(responseCode = "200", description = "They are on trial")
    @APIResponse(
            responseCode = "409",
            description = "The stream has too little data to fit a model")
    public ModelView refresh() {
        return asked(update::propose)
                .map(this::view)
                .orElseThrow(() -> conflict("There was too little to learn from, or no news."));
    }

    @POST
    @OperatorOnly
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Path("/{version}/activate")
    @Operation(summary = "Operator: activates a version, now or from an instant on")
    @APIResponse(
            responseCode = "200",
            description = "It is active, or will be from that instant on")
    @APIResponse(
            responseCode = "400",
            description = "The instant is malformed, past, or too far ahead")
    @APIResponse(responseCode = "404", description = "No such version")
    @APIResponse(responseCode = "409", description = "It is active already")
    public ModelView activate(
            @PathParam("version") int version,
            @Parameter(description = "such as 2026-12-01T00:00:00Z; in two seconds without it")
                    @QueryParam("from")
                    @Nullable String from) {
        Instant instant = instant(from);
        rejectNoOp(version, instant);
        return asked(() -> registry.activate(version, instant))
                .map(this::view)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "There is no version " + version)));
    }

    /** Rejects an activation that is past, or of the version that is active already. */
    private void rejectNoOp(int version, Instant from) {
        Instant now = clock.instant();
        if (from.isBefore(now)) {
            throw new ProblemException(
                    Problem.field("from", Please.give("a moment to come; it is " + now + " now"))
                            .with("parameter", "from"));
        }
        if (!Bounds.contain(from)) {
            throw new ProblemException(
                    Problem.field("from", Please.give("a moment before " + Bounds.LATEST))
                            .with("parameter", "from"));
        }
        boolean holds =
                schedule(asked(registry::versions))
                        .findActive(now)
                        .filter(active -> active.version() == version)
                        .isPresent();
        if (holds) {
            throw conflict("Version %d holds already.".formatted(version));
        }
    }

    /**
     * The versions as they were a moment ago, since anybody may ask and each answer reads the
     * registry. Requests that arrive during a read, or just after one that failed, share its
     * result.
     */
    private synchronized NavigableMap<Integer, ModelVersion> recent() {
        if (!clock.instant().isBefore(recentUntil)) {
            try {
                recent = registry.versions();
                failure = null;
            } catch (KafkaException e) {
                failure = e;
            }
            recentUntil = clock.instant().plus(RECENT);
        }
        if (failure != null) {
            throw failure;
        }
        return recent;
    }

    private ModelView proposed(TrendModel model, List<String> changes) {
        return asked(() -> registry.propose(model, changes))
                .map(this::view)
                .orElseThrow(() ->
                        conflict(
                                ("Version %d is not above those announced before, or more than %d"
                                                + " above them.")
                                        .formatted(model.version(), ModelSchedule.LONGEST_GAP)));
    }

    private ModelView view(ModelVersion version) {
        return view(version, asked(registry::versions));
    }

    private ModelView view(ModelVersion version, NavigableMap<Integer, ModelVersion> known) {
        return ModelView.of(version, schedule(known), clock.instant());
    }

    private ModelSchedule schedule(NavigableMap<Integer, ModelVersion> known) {
        return new ModelSchedule(shipped.version(), known.values());
    }

    private Instant instant(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return clock.instant().plus(SOON);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new ProblemException(
                    Problem.field("from", Please.GIVE_AN_INSTANT).with("parameter", "from"));
        }
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, detail));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw new UnavailableException("Not ready yet: kafka: " + e.getMessage(), e);
        }
    }
}
