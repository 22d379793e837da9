package org.papertide.ranking.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final Problems problems = new Problems();

    @Test
    void asksToComeBackWhenAStoreGoesWhileItIsRead() {
        try (Response answer = problems.told(new InvalidStateStoreException("closed"))) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        }
    }

    @Test
    void doesNotTellWhatFailed() {
        try (Response answer = problems.told(new IllegalStateException("secret"))) {
            assertThat(answer.getStatus()).isEqualTo(500);
            assertThat(answer.getEntity().toString()).doesNotContain("secret");
        }
    }
}
