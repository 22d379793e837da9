package org.papertide.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * CloudEvents 1.0 headers in Kafka's binary mode (CloudEvents Kafka Protocol Binding 1.0.2, section
 * 3.2). Apart from {@link EventCodec}, which is of use without Kafka's client.
 */
final class CloudEventHeaders {

    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header CONTENT_TYPE = header("content-type", "application/json");

    private CloudEventHeaders() {}

    static Headers of(String type, String id, String source, Instant time) {
        return new RecordHeaders(
                new Header[] {
                    SPEC_VERSION,
                    header("ce_id", id),
                    header("ce_source", source),
                    header("ce_type", type),
                    header("ce_time", time.toString()),
                    CONTENT_TYPE
                });
    }

    private static Header header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
