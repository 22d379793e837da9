package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ingest.catalogue.Listings.arxiv;
import static org.papertide.ingest.catalogue.Listings.doi;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRichness;

/** How what is known of a paper is published. */
class CataloguePaperTest {

    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final PaperId X = new PaperId("arxiv:2409.00001");
    private static final PaperId D = new PaperId("doi:10.1000/tides");

    private static final Instant SUBMITTED = Instant.parse("2024-09-02T10:00:00Z");
    private static final Instant ANNOUNCED = Instant.parse("2024-09-03T00:00:00Z");
    private static final Instant LISTED = Instant.parse("2024-09-05T00:00:00Z");
    private static final Instant UPDATED = Instant.parse("2024-09-09T10:00:00Z");

    private static Listing everything(
            @Nullable Instant submitted, @Nullable Instant announced, @Nullable Instant listed) {
        return new Listing(
                X,
                D,
                "On Tides",
                "We wait.",
                List.of("Ada Lovelace"),
                List.of("cs.LG", "cs.CL"),
                "cs.CL",
                new Links(link("page"), link("pdf"), link("talk"), link("code"), link("project")),
                submitted,
                announced,
                listed,
                UPDATED,
                3,
                false,
                "The Harbour",
                12L,
                true,
                SourceRichness.ATOM,
                "arxiv");
    }

    private static URI link(String name) {
        return URI.create("https://example.org/" + name);
    }

    private static CataloguePaper paper(Listing listing) {
        return CataloguePaper.first(listing.id(), MergedMetadata.of(listing, NOW), NOW)
                .withRevision(1);
    }

    private static CataloguePaper paper(Listings listing) {
        return paper(listing.build());
    }

    @Test
    void publishesAllThatIsKnown() {
        Paper paper =
                paper(everything(SUBMITTED, ANNOUNCED, LISTED))
                        .answeringTo(List.of(D))
                        .withRevision(7)
                        .asPaper();
        assertThat(paper)
                .isEqualTo(
                        new Paper(
                                X,
                                7,
                                3,
                                "On Tides",
                                "We wait.",
                                List.of("Ada Lovelace"),
                                List.of("cs.CL", "cs.LG"),
                                "cs.CL",
                                new Links(
                                        link("page"),
                                        link("pdf"),
                                        link("talk"),
                                        link("code"),
                                        link("project")),
                                SUBMITTED,
                                ANNOUNCED,
                                LISTED,
                                UPDATED,
                                PaperStatus.LISTED,
                                null,
                                List.of(D),
                                "arxiv",
                                "The Harbour",
                                "https://example.org/code",
                                12L,
                                true));
    }

    @Test
    void countsAsListedWhenItWasListedAnnouncedSubmittedNumberedOrFirstSeen() {
        assertThat(paper(everything(SUBMITTED, ANNOUNCED, null)).asPaper().listed())
                .isEqualTo(ANNOUNCED);
        assertThat(paper(everything(SUBMITTED, null, null)).asPaper().listed())
                .isEqualTo(SUBMITTED);
        assertThat(paper(everything(null, null, null)).asPaper().listed())
                .isEqualTo("2024-09-01T00:00:00Z");
        CataloguePaper undated = paper(doi("10.1000/tides", "On Tides"));
        assertThat(undated.asPaper().listed())
                .isEqualTo(undated.firstSeen().truncatedTo(ChronoUnit.SECONDS));
    }

    /** It would lead every list of new papers until that month has come. */
    @Test
    void countsAsListedWhenFirstSeenIfItsNumberIsOfAMonthToCome() {
        CataloguePaper paper = paper(arxiv("4012.12345", "On Tides"));
        assertThat(paper.asPaper().listed())
                .isEqualTo(paper.firstSeen().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void namesThePrimaryCategoryFirstWhoeverToldIt() {
        CataloguePaper two = paper(arxiv("2409.00001", "On Tides").in("cs.LG", "cs.CL"));
        assertThat(two.asPaper().categories()).containsExactly("cs.LG", "cs.CL");
        CataloguePaper onlyPrimary = paper(arxiv("2409.00001", "On Tides").withPrimary("cs.CL"));
        assertThat(onlyPrimary.asPaper().categories()).containsExactly("cs.CL");
        assertThat(onlyPrimary.isIncomplete()).isFalse();
    }

    @Test
    void isToBeAskedAboutIfItIsArxivsAndHasNoCategory() {
        CataloguePaper bare = paper(arxiv("2409.00001", "On Tides"));
        assertThat(bare.isIncomplete()).isTrue();
        assertThat(bare.mergedInto(D).isIncomplete()).isFalse();
        assertThat(paper(doi("10.1000/tides", "On Tides")).isIncomplete()).isFalse();
        assertThat(paper(arxiv("2409.00001", "On Tides").in("cs.LG")).isIncomplete()).isFalse();
    }

    @Test
    void isMergedBeforeItIsWithdrawn() {
        CataloguePaper paper = paper(everything(SUBMITTED, ANNOUNCED, LISTED));
        assertThat(paper.mergedInto(D).asPaper().status()).isEqualTo(PaperStatus.MERGED);
        assertThat(paper.mergedInto(D).asPaper().mergedInto()).isEqualTo(D);
        Listings withdrawn = arxiv("2409.00001", "On Tides").withdrawn();
        assertThat(paper(withdrawn).asPaper().status()).isEqualTo(PaperStatus.WITHDRAWN);
        assertThat(paper(withdrawn).asPaper().codeUrl()).isNull();
        assertThat(paper(withdrawn).mergedInto(D).asPaper().status()).isEqualTo(PaperStatus.MERGED);
    }

    @Test
    void publishesFiftyAliasesAndKnowsAll() {
        List<PaperId> dois =
                IntStream.range(0, 51).mapToObj(i -> new PaperId("doi:10.1000/" + i)).toList();
        CataloguePaper fifty =
                paper(arxiv("2409.00001", "On Tides")).answeringTo(dois.subList(0, 50));
        CataloguePaper more = fifty.answeringTo(dois);
        assertThat(more.aliases()).isEqualTo(dois);
        assertThat(more.asPaper().aliases()).isEqualTo(dois.subList(0, 50));
        assertThat(more.publishesAs(fifty)).isTrue();
        assertThat(fifty.asPaper().aliases()).hasSize(50);
        assertThat(fifty.answeringTo(dois.subList(3, 5))).isEqualTo(fifty);
    }

    @Test
    void publishesTheSameWhateverItsRevision() {
        CataloguePaper paper = paper(arxiv("2409.00001", "On Tides"));
        assertThat(paper.publishesAs(paper.withRevision(9))).isTrue();
        assertThat(paper.publishesAs(paper(arxiv("2409.00001", "Of Tides")))).isFalse();
    }

    @Test
    void whatIsAddedIsIncompleteAndWhatChangesMayBecomeComplete() {
        CataloguePaper bare = paper(arxiv("2409.00001", "On Tides"));
        CataloguePaper full = paper(arxiv("2409.00002", "Of Tides").in("cs.LG"));
        CataloguePaper other = paper(arxiv("2409.00003", "Off Tides"));
        Changes changes =
                new Changes(
                        List.of(bare, full),
                        List.of(other, full),
                        List.of(),
                        java.util.Map.of(),
                        java.util.Map.of(),
                        java.util.Set.of());
        assertThat(changes.incomplete()).containsExactly(bare.id(), other.id());
        assertThat(changes.complete()).containsExactly(full.id());
    }

    @Test
    void comesBackFromItsRow() {
        CataloguePaper paper =
                paper(everything(SUBMITTED, ANNOUNCED, LISTED))
                        .answeringTo(List.of(D))
                        .mergedInto(new PaperId("arxiv:2409.00002"))
                        .withRevision(4);
        PaperRow row = new PaperRow(paper, NOW.plusSeconds(5));
        assertThat(row.paper()).isEqualTo(paper);
        assertThat(row.changedAt()).isEqualTo(NOW.plusSeconds(5));
        CataloguePaper alone = paper(arxiv("2409.00001", "On Tides"));
        assertThat(new PaperRow(alone, NOW).paper()).isEqualTo(alone);
        PaperRow.FactsJson json = new PaperRow.FactsJson();
        String column = json.convertToDatabaseColumn(paper.facts());
        assertThat(json.convertToEntityAttribute(column)).isEqualTo(paper.facts());
    }
}
