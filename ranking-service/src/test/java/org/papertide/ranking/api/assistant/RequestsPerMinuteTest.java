package org.papertide.ranking.api.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.papertide.platform.guard.Client;
import org.papertide.platform.guard.ClientAddress;

class RequestsPerMinuteTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RequestsPerMinute limit = new RequestsPerMinute(2, nanos::get);

    @Test
    void eachClientHasItsOwn() {
        assertThat(limit.mayAsk(client("192.0.2.1"))).isTrue();
        assertThat(limit.mayAsk(client("192.0.2.1"))).isTrue();
        assertThat(limit.mayAsk(client("192.0.2.1"))).isFalse();
        assertThat(limit.mayAsk(client("192.0.2.2"))).isTrue();
    }

    @Test
    void mayAskAgainAfterAMinute() {
        for (int i = 0; i < 10; i++) {
            var _ = limit.mayAsk(client("192.0.2.1"));
        }
        nanos.set(Duration.ofSeconds(59).toNanos());
        assertThat(limit.mayAsk(client("192.0.2.1"))).isFalse();
        nanos.set(Duration.ofSeconds(60).toNanos());
        assertThat(limit.mayAsk(client("192.0.2.1"))).isTrue();
    }

    private static ClientAddress client(String address) {
        return ClientAddress.of(new Client(InetAddress.ofLiteral(address), true));
    }
}
