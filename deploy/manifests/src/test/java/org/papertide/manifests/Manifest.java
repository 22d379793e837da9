package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One object of a rendered chart.
 *
 * @param tree all of it
 */
record Manifest(JsonNode tree) {

    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "StatefulSet", "Job", "DaemonSet", "CronJob", "ReplicaSet");

    String kind() {
        return tree.path("kind").asText();
    }

    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String name() {
        return tree.at("/metadata/name").asText();
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    boolean is(String kind) {
        return kind().equals(kind);
    }

    Map<String, String> labels() {
        return strings(tree.at("/metadata/labels"));
    }

    /** The pod that it makes; missing where it makes none. */
    JsonNode pod() {
        if (is("Pod")) {
            return tree;
        }
        return WORKLOADS.contains(kind()) ? tree.at("/spec/template") : tree.path("none");
    }

    boolean makesPods() {
        return !pod().isMissingNode();
    }

    Map<String, String> podLabels() {
        return strings(pod().at("/metadata/labels"));
    }

    /** Of its pod, those that run first included. */
    List<JsonNode> containers() {
        JsonNode spec = pod().path("spec");
        return Stream.of("initContainers", "containers")
                .flatMap(list -> elements(spec.path(list)))
                .toList();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties().forEach(each -> strings.put(each.getKey(), each.getValue().asText()));
        return strings;
    }

    /** Every value of a field of this name, however deep it is. */
    List<JsonNode> everywhere(String field) {
        return new ArrayList<>(tree.findValues(field));
    }

    @Override
    public String toString() {
        return kind() + "/" + name();
    }
}
