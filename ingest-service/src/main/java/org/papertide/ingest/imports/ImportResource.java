package org.papertide.ingest.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
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
import org.papertide.events.EventJson;
import org.papertide.events.InstantText;
import org.papertide.ingest.signal.ObservationTime;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.OperatorOnly;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;

/** {@code POST /api/v1/imports}. */
@Path("/api/v1/imports")
@OperatorOnly
public class ImportResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

    private final Importer importer;
    private final Clock clock;
    private final ObjectMapper json = EventJson.mapper();

    ImportResource(Importer importer, Clock clock) {
        this.importer = importer;
        this.clock = clock;
    }

    /** Takes a listing in any known form. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @Operation(
            summary = "Import a listing file",
            description =
                    "The format is recognised from the content, gzip or not; the body streams and"
                            + " may be of any size. What was taken before an error is kept, and"
                            + " importing the same again changes nothing.")
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @RequestBody(
            description =
                    "arXiv Atom, RSS, OAI-PMH or JSON lines, Hugging Face daily JSON, or the papers"
                            + " page as text",
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            examples = {
                                @ExampleObject(
                                        name = "arXiv Atom",
                                        value =
                                                """
                                                <feed xmlns="http://www.w3.org/2005/Atom">
                                                  <id>http://arxiv.org/api/query</id>
                                                  <entry>
                                                    <id>http://arxiv.org/abs/2409.01234v1</id>
                                                    <title>On Tides of Papers</title>
                                                    <summary>We show how papers rise.</summary>
                                                    <published>2024-09-02T17:53:35Z</published>
                                                    <author><name>Ada Lovelace</name></author>
                                                  </entry>
                                                </feed>\
                                                """),
                                @ExampleObject(
                                        name = "Hugging Face",
                                        value =
                                                """
                                                [{"paper": {"id": "2409.01234",
                                                   "title": "On Tides of Papers", "upvotes": 42},
                                                  "numComments": 2}]\
                                                """)
                            }))
    @APIResponse(
            responseCode = "200",
            description =
                    "Read to its end: what became of it. With Accept: application/x-ndjson the"
                            + " account so far is sent about each second, one JSON object a line;"
                            + " the last line is the answer, a problem if it has a status.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ImportAccount.class)),
                @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportAccount.class))
            })
    @APIResponse(
            responseCode = "400",
            description =
                    "Nothing in it, observedAt is wrong, or it broke off; then the member account"
                            + " has what was taken before")
    @APIResponse(responseCode = "413", description = "Larger than the settings allow, unpacked")
    @APIResponse(
            responseCode = "415",
            description = "In no known format, or another Content-Encoding than gzip")
    @APIResponse(
            responseCode = "422",
            description =
                    "Unreadable from some place on; the member account has what was taken before")
    @APIResponse(
            responseCode = "503",
            description = "The database became unavailable; import the same again later")
    public Response post(
            @Parameter(
                            description = "When signals count as observed, ISO 8601; default: now",
                            example = "2026-05-04T08:00:00Z")
                    @QueryParam("observedAt")
                    @Nullable String observedAt,
            @HeaderParam(HttpHeaders.ACCEPT) @Parameter(hidden = true) @Nullable String accept,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Parameter(hidden = true)
                    @Nullable String encoding,
            InputStream body) {
        requireKnownEncoding(encoding);
        Instant at = observedAt == null ? clock.instant() : parse(observedAt);
        if (accept != null && accept.contains(NDJSON)) {
            StreamingOutput lines = out -> stream(body, at, out);
            return Response.ok(lines, NDJSON).build();
        }
        Object answer = answer(importer.take(body, at, _ -> {}));
        return answer instanceof Problem problem
                ? problem.response()
                : Response.ok(answer, MediaType.APPLICATION_JSON).build();
    }

    private void stream(InputStream body, Instant at, OutputStream out) throws IOException {
        write(out, answer(importer.take(body, at, new AccountStream(out)::send)));
    }

    private void write(OutputStream out, Object line) throws IOException {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
        out.flush();
    }

    private static Object answer(Importer.Result result) {
        return switch (result) {
            case Importer.Result.Complete(ImportAccount account) -> account;
            case Importer.Result.Unreadable(
                            ImportAccount account,
                            UnreadableListingException why) ->
                    problem(status(why.flaw()), String.valueOf(why.getMessage()), account);
            case Importer.Result.BrokenOff(ImportAccount account, var _) ->
                    problem(
                            400,
                            "The input broke off. Records counted as taken are kept; import the same"
                                    + " again.",
                            account);
            case Importer.Result.Interrupted(ImportAccount account) ->
                    problem(
                            503,
                            "The database became unavailable. Records counted as taken are kept;"
                                    + " import the same again later.",
                            account);
        };
    }

    private static Problem problem(int status, String detail, ImportAccount account) {
        return Problem.of(status, detail).with("account", account);
    }

    private static int status(UnreadableListingException.Flaw flaw) {
        return switch (flaw) {
            case EMPTY -> 400;
            case UNKNOWN_FORMAT -> 415;
            case TOO_LARGE -> 413;
            case WRONG_ENCODING, TRUNCATED, MALFORMED, HOSTILE, ERROR_ANSWER -> 422;
        };
    }

    private static void requireKnownEncoding(@Nullable String encoding) {
        if (encoding == null) {
            return;
        }
        switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            // Packed bodies are recognised from the content, whatever the header says.
            case "", "identity", "gzip", "x-gzip" -> {}
            default ->
                    throw new ProblemException(
                            Problem.of(415, "Content-Encoding: only gzip is known here."));
        }
    }

    private Instant parse(String observedAt) {
        Instant at;
        try {
            at = InstantText.parse(observedAt);
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.field("observedAt", Please.GIVE_AN_INSTANT), e);
        }
        ObservationTime.objection(at, clock.instant())
                .ifPresent(reason -> {
                    throw new ProblemException(Problem.field("observedAt", reason));
                });
        return at;
    }

    /** Sends the account so far, at most once a second, for as long as somebody listens. */
    private final class AccountStream {

        private final OutputStream out;
        private Instant next;
        private boolean gone;

        AccountStream(OutputStream out) {
            this.out = out;
            this.next = clock.instant().plus(PROGRESS_EVERY);
        }

        void send(ImportAccount account) {
            Instant now = clock.instant();
            if (gone || now.isBefore(next)) {
                return;
            }
            next = now.plus(PROGRESS_EVERY);
            try {
                write(out, account);
            } catch (IOException _) {
                // The input ends with the connection; until then it is imported.
                gone = true;
            }
        }
    }
}
