package org.papertide.ranking.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.Test;

class MovedStoreMapperTest {

    @Test
    void asksToComeBackWhenAStoreGoesWhileItIsRead() {
        try (Response answer =
                new MovedStoreMapper().map(new InvalidStateStoreException("closed"))) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        }
    }
}
