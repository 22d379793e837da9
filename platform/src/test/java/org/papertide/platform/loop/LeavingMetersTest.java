package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeavingMetersTest {

    private final CompositeMeterRegistry process = new CompositeMeterRegistry();

    private double started(AtomicLong count) {
        SimpleMeterRegistry own = new SimpleMeterRegistry();
        process.getRegistries().forEach(process::remove);
        process.add(own);
        FunctionCounter.builder("papertide.count", count, AtomicLong::doubleValue)
                .register(process);
        return own.get("papertide.count").functionCounter().count();
    }

    @Test
    void aServiceThatStartsAgainCountsItsOwn() {
        AtomicLong before = new AtomicLong(3);
        assertThat(started(before)).isEqualTo(3);
        process.counter("jvm.count").increment();
        new LeavingMeters(process).stop(new ShutdownEvent());
        assertThat(started(new AtomicLong(5))).isEqualTo(5);
        assertThat(process.find("jvm.count").counter()).isNotNull();
        assertThat(before).hasValue(3);
    }
}
