package org.papertide.ranking.meaning;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.platform.guard.CurrentClient;
import org.papertide.platform.guard.FairPlaces;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.meaning.Embedder.Role;
import org.papertide.text.PaperText;

/**
 * Vectors of texts for those who run no model: they can be compared with those of {@code
 * embeddings.v1}, where the vectors of papers are.
 */
@Path("/api/v1")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VectorsResource {

    /** Most texts of a request. */
    static final int MOST_TEXTS = 32;

    /** Longest of them, in characters. */
    static final int LONGEST_TEXT = 500;

    /** Requests whose vectors are made at the same time: each takes a processor. */
    private static final int AT_ONCE = 1;

    /** Requests of an address that wait; further ones are answered as busy. */
    private static final int WAITING_PER_ADDRESS = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String WHY =
            "There is no vector now; code says why. Until an operator acts: model-off, no text model"
                    + " is wanted here; model-broken, it cannot be loaded, or fails. For seconds:"
                    + " model-loading, service-starting, and busy, too many requests wait for"
                    + " vectors. Without a code the service stops, or something before it answers";

    private final TextModels models;
    private final CurrentClient client;
    private final FairPlaces turns = new FairPlaces(AT_ONCE, AT_ONCE, WAITING_PER_ADDRESS);

    VectorsResource(TextModels models, CurrentClient client) {
        this.models = models;
        this.client = client;
    }

    /**
     * Texts whose vectors are wanted.
     *
     * @param texts at most 32, each of at most 500 characters
     * @param role what they are for; QUERY without it
     */
    @Schema(name = "Texts")
    public record Request(
            @Schema(description = "At most 32 texts, each of at most 500 characters")
                    @Nullable List<@Nullable String> texts,
            @Nullable Role role) {}

    /**
     * The vectors, and the model that made them.
     *
     * @param model name of the model
     * @param version of the model; vectors of another version cannot be compared
     * @param dimensions how many numbers each vector has
     * @param vectors one for each text, in their order: a byte from -128 to 127 for each number, in
     *     base64. Only their proportions matter
     * @param floors one for each text: a paper whose cosine is not above it means something else.
     *     It is as near as random letters are
     */
    @Schema(name = "Vectors")
    public record Answer(
            String model,
            String version,
            int dimensions,
            List<String> vectors,
            List<Float> floors) {}

    /**
     * The model that texts are compared by now.
     *
     * @param model name of the model
     * @param version of the model
     * @param dimensions how many numbers a vector has
     */
    @Schema(name = "Model")
    public record Model(String model, String version, int dimensions) {}

    /**
     * A problem that says why there are no vectors.
     *
     * @param code for programs: what it means does not change
     */
    @Schema(name = "NoVectors", allOf = Problem.class)
    record NoVectorsProblem(
            @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "model-off",
                                "model-broken",
                                "model-loading",
                                "service-starting",
                                "busy"
                            })
                    String code) {}

    @GET
    @Path("/model")
    @Operation(summary = "The text model that papers and searches are compared by now")
    @APIResponse(responseCode = "200", description = "Its name and version")
    @APIResponse(
            responseCode = "503",
            description = WHY,
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = NoVectorsProblem.class)))
    public Model model() {
        Embedder embedder = present();
        TextModel model = embedder.model();
        return new Model(model.name(), model.version(), embedder.dimensions());
    }

    @POST
    @Path("/vectors")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The vectors of texts",
            description =
                    "At most 32 texts of at most 500 characters. They can be compared with the"
                            + " vectors of papers in embeddings.v1 that have the same model and"
                            + " version.")
    @APIResponse(responseCode = "200", description = "A vector for each text")
    @APIResponse(responseCode = "400", description = "No texts, too many, or one that is too long")
    @APIResponse(
            responseCode = "503",
            description = WHY,
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = NoVectorsProblem.class)))
    public Answer vectors(@Nullable Request request) {
        List<String> texts = checked(request);
        Role role = request == null || request.role() == null ? Role.QUERY : request.role();
        Embedder embedder = present();
        try (FairPlaces.Place _ = turn()) {
            return answer(embedder, embedder.embed(texts, role));
        } catch (EmbeddingException e) {
            throw unavailable(
                    NoVectors.MODEL_BROKEN, "The text model does not answer: " + e.getMessage());
        }
    }

    private FairPlaces.Place turn() {
        try {
            return switch (turns.take(client.address(), PATIENCE)) {
                case FairPlaces.Place turn -> turn;
                case FairPlaces.Refusal _ ->
                        throw unavailable(
                                NoVectors.BUSY,
                                "Too many requests wait for vectors; ask again in a second.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The service stops.", e);
        }
    }

    private Answer answer(Embedder embedder, List<float[]> vectors) {
        TextModel model = embedder.model();
        return new Answer(
                model.name(),
                model.version(),
                embedder.dimensions(),
                vectors.stream().map(each -> TextVector.of(model, each).int8()).toList(),
                vectors.stream().map(each -> models.floor(embedder, each)).toList());
    }

    private static List<String> checked(@Nullable Request request) {
        if (request == null || request.texts() == null || request.texts().isEmpty()) {
            throw new ProblemException(Problem.field("texts", Please.GIVE_TEXTS));
        }
        List<@Nullable String> texts = request.texts();
        if (texts.size() > MOST_TEXTS) {
            throw new ProblemException(
                    Problem.field("texts", Please.give("at most %d texts".formatted(MOST_TEXTS))));
        }
        for (int at = 0; at < texts.size(); at++) {
            String text = texts.get(at);
            if (text == null
                    || text.length() > LONGEST_TEXT
                    || PaperText.readable(text).isBlank()) {
                throw new ProblemException(
                        Problem.field(
                                "texts[%d]".formatted(at),
                                Please.give("1 to %d characters".formatted(LONGEST_TEXT))));
            }
        }
        // As those of papers are read.
        return texts.stream().map(text -> PaperText.readable(String.valueOf(text))).toList();
    }

    private Embedder present() {
        return models.present().orElseThrow(() -> missing());
    }

    private ProblemException missing() {
        // They may have been loaded since they were asked for.
        TextModels.Missing missing =
                models.missing()
                        .orElseGet(() ->
                                new TextModels.Missing(
                                        NoVectors.MODEL_LOADING, "text models: just loaded"));
        return unavailable(missing.why(), "Searches go by words: " + missing.reason());
    }

    private static ProblemException unavailable(NoVectors why, String detail) {
        return new ProblemException(Problem.of(503, detail).with("code", why.code()));
    }
}
