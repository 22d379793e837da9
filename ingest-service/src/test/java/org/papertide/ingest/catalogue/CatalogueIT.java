package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.papertide.ingest.catalogue.Listings.arxiv;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.ingest.MigratedDatabase;
import org.papertide.ingest.PublishedEvents;
import org.papertide.ingest.source.IncompletePapers;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class CatalogueIT extends MigratedDatabase {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    @Inject Catalogue catalogue;
    @Inject IncompletePapers incomplete;
    @Inject PublishedEvents published;

    @Test
    void refusesSignalsOfTheFutureAndTakesTheOthers() {
        Instant future = clock.instant().plus(Duration.ofMinutes(6));
        Instant soon = clock.instant().plus(Duration.ofMinutes(4));
        PaperId id = new PaperId("arxiv:2503.00001");
        BatchResult outcome =
                catalogue.take(
                        List.of(
                                listed(arxiv("2503.00001", "Futures")),
                                new Item.Observed(id, "UPVOTES", 5, future, "test"),
                                new Item.Observed(id, "COMMENTS", 6, soon, "test"),
                                new Item.Observed(id, "UPVOTES", 4, Instant.EPOCH, "test")),
                        AT);
        assertThat(outcome.newSignals()).isEqualTo(1);
        assertThat(outcome.refusedSignals())
                .extracting(Item.Refused::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("future"),
                        reason -> assertThat(reason).contains("1991"));
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
        assertThat(published.papers(id, all -> !all.isEmpty())).hasSize(1);
    }

    @Test
    void queuesPapersUntilTheirCategoriesAreKnown() {
        PaperId id = new PaperId("arxiv:2503.00004");
        Listings listing = arxiv("2503.00004", "A").from(SourceRichness.HUGGING_FACE);
        catalogue.take(List.of(listed(listing)), AT);
        assertThat(incomplete.find(1000, AT)).contains(id);
        incomplete.asked(List.of(id), AT, AT, AT);
        assertThat(incomplete.find(1000, AT)).doesNotContain(id);
        assertThat(incomplete.find(1000, AT.plusSeconds(1))).contains(id);
        catalogue.take(List.of(listed(arxiv("2503.00004", "A").in("cs.LG"))), AT);
        assertThat(incomplete.find(1000, AT.plusSeconds(1))).doesNotContain(id);
    }

    private static Item listed(Listings listing) {
        return new Item.Listed(listing.build());
    }
}
