package org.papertide.manifests;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A path that the public may ask for.
 *
 * @param live whether its answer goes on for as long as anybody listens
 */
record PublicPath(String path, boolean live) {

    /** The operator's, and what takes processor time for whoever asks: within the cluster alone. */
    private static final List<String> INSIDE =
            List.of("/api/v1/priors", "/api/v1/model", "/api/v1/vectors");

    /** What is no API of HTTP and JSON, and so not in the OpenAPI document. */
    private static final List<String> BESIDES =
            List.of("/asyncapi.yaml", "/schemas/paper.v1.json", "/streams");

    /** All public paths that ranking-service answers, by its OpenAPI document. */
    static List<PublicPath> ofRanking() {
        List<PublicPath> paths = new ArrayList<>();
        Stream.concat(documented(), BESIDES.stream())
                .filter(path -> !isInside(path))
                .forEach(path -> paths.add(new PublicPath(path, path.endsWith("/events"))));
        paths.add(new PublicPath("/mcp", true));
        return paths;
    }

    /** Those that it answers within the cluster alone: no proxy leads anybody there. */
    static List<String> insideOfRanking() {
        return documented().filter(PublicPath::isInside).toList();
    }

    /** Those whose bodies a service lets come for as long as they take. */
    static List<String> ofLongRequests(String service) {
        Path settings =
                Checkout.ROOT.resolve(
                        service + "-service/src/main/resources/application.properties");
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Checkout.read(settings)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(properties.getProperty("papertide.http.long-requests", "").split(","));
    }

    private static boolean isInside(String path) {
        return INSIDE.stream().anyMatch(path::startsWith);
    }

    private static Stream<String> documented() {
        // JSON is YAML.
        return Yaml.values(Checkout.ROOT.resolve("ranking-service/src/test/resources/openapi.json"))
                .path("paths")
                .properties()
                .stream()
                .map(each -> each.getKey().replaceAll("\\{\\w+}", "x"));
    }
}
