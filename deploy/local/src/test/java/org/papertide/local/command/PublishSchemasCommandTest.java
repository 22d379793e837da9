package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventJson;
import org.papertide.events.StreamContract;
import org.papertide.local.data.RefusedException;
import picocli.CommandLine;

/** Against a registry that takes what the documentation of its API says. */
class PublishSchemasCommandTest {

    private static final String PATH = "/apis/registry/v3/groups/papertide/artifacts";

    /** A request as it came. */
    private record Request(String method, String uri, String contentType, JsonNode body) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> versions = new HashMap<>();
    private BiFunction<Request, String, String> answer = (_, taken) -> taken;
    private int status = 200;
    private HttpServer server;
    private String refusal = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    tokens.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    Request request =
                            new Request(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().toString(),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    EventJson.mapper()
                                            .readTree(exchange.getRequestBody().readAllBytes()));
                    requests.add(request);
                    byte[] bytes =
                            answer.apply(request, taken(request)).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    /** FIND_OR_CREATE_VERSION: the number of equal content, or the next one. */
    private synchronized String taken(Request request) {
        String name = request.body().path("artifactId").asText();
        List<String> known = versions.computeIfAbsent(name, _ -> new ArrayList<>());
        String content = request.body().at("/firstVersion/content/content").asText();
        if (!known.contains(content)) {
            known.add(content);
        }
        return """
        {"artifact": {"groupId": "papertide", "artifactId": "%s", "artifactType": "JSON"},
         "version": {"version": "%d", "globalId": 7, "contentId": 7}}
        """
                .formatted(name, known.indexOf(content) + 1);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line =
                new CommandLine(
                        new PublishSchemasCommand(
                                environment, new PrintStream(out, true, StandardCharsets.UTF_8)));
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof RefusedException) {
                refusal = String.valueOf(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        return line.execute(arguments);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void publishesEachSchemaAsTheDocumentationAsks() {
        assertThat(run(url())).isZero();

        assertThat(requests)
                .hasSameSizeAs(StreamContract.schemas().keySet())
                .allSatisfy(request -> {
                    assertThat(request.method()).isEqualTo("POST");
                    assertThat(request.uri()).isEqualTo(PATH + "?ifExists=FIND_OR_CREATE_VERSION");
                    assertThat(request.contentType()).isEqualTo("application/json");
                    JsonNode body = request.body();
                    assertThat(body.path("artifactType").asText()).isEqualTo("JSON");
                    assertThat(body.at("/firstVersion/content/contentType").asText())
                            .isEqualTo("application/json");
                    assertThat(body.at("/firstVersion/content/content").asText())
                            .isEqualTo(
                                    new String(
                                            StreamContract.schemas()
                                                    .get(body.path("artifactId").asText()),
                                            StandardCharsets.UTF_8));
                });
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("common.v1.json version 1\n", "paper.v1.json version 1\n");
        assertThat(tokens).containsOnly("null");
    }

    /** Each reference is there before it is named, with the version that the registry gave it. */
    @Test
    void namesWhatASchemaRefersTo() {
        versions.put("common.v1.json", new ArrayList<>(List.of("{}")));
        assertThat(run(url())).isZero();

        assertThat(requests.getFirst().body().path("artifactId").asText())
                .isEqualTo("common.v1.json");
        JsonNode references =
                requests.stream()
                        .map(Request::body)
                        .filter(body -> body.path("artifactId").asText().equals("score.v1.json"))
                        .findFirst()
                        .orElseThrow()
                        .at("/firstVersion/content/references");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> {
                    assertThat(reference.path("name").asText())
                            .startsWith("common.v1.json#/$defs/");
                    assertThat(reference.path("groupId").asText()).isEqualTo("papertide");
                    assertThat(reference.path("artifactId").asText()).isEqualTo("common.v1.json");
                    assertThat(reference.path("version").asText()).isEqualTo("2");
                });
        assertThat(references.findValuesAsText("name"))
                .contains("common.v1.json#/$defs/summary")
                .doesNotHaveDuplicates();
    }

    @Test
    void changesNothingTheSecondTime() {
        assertThat(run(url())).isZero();
        String first = out.toString(StandardCharsets.UTF_8);
        out.reset();
        assertThat(run(url() + "/apis/registry/v3/")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(first);
        assertThat(versions.values()).allSatisfy(known -> assertThat(known).hasSize(1));
    }

    @Test
    void takesAGroupAndAToken() {
        assertThat(
                        run(
                                Map.of("PAPERTIDE_REGISTRY_TOKEN", " secret\n"),
                                url(),
                                "--group",
                                "streams of papers/1"))
                .isZero();
        assertThat(tokens).containsOnly("Bearer secret");
        assertThat(requests)
                .extracting(Request::uri)
                .allSatisfy(uri ->
                        assertThat(uri).contains("/groups/streams%20of%20papers%2F1/artifacts"));
    }

    @Test
    void saysWhyTheRegistryRefuses() {
        status = 409;
        answer =
                (_, _) ->
                        """
                        {"title": "Incompatible artifact: common.v1.json", "status": 409,
                         "name": "RuleViolationException", "detail": "A field was removed."}
                        """;
        assertThat(run(url())).isOne();
        assertThat(refusal)
                .isEqualTo(
                        "The registry refuses common.v1.json: 409. Incompatible artifact:"
                                + " common.v1.json. A field was removed.");
        assertThat(requests).hasSize(1);
    }

    @Test
    void saysThatATokenIsNeededOrAnotherRegistryAnswers() {
        status = 401;
        answer = (_, _) -> "";
        assertThat(run(url())).isOne();
        assertThat(refusal).contains("401", "PAPERTIDE_REGISTRY_TOKEN").doesNotContain("secret");
        status = 404;
        assertThat(run(url())).isOne();
        assertThat(refusal).contains("version 3?");
        status = 200;
        answer = (_, _) -> "<html>";
        assertThat(run(url())).isOne();
        assertThat(refusal).contains("names no version");
        status = 302;
        assertThat(run(url())).isOne();
        assertThat(refusal).contains("302");
    }

    @Test
    void saysThatNobodyAnswers() {
        String url = url();
        server.stop(0);
        assertThat(run(url)).isOne();
        assertThat(refusal)
                .startsWith("The registry at " + url + "/apis/registry/v3 does not answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry",
                "ftp://registry.example.org",
                "http://",
                "http://user:secret@host",
                "a b",
                "http://host/?x=y"
            })
    void refusesWhatIsNoUrl(String url) {
        assertThat(run(url)).isOne();
        assertThat(refusal).startsWith("Please give the URL").doesNotContain("secret");
    }
}
