package org.papertide.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads signals that are in order, field by field: they come by the ten thousand a second, and
 * binding them through the mapper's creators costs three times as much. Whatever is unusual is left
 * to the mapper, which reads it or says what is wrong, so there is one judge of what is malformed.
 */
final class SignalReader {

    private static final JsonFactory JSON = EventJson.mapper().getFactory();

    private SignalReader() {}

    /** The signal; nothing if the bytes are anything else, or a signal out of the ordinary. */
    static @Nullable Signal read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            return json.nextToken() == JsonToken.START_OBJECT ? fields(json) : null;
        } catch (IOException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Signal fields(JsonParser json) throws IOException {
        PaperId paperId = null;
        String metric = null;
        long value = -1;
        Instant observedAt = null;
        String source = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (field) {
                case "paperId" -> {
                    if (token != JsonToken.VALUE_STRING || paperId != null) {
                        return null;
                    }
                    paperId = new PaperId(json.getText());
                }
                case "metric" -> {
                    if (token != JsonToken.VALUE_STRING || metric != null) {
                        return null;
                    }
                    metric = json.getText();
                }
                case "value" -> {
                    if (token != JsonToken.VALUE_NUMBER_INT || value >= 0) {
                        return null;
                    }
                    value = json.getLongValue();
                }
                case "observedAt" -> {
                    if (token != JsonToken.VALUE_STRING || observedAt != null) {
                        return null;
                    }
                    observedAt = InstantReader.find(json.getText());
                }
                case "source" -> {
                    if (token != JsonToken.VALUE_STRING || source != null) {
                        return null;
                    }
                    source = json.getText();
                }
                default -> json.skipChildren();
            }
        }
        boolean whole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        return whole
                        && paperId != null
                        && metric != null
                        && value >= 0
                        && observedAt != null
                        && source != null
                ? new Signal(paperId, metric, value, observedAt, source)
                : null;
    }
}
