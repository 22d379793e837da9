package org.papertide.ranking.api.paper;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.PaperId;

/**
 * A paper's rank in the record of a ranking, found without decoding the other 199 entries.
 *
 * @param asOf the instant of the ranking
 * @param rank from 1; absent if the ranking does not hold the paper
 */
record CurrentRank(Instant asOf, @Nullable Integer rank) {

    /** Finds a paper's rank; null if the bytes are no ranking. */
    static @Nullable CurrentRank of(byte[] ranking, PaperId id) {
        Instant asOf = Instant.EPOCH;
        try (JsonParser json = EventJson.mapper().getFactory().createParser(ranking)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("asOf")) {
                    asOf = Instant.parse(json.getText());
                } else if (field.equals("entries")) {
                    return new CurrentRank(asOf, among(json, id.value()));
                }
                json.skipChildren();
            }
            return new CurrentRank(asOf, null);
        } catch (IOException | DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Integer among(JsonParser json, String id) throws IOException {
        for (int rank = 1; json.nextToken() == JsonToken.START_OBJECT; rank++) {
            boolean found = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean paper = json.currentName().equals("paper");
                json.nextToken();
                if (paper) {
                    found = isPaper(json, id);
                } else {
                    json.skipChildren();
                }
            }
            if (found) {
                return rank;
            }
        }
        return null;
    }

    private static boolean isPaper(JsonParser json, String id) throws IOException {
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = json.currentName().equals("id");
            json.nextToken();
            found |= named && json.getText().equals(id);
            json.skipChildren();
        }
        return found;
    }
}
