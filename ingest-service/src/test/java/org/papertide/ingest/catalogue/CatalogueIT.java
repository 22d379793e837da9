package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.papertide.ingest.catalogue.Listings.arxiv;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.PublishedEvents;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.running.Database;
import org.papertide.ingest.running.KafkaSettings;
import org.papertide.ingest.running.Requirement;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Leases;
import org.papertide.ingest.source.Richness;
import org.papertide.ingest.source.SourceLog;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.ingest.source.Taken;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class CatalogueIT {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    @Inject Catalogue catalogue;
    @Inject Database database;
    @Inject Outbox outbox;
    @Inject SourceLog log;
    @Inject Leases leases;
    @Inject IncompletePapers incomplete;
    @Inject KafkaSettings kafka;
    @Inject Clock clock;

    @Inject
    @jakarta.inject.Named("database")
    Requirement migrated;

    @BeforeEach
    void awaitMigration() throws InterruptedException {
        migrated.awaitPrepared();
    }

    @Test
    void refusesReadingsOfTheFutureAndTakesTheOthers() {
        Instant future = clock.instant().plus(Duration.ofMinutes(6));
        Instant soon = clock.instant().plus(Duration.ofMinutes(4));
        PaperId id = new PaperId("arxiv:2503.00001");
        Outcome outcome =
                catalogue.take(
                        List.of(
                                listed(arxiv("2503.00001", "Futures")),
                                new Item.Read(id, "UPVOTES", 5, future, "test"),
                                new Item.Read(id, "COMMENTS", 6, soon, "test"),
                                new Item.Read(id, "UPVOTES", 4, Instant.EPOCH, "test")),
                        AT);
        assertThat(outcome.newReadings()).isEqualTo(1);
        assertThat(outcome.refusedReadings())
                .extracting(Item.Refused::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("future"),
                        reason -> assertThat(reason).contains("1991"));
    }

    @Test
    void writesASourcesPositionWithWhatItTold() {
        Taken first = log.record(status("1"), List.of(listed(arxiv("2503.00002", "A"))), AT);
        assertThat(first).isEqualTo(new Taken(1, 0, 0, 0, 0));
        log.record(
                status("2"),
                List.of(listed(arxiv("2503.00002", "A")), new Item.Refused("entry 2", "odd")),
                AT);
        SourceLog.Entry entry = log.find("test-log").orElseThrow();
        assertThat(entry.status()).isEqualTo(status("2"));
        assertThat(entry.total()).isEqualTo(new Taken(1, 0, 1, 0, 1));
    }

    @Test
    void keepsNothingOfABatchThatFails() {
        PaperId id = new PaperId("arxiv:2503.00003");
        assertThatThrownBy(() ->
                        database.inTransaction(session -> {
                            catalogue.take(session, List.of(listed(arxiv("2503.00003", "A"))), AT);
                            throw new IllegalStateException("killed");
                        }))
                .hasMessage("killed");
        assertThat(catalogue.find(id)).isEmpty();
        catalogue.take(List.of(listed(arxiv("2503.00003", "A"))), AT);
        assertThat(new PublishedEvents(kafka).papers(id, all -> !all.isEmpty()))
                .singleElement()
                .matches(paper -> paper.revision() == 1);
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

    @Test
    void queuesPapersUntilTheirCategoriesAreKnown() {
        PaperId id = new PaperId("arxiv:2503.00004");
        Listings told = arxiv("2503.00004", "A").from(Richness.HUGGING_FACE);
        catalogue.take(List.of(listed(told)), AT);
        assertThat(incomplete.find(1000, AT)).contains(id);
        incomplete.asked(List.of(id), AT);
        assertThat(incomplete.find(1000, AT)).doesNotContain(id);
        assertThat(incomplete.find(1000, AT.plusSeconds(1))).contains(id);
        catalogue.take(List.of(listed(arxiv("2503.00004", "A").in("cs.LG"))), AT);
        assertThat(incomplete.find(1000, AT.plusSeconds(1))).doesNotContain(id);
    }

    @Test
    void deletesOldReadingsButTheLast() {
        PaperId id = new PaperId("arxiv:2503.00005");
        Clock longAgo = Clock.fixed(Instant.parse("2015-03-01T00:00:00Z"), ZoneOffset.UTC);
        Catalogue then = new Catalogue(database, outbox, longAgo, _ -> {});
        then.take(
                List.of(
                        listed(arxiv("2503.00005", "A")),
                        read(id, 1, "2015-01-01T00:00:00Z"),
                        read(id, 2, "2015-01-02T00:00:00Z"),
                        read(id, 3, "2015-01-03T00:00:00Z")),
                AT);
        Retention retention = new Retention(database, clock, new Kept());
        assertThat(retention.deleteSome()).isFalse();
        // The last is known still; the others count as new again.
        Outcome again =
                then.take(
                        List.of(
                                read(id, 1, "2015-01-01T00:00:00Z"),
                                read(id, 3, "2015-01-03T00:00:00Z")),
                        AT);
        assertThat(again.newReadings()).isEqualTo(1);
        assertThat(again.knownReadings()).isEqualTo(1);
        assertThat(catalogue.find(id).orElseThrow().readings())
                .singleElement()
                .extracting(Signal::value)
                .isEqualTo(3L);
    }

    private record Kept() implements CatalogueSettings {
        @Override
        public Duration readingsKept() {
            return Duration.ofDays(120);
        }

        @Override
        public Duration eventsKept() {
            return Duration.ofDays(30);
        }
    }

    private static Item listed(Listings listing) {
        return new Item.Listed(listing.build());
    }

    private static Item read(PaperId id, long value, String at) {
        return new Item.Read(id, "UPVOTES", value, Instant.parse(at), "test");
    }

    private static SourceStatus status(String position) {
        return new SourceStatus(
                "test-log", SourceState.FRESH, position, AT, AT, AT, AT.plusSeconds(60), 0, null);
    }
}
