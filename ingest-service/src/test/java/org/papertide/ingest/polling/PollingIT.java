package org.papertide.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.MigratedDatabase;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class PollingIT extends MigratedDatabase {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    @Inject SourceLog log;
    @Inject Leases leases;

    @Test
    void writesASourcesPositionWithItsItems() {
        List<IngestCounts> counts = new ArrayList<>();
        log.record("test-log", List.of(listed("2503.00002", "A")), AT, status("1", counts));
        log.record(
                "test-log",
                List.of(listed("2503.00002", "A"), new Item.Refused("entry 2", "odd")),
                AT,
                status("2", counts));
        assertThat(counts)
                .containsExactly(new IngestCounts(1, 0, 0, 0, 0), new IngestCounts(0, 0, 1, 0, 1));
        SourceLog.Entry entry = log.find("test-log").orElseThrow();
        assertThat(entry.status()).isEqualTo(status("2"));
        assertThat(entry.total()).isEqualTo(new IngestCounts(1, 0, 1, 0, 1));
    }

    @Test
    void leasesAHostToOneProcessAtATime() {
        Leases other = new DatabaseLeases(database, clock);
        assertThat(leases.acquire("host", Duration.ofMinutes(1))).isPresent();
        assertThat(leases.acquire("host", Duration.ofMinutes(1))).isPresent();
        assertThat(other.acquire("host", Duration.ofMinutes(1))).isEmpty();
        Instant next = Instant.parse("2026-01-01T00:00:03Z");
        leases.release("host", next);
        assertThat(other.acquire("host", Duration.ofMinutes(1))).contains(next);
        // What a process that died held runs out.
        Clock later = Clock.offset(clock, Duration.ofMinutes(2));
        assertThat(new DatabaseLeases(database, later).acquire("host", Duration.ofMinutes(1)))
                .isPresent();
    }

    private static Function<IngestCounts, SourceStatus> status(
            String position, List<IngestCounts> counts) {
        return taken -> {
            counts.add(taken);
            return status(position);
        };
    }

    private static SourceStatus status(String position) {
        return new SourceStatus(
                "test-log", SourceState.FRESH, position, AT, AT, AT, AT.plusSeconds(60), 0, null);
    }

    private static Item listed(String id, String title) {
        return new Item.Listed(
                new ListingBuilder(Clock.systemUTC(), "test", "test", SourceRichness.RSS)
                        .arxivId(id)
                        .title(title)
                        .finish(_ -> {})
                        .orElseThrow());
    }
}
