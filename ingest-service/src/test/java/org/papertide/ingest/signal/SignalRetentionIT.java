package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.MigratedDatabase;
import org.papertide.ingest.catalogue.BatchResult;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class SignalRetentionIT extends MigratedDatabase {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    @Inject Catalogue catalogue;
    @Inject Outbox outbox;

    @Test
    void deletesOldSignalsButTheLast() {
        PaperId id = new PaperId("arxiv:2503.00005");
        Clock longAgo = Clock.fixed(Instant.parse("2015-03-01T00:00:00Z"), ZoneOffset.UTC);
        Catalogue then = new Catalogue(database, outbox, longAgo, _ -> {});
        then.take(
                List.of(
                        listed("2503.00005", "A"),
                        read(id, 1, "2015-01-01T00:00:00Z"),
                        read(id, 2, "2015-01-02T00:00:00Z"),
                        read(id, 3, "2015-01-03T00:00:00Z")),
                AT);
        SignalRetention retention = new SignalRetention(database, clock, new Kept());
        assertThat(retention.deleteSome()).isFalse();
        // The last is known still; the others count as new again.
        BatchResult again =
                then.take(
                        List.of(
                                read(id, 1, "2015-01-01T00:00:00Z"),
                                read(id, 3, "2015-01-03T00:00:00Z")),
                        AT);
        assertThat(again.newSignals()).isEqualTo(1);
        assertThat(again.knownSignals()).isEqualTo(1);
        assertThat(catalogue.find(id).orElseThrow().signals())
                .singleElement()
                .extracting(Signal::value)
                .isEqualTo(3L);
    }

    private record Kept() implements SignalRetentionSettings {
        @Override
        public Duration kept() {
            return Duration.ofDays(120);
        }

        @Override
        public Duration eventsKept() {
            return Duration.ofDays(30);
        }
    }

    private static Item read(PaperId id, long value, String at) {
        return new Item.Observed(id, "UPVOTES", value, Instant.parse(at), "test");
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
