package org.papertide.platform.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * JSON of strangers: within limits, and nothing of it kept in memory beyond the request. A table of
 * names would be slow for names that collide, and would keep them.
 */
public final class BoundedJson {

    private BoundedJson() {}

    /** A mapper for documents within these limits, with nothing behind them. */
    public static JsonMapper.Builder mapper(StreamReadConstraints limits) {
        JsonFactory factory =
                JsonFactory.builder()
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .streamReadConstraints(limits)
                        .build();
        return JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Bounds a mapper that is there already, as Quarkus's own: it has no builder to be asked. */
    @SuppressWarnings("deprecation")
    public static void bound(ObjectMapper mapper, StreamReadConstraints limits) {
        mapper.getFactory()
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
                .setStreamReadConstraints(limits);
    }
}
