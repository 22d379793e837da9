package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one installation.
 *
 * @param name of the values it was rendered with
 * @param values all of them, the chart's own included
 */
record Rendering(String name, ObjectNode values, List<Manifest> objects) {

    Rendering {
        objects = List.copyOf(objects);
    }

    Stream<Manifest> all(String kind) {
        return objects.stream().filter(each -> each.is(kind));
    }

    Optional<Manifest> find(String kind, String name) {
        return all(kind).filter(each -> each.name().equals(name)).findFirst();
    }

    Stream<Manifest> withPods() {
        return objects.stream().filter(Manifest::makesPods);
    }

    /** A value by its path, such as {@code /kafka/mode}. */
    JsonNode value(String path) {
        return values.at(path);
    }

    @Override
    public String toString() {
        return name;
    }
}
