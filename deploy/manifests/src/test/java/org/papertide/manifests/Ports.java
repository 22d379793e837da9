package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Ports of containers, by number or name. */
final class Ports {

    private Ports() {}

    /** The number of a port that a container has; -1 if it has none of that name or number. */
    static int number(JsonNode container, JsonNode port) {
        return port.isInt()
                ? number(container, Integer.toString(port.asInt()))
                : number(container, port.asText());
    }

    static int number(JsonNode container, String port) {
        return Manifest.elements(container.path("ports"))
                .filter(each ->
                        each.path("name").asText().equals(port)
                                || each.path("containerPort").asText().equals(port))
                .mapToInt(each -> each.path("containerPort").asInt())
                .findFirst()
                .orElse(-1);
    }

    /** Of any container of an object's pods. */
    static int number(Manifest object, JsonNode port) {
        return object.containers().stream()
                .mapToInt(container -> number(container, port))
                .filter(number -> number >= 0)
                .findFirst()
                .orElse(-1);
    }

    static List<Integer> numbers(Manifest object) {
        return object.containers().stream()
                .flatMap(container -> Manifest.elements(container.path("ports")))
                .map(port -> port.path("containerPort").asInt())
                .toList();
    }
}
