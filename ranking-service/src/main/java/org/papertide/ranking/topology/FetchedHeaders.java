package org.papertide.ranking.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of a record as the consumer fetched it. */
final class FetchedHeaders {

    private FetchedHeaders() {}

    /**
     * Copies their bytes. Until someone has read it, a header points into the whole answer of the
     * broker, half a megabyte for each partition, and the stores' caches keep the headers of the
     * record that wrote an entry: some dozen entries can hold as much as all the others.
     */
    static void detach(Headers headers) {
        for (Header header : headers) {
            var _ = header.key();
            var _ = header.value();
        }
    }
}
