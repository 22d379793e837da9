package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class FetchedHeadersTest {

    private final Headers headers = new RecordHeaders();

    @Test
    void holdNothingOfTheAnswerThatTheyCameIn() {
        WeakReference<byte[]> answer = fetch();

        FetchedHeaders.detach(headers);

        await("the answer is collected")
                .until(() -> {
                    System.gc();
                    return answer.refersTo(null);
                });
        Header header = headers.lastHeader("name");
        assertThat(header.value()).asString(StandardCharsets.UTF_8).isEqualTo("value");
    }

    /** As the consumer reads them: keys and values are slices of one answer. */
    private WeakReference<byte[]> fetch() {
        byte[] answer = "name,value".getBytes(StandardCharsets.UTF_8);
        headers.add(new RecordHeader(ByteBuffer.wrap(answer, 0, 4), ByteBuffer.wrap(answer, 5, 5)));
        return new WeakReference<>(answer);
    }
}
