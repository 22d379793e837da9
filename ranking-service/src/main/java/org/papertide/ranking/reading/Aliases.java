package org.papertide.ranking.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.PaperId;

/** Finds a paper's aliases in its score without reading the rest of it. */
final class Aliases {

    private Aliases() {}

    /** The aliases; none if the bytes are no score. */
    static List<PaperId> of(byte @Nullable [] score) {
        if (score == null) {
            return List.of();
        }
        List<PaperId> aliases = new ArrayList<>(0);
        try (JsonParser json = EventJson.mapper().getFactory().createParser(score)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean paper = json.currentName().equals("paper");
                if (json.nextToken() == JsonToken.START_OBJECT && paper) {
                    inPaper(json, aliases);
                    return aliases;
                }
                json.skipChildren();
            }
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
        return aliases;
    }

    private static void inPaper(JsonParser json, List<PaperId> aliases) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("aliases");
            if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    aliases.add(new PaperId(json.getText()));
                }
                return;
            }
            json.skipChildren();
        }
    }
}
