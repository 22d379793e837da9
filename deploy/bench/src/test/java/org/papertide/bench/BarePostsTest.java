package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BarePostsTest {

    @Test
    void postsTheBodyOnceToEachPath() {
        try (WebhookSink sink = new WebhookSink("127.0.0.1")) {
            byte[] body = "{\"type\":\"paper.breakout\"}".getBytes(StandardCharsets.UTF_8);
            assertThat(BarePosts.rate(sink.url(), body, 100, 8)).isPositive();
            assertThat(sink.called()).isEqualTo(100);
            assertThat(sink.calls()).isEqualTo(100);
            assertThat(sink.last()).isEqualTo(body);
        }
    }
}
