package org.papertide.ranking.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * JSON of strangers, in bodies and to assistants: within limits, and nothing of it kept beyond the
 * request. A table of names would be slow for names that collide, and would keep them.
 */
@Singleton
class BoundedJson implements ObjectMapperCustomizer {

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxDocumentLength(512 * 1024)
                    .maxTokenCount(20_000)
                    .maxNestingDepth(50)
                    .maxNameLength(200)
                    .build();

    // The mapper is Quarkus's own, and so is its factory: there is no builder to be asked.
    @SuppressWarnings("deprecation")
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
                .setStreamReadConstraints(LIMITS);
    }
}
