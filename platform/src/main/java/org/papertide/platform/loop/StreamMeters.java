package org.papertide.platform.loop;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * The gauges of a stream that a service reads: how many records are left, for how long they have
 * waited, and whether it stands still. They are asked at each scrape, and kept as long as the
 * registry.
 */
public final class StreamMeters {

    private final String stream;
    private final MeterRegistry registry;

    /**
     * @param stream its name, a tag of the gauges
     */
    public StreamMeters(String stream, MeterRegistry registry) {
        this.stream = stream;
        this.registry = registry;
    }

    /**
     * How far it is behind.
     *
     * @param topic its name without prefix
     */
    public StreamMeters lag(String topic, Supplier<Number> records) {
        Gauge.builder("papertide.stream.lag", records)
                .tag("stream", stream)
                .tag("topic", topic)
                .description("Records that have not been read yet")
                .register(registry);
        return this;
    }

    /**
     * For how long its readers have waited.
     *
     * @param topic its name without prefix
     */
    public StreamMeters delay(String topic, Supplier<Number> seconds) {
        Gauge.builder("papertide.stream.delay", seconds)
                .tag("stream", stream)
                .tag("topic", topic)
                .baseUnit("seconds")
                .description("For how long a record that has not been read has waited at most")
                .register(registry);
        return this;
    }

    /** Whether it moves while there is work. */
    public StreamMeters standstill(Progress progress) {
        Gauge.builder("papertide.stream.standstill", progress::standstillSeconds)
                .tag("stream", stream)
                .baseUnit("seconds")
                .description("For how long records have waited while none was applied")
                .register(registry);
        return this;
    }
}
