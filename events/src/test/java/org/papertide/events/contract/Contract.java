package org.papertide.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What consumers rely on: the AsyncAPI document, and the schemas by file name.
 *
 * @param asyncApi the document
 * @param schemas by name of their file, such as {@code paper.v1.json}
 */
record Contract(ObjectNode asyncApi, Map<String, ObjectNode> schemas) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Reads {@code asyncapi.yaml} and {@code schema/*.json} in a folder. */
    static Contract in(Path folder) throws IOException {
        Map<String, ObjectNode> schemas = new TreeMap<>();
        for (Path file : files(folder.resolve("schema"))) {
            schemas.put(
                    file.getFileName().toString(),
                    (ObjectNode) JSON.readTree(Files.readAllBytes(file)));
        }
        return new Contract(
                (ObjectNode) YAML.readTree(Files.readAllBytes(folder.resolve("asyncapi.yaml"))),
                schemas);
    }

    /** The files of a folder, in order of their names. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** A copy that may be changed. */
    Contract copy() {
        Map<String, ObjectNode> copies = new TreeMap<>();
        schemas.forEach((name, schema) -> copies.put(name, schema.deepCopy()));
        return new Contract(asyncApi.deepCopy(), copies);
    }

    /**
     * What a reference leads to.
     *
     * @param reference such as {@code common.v1.json#/$defs/number} or {@code #/components/…}
     * @param from the document that it stands in: a schema's file name, or {@code asyncapi.yaml}
     */
    Target resolve(String reference, String from) {
        String file = reference.replaceFirst("#.*", "").replaceFirst("^(?:.*/)?", "");
        String pointer = reference.contains("#") ? reference.replaceFirst(".*#", "") : "";
        String document = file.isEmpty() ? from : file;
        JsonNode root = document.equals("asyncapi.yaml") ? asyncApi : schemas.get(document);
        JsonNode found = root == null ? null : root.at(pointer);
        if (found == null || found.isMissingNode()) {
            throw new IllegalStateException(from + ": " + reference + " leads nowhere");
        }
        return new Target(found, document);
    }

    /** A part of a document, and which document it stands in. */
    record Target(JsonNode node, String document) {}
}
