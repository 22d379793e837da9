package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.events.EventJson;
import org.papertide.testing.Checkout;
import org.papertide.testing.Mailbox;
import org.papertide.testing.Ports;
import org.testcontainers.DockerClientFactory;

/**
 * An operator's walk over {@code deploy/compose}: install, use, upgrade, go back, back up, lose
 * all, restore.
 */
@OnContainers
@WithAllFaults
class ComposeIT {

    private static final int PAPERS = 25;

    /** Below all others until it breaks out. */
    private static final int DARK_HORSE = PAPERS;

    private static final List<String> FILES =
            List.of(
                    "compose.yaml",
                    "compose.sh",
                    "prepare",
                    "backup",
                    "restore",
                    "nginx.conf",
                    "databases.sql");

    private final Instant listed =
            Instant.now().minus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS);
    private final String project = "papertide-test-" + ProcessHandle.current().pid();
    private final int https = Ports.free();
    private final int imap = Ports.free();
    private final String site = "https://localhost:" + https;

    @TempDir private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        for (String file : FILES) {
            Files.copy(
                    Checkout.root().resolve("deploy/compose").resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        run("./prepare", "--capture", "localhost", Installation.tag());
        set("PAPERTIDE_URL", site);
        set("PAPERTIDE_OFFLINE", "true");
    }

    @AfterEach
    void remove() {
        compose("down", "--volumes");
    }

    @Test
    void whatIsUsedIsUpgradedAndRestoredWhereNothingIs(TestReporter reporter) throws IOException {
        boolean upgrades = Installation.isThere(Installation.PREVIOUS);
        if (upgrades) {
            set("PAPERTIDE_TAG", Installation.PREVIOUS);
        } else {
            reporter.publishEntry("left out: upgrade", "there are no images of the tag previous");
        }
        Instant began = Instant.now();
        compose("up", "--detach");
        awaitReady();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(2));

        Instant now = now();
        importPapers(1, n -> Papers.early(n, DARK_HORSE), now.minus(Duration.ofHours(4)));
        importPapers(1, n -> Papers.later(n, DARK_HORSE), now.minusSeconds(60));
        awaitRanked(Papers.title(1));
        Mailbox daily = subscribe("daily@readers.example", "DAILY");
        Mailbox instant = subscribe("instant@readers.example", "INSTANT");
        String edition = "{\"frequency\":\"DAILY\",\"asOf\":\"" + now + "\"}";
        JsonNode planned = json(post("/api/v1/editions", edition).body());
        JsonNode account = awaitClosed(planned.path("id").asText());
        assertThat(account.path("accepted").asInt()).as(account.toString()).isEqualTo(1);
        String unsubscribe =
                daily.await(mail -> mail.header("Message-ID").orElse("").startsWith("<daily."))
                        .header("List-Unsubscribe")
                        .orElseThrow()
                        .replaceFirst("^<(http[^>]*)>.*", "$1");
        if (upgrades) {
            List<String> before = ranked();
            for (String tag :
                    List.of(Installation.tag(), Installation.PREVIOUS, Installation.tag())) {
                upgrade(tag);
                assertThat(ranked()).as("ranked by %s", tag).isEqualTo(before);
            }
        }
        importPapers(DARK_HORSE, _ -> 640, now());
        assertThat(
                        instant.await(mail -> mail.text().contains(Papers.title(DARK_HORSE)))
                                .header("List-Unsubscribe"))
                .isPresent();
        awaitRanked(Papers.title(DARK_HORSE));
        List<String> ranked = ranked();

        run("./backup", folder.resolve("saved").toString());
        compose("down", "--volumes");
        delete(folder.resolve("secrets"));
        delete(folder.resolve("files"));
        Files.delete(folder.resolve(".env"));
        run("./restore", folder.resolve("saved").toString());
        compose("up", "--detach");
        awaitReady();

        await("the ranking is restored")
                .atMost(Duration.ofMinutes(2))
                .until(() -> ranked().equals(ranked));
        // The edition is known: nobody gets it again.
        assertThat(json(post("/api/v1/editions", edition).body()).path("id").asText())
                .isEqualTo(planned.path("id").asText());
        assertThat(awaitClosed(planned.path("id").asText()).path("accepted").asInt()).isEqualTo(1);
        for (Mailbox mailbox : List.of(daily, instant)) {
            assertThat(new Mailbox(imap, mailbox.address()).mails())
                    .as(mailbox.address())
                    .isEmpty();
        }
        // The keys are those that signed the links in mails of before.
        assertThat(
                        post(URI.create(unsubscribe).getPath(), "List-Unsubscribe=One-Click")
                                .statusCode())
                .isBetween(200, 204);
    }

    /** As the README has it. */
    private void upgrade(String tag) throws IOException {
        set("PAPERTIDE_TAG", tag);
        compose("up", "--detach");
        awaitReady();
        assertThat(
                        DockerClientFactory.instance()
                                .client()
                                .listContainersCmd()
                                .withLabelFilter(Map.of("com.docker.compose.project", project))
                                .exec()
                                .stream()
                                .map(Container::getImage)
                                .filter(image -> image.startsWith("papertide/")))
                .hasSize(3)
                .allMatch(image -> image.endsWith(":" + tag));
    }

    private void set(String variable, String value) throws IOException {
        Path settings = folder.resolve(".env");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst("(?m)^" + variable + "=.*$", variable + "=" + value));
    }

    private Mailbox subscribe(String address, String frequency) {
        assertThat(
                        post(
                                        "/api/v1/subscriptions",
                                        "{\"email\":\"%s\",\"frequency\":\"%s\",\"hour\":3}"
                                                .formatted(address, frequency))
                                .statusCode())
                .isEqualTo(202);
        Mailbox mailbox = new Mailbox(imap, address);
        String confirm =
                mailbox.await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        assertThat(confirm).startsWith(site);
        assertThat(post(URI.create(confirm).getPath(), "").statusCode()).isBetween(200, 303);
        return mailbox;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private void awaitReady() {
        await("site, API and imports answer")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        get("/").statusCode() == 200
                                && get("/api/v1/trending").statusCode() == 200
                                && get("/api/v1/sources").statusCode() == 200
                                && get("/q/metrics").statusCode() == 404);
    }

    private void importPapers(int from, IntUnaryOperator upvotes, Instant observedAt) {
        byte[] day = Papers.day(listed, from, PAPERS, upvotes);
        HttpResponse<String> answer =
                send(
                        request("/api/v1/imports?observedAt=" + observedAt)
                                .header("content-type", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(day)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void awaitRanked(String best) {
        await("all papers are ranked")
                .atMost(Duration.ofMinutes(2))
                .until(() -> ranked().size() == PAPERS && ranked().getFirst().equals(best));
        await("the site shows the best")
                .atMost(Duration.ofMinutes(2))
                .until(() -> get("/").body().contains(best));
    }

    private List<String> ranked() {
        return json(get("/api/v1/trending?order=rising&window=day&limit=200").body())
                .path("entries")
                .valueStream()
                .map(entry -> entry.path("paper").path("title").asText())
                .toList();
    }

    private JsonNode awaitClosed(String edition) {
        await("the edition is closed")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    JsonNode account = json(get("/api/v1/editions/" + edition).body());
                    return account.path("composedAt").isTextual()
                            && account.path("pending").asInt() == 0
                            && account.path("deferred").asInt() == 0;
                });
        return json(get("/api/v1/editions/" + edition).body());
    }

    private HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) {
        return send(
                request(path)
                        .header(
                                "content-type",
                                body.startsWith("{")
                                        ? "application/json"
                                        : "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(site + path))
                .timeout(Duration.ofMinutes(1))
                .header("authorization", "Bearer " + read("secrets/operator-token"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trustingOurs()).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Trusts the certificate that prepare made. */
    private SSLContext trustingOurs() {
        try (InputStream file =
                Files.newInputStream(folder.resolve("secrets/tls/certificate.pem"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return EventJson.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + text, e);
        }
    }

    private void compose(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of("bash", "-c", ". ./compose.sh; compose \"$@\"", "./compose"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) {
        Path log = folder.resolve("commands.log");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(
                        Map.of(
                                "COMPOSE_PROJECT_NAME", project,
                                "KAFKA_VERSION", System.getProperty("papertide.kafka.version", ""),
                                "PAPERTIDE_HTTP", Integer.toString(Ports.free()),
                                "PAPERTIDE_HTTPS", Integer.toString(https),
                                "PAPERTIDE_CAPTURE_IMAP", Integer.toString(imap)));
        try {
            Process process = builder.start();
            if (!process.waitFor(4, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s failed: %s".formatted(List.of(command), Files.readString(log)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
