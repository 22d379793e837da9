package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * YAML 1.2 as trees. A key that stands twice in one place is an error, as it is for Flux and Argo.
 */
final class Yaml {

    static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /**
     * Every document of a text, empty ones left out.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is no YAML, or has a key
     *     twice
     */
    static List<JsonNode> documents(String text) {
        Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
        List<JsonNode> documents = new ArrayList<>();
        for (Object each : load.loadAllFromString(text)) {
            if (each != null) {
                documents.add(JSON.valueToTree(each));
            }
        }
        return documents;
    }

    /** The values in a file. */
    static ObjectNode values(Path file) {
        List<JsonNode> documents = documents(Checkout.read(file));
        return documents.isEmpty() ? JSON.createObjectNode() : (ObjectNode) documents.getFirst();
    }

    /** Lays values over others as Helm does: objects are merged, all else is replaced. */
    static ObjectNode merged(ObjectNode under, JsonNode over) {
        ObjectNode result = under.deepCopy();
        for (Map.Entry<String, JsonNode> each : over.properties()) {
            boolean both =
                    result.get(each.getKey()) instanceof ObjectNode && each.getValue().isObject();
            JsonNode value =
                    both
                            ? merged((ObjectNode) result.get(each.getKey()), each.getValue())
                            : each.getValue();
            result.set(each.getKey(), value);
        }
        return result;
    }
}
