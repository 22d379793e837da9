package org.papertide.ranking.api.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import org.papertide.platform.http.BoundedJson;

/** How large JSON of strangers may be, in bodies and to assistants. */
@Singleton
class JsonLimits implements ObjectMapperCustomizer {

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxDocumentLength(512 * 1024)
                    .maxTokenCount(20_000)
                    .maxNestingDepth(50)
                    .maxNameLength(200)
                    .build();

    @Override
    public void customize(ObjectMapper mapper) {
        BoundedJson.bound(mapper, LIMITS);
    }
}
