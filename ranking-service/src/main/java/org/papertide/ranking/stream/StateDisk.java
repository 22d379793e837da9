package org.papertide.ranking.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;

/** How full the volume is that has the stores: a full one ends the stream. */
@Singleton
class StateDisk {

    void start(@Observes StartupEvent event, RankingSettings settings, MeterRegistry registry) {
        File directory = settings.stateDir().toFile();
        Gauge.builder("papertide.ranking.disk.free.ratio", directory, StateDisk::free)
                .description("Free part of the volume that has the stores: 0 is full, 1 is empty")
                .strongReference(true)
                .register(registry);
    }

    /** Of the nearest directory that there is; not a number if nobody knows. */
    static double free(File directory) {
        File there = directory.getAbsoluteFile();
        while (!there.exists() && there.getParentFile() != null) {
            there = there.getParentFile();
        }
        long total = there.getTotalSpace();
        return total == 0 ? Double.NaN : (double) there.getUsableSpace() / total;
    }
}
