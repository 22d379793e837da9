package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A path prefix that is public.
 *
 * @param port of the service, by number or name
 * @param unlimited whether answers may take any time
 */
record Route(String prefix, String service, String port, boolean unlimited) {

    static List<Route> all(Rendering rendering) {
        List<Route> routes = new ArrayList<>();
        rendering
                .all("HTTPRoute")
                .flatMap(route -> Manifest.elements(route.spec().path("rules")))
                .forEach(rule ->
                        rule.path("matches")
                                .forEach(match ->
                                        rule.path("backendRefs")
                                                .forEach(backend ->
                                                        routes.add(
                                                                new Route(
                                                                        match.at("/path/value")
                                                                                .asText(),
                                                                        backend.path("name")
                                                                                .asText(),
                                                                        backend.path("port")
                                                                                .asText(),
                                                                        rule.at("/timeouts/request")
                                                                                .asText()
                                                                                .equals("0s"))))));
        rendering
                .all("Ingress")
                .forEach(ingress ->
                        ingress.spec()
                                .path("rules")
                                .forEach(rule ->
                                        rule.at("/http/paths")
                                                .forEach(path ->
                                                        routes.add(ofIngress(ingress, path)))));
        return routes;
    }

    private static Route ofIngress(Manifest ingress, JsonNode path) {
        JsonNode service = path.at("/backend/service");
        // What an Ingress cannot say, its annotations say, which depend on the controller.
        return new Route(
                path.path("path").asText(),
                service.path("name").asText(),
                service.at("/port/name").asText(),
                ingress.name().endsWith("-live"));
    }

    /** The route of a path: the longest prefix of whole segments. */
    static Route taken(List<Route> routes, String path) {
        return routes.stream()
                .filter(route ->
                        path.equals(route.prefix())
                                || route.prefix().equals("/")
                                || path.startsWith(route.prefix() + "/"))
                .max(Comparator.comparingInt(route -> route.prefix().length()))
                .orElse(new Route("none", "none", "none", false));
    }
}
