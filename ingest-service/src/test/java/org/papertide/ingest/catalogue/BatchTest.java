package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ingest.catalogue.Listings.arxiv;
import static org.papertide.ingest.catalogue.Listings.doi;
import static org.papertide.ingest.catalogue.Listings.titled;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.testing.Growth;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class BatchTest {

    private static final PaperId X = new PaperId("arxiv:2409.00001");
    private static final PaperId Y = new PaperId("arxiv:2409.00002");
    private static final PaperId T = PaperId.ofTitle("On Tides");
    private static final PaperId D = new PaperId("doi:10.1000/tides");

    private final Shelf shelf = new Shelf();

    /** Each paper that becomes part of another one takes its titles with it. */
    @Test
    void mergesPapersInProportionToTheirNumber() {
        Growth.assertLinear(
                2_000,
                count -> {
                    Shelf known = new Shelf();
                    known.take(numbered(count, i -> doi("10.1000/" + i, "Tide " + i)));
                    return Map.entry(
                            known,
                            numbered(
                                    count,
                                    i ->
                                            arxiv("2409.%05d".formatted(i), "Tide " + i)
                                                    .withDoi("10.1000/" + i)));
                },
                merging -> {
                    Shelf known = merging.getKey();
                    Batch batch =
                            new Batch(
                                    new LoadedPapers(
                                            known.papers,
                                            known.aliases,
                                            known.titles,
                                            known.awaited),
                                    Shelf.NOW);
                    batch.apply(merging.getValue(), Shelf.NOW);
                    assertThat(batch.changes().merged()).hasSize(merging.getValue().size());
                });
    }

    /** Somebody lists one paper under ever more DOIs. */
    @Test
    void takesAPaperOfManyNamesInProportionToTheirNumber() {
        Growth.assertLinear(
                10_000,
                count -> numbered(count, i -> arxiv("2409.00001", "Tide").withDoi("10.1000/" + i)),
                listings -> {
                    Batch batch =
                            new Batch(
                                    new LoadedPapers(Map.of(), Map.of(), Map.of(), Set.of()),
                                    Shelf.NOW);
                    batch.apply(listings, Shelf.NOW);
                    assertThat(batch.changes().published()).hasSize(1);
                });
    }

    @Test
    void keepsApartWhatAPaperOfTooManyNamesIsListedUnder() {
        int most = CataloguePaper.MAX_ALIASES;
        shelf.take(doi("10.1000/" + most, "Another"));
        shelf.take(numbered(most + 1, i -> arxiv("2409.00001", "Tide").withDoi("10.1000/" + i)));

        assertThat(shelf.paper(X).aliases()).hasSize(most);
        assertThat(shelf.resolve("doi:10.1000/" + (most - 1))).isEqualTo(X);
        PaperId apart = new PaperId("doi:10.1000/" + most);
        assertThat(shelf.resolve(apart.value())).isEqualTo(apart);
        assertThat(shelf.last(apart).status()).isEqualTo(PaperStatus.LISTED);
    }

    private static List<Listing> numbered(int count, IntFunction<Listings> listing) {
        return IntStream.range(0, count).mapToObj(listing).map(Listings::build).toList();
    }

    @Test
    void publishesAPaperOnceAndThenOnlyWhatChanged() {
        List<Paper> first = shelf.take(arxiv("2409.00001", "On Tides"));
        assertThat(first).hasSize(1);
        assertThat(shelf.take(arxiv("2409.00001", "On Tides"))).isEmpty();
        List<Paper> changed = shelf.take(arxiv("2409.00001", "On Tides").withAbstract("A"));
        assertThat(changed).hasSize(1);
        assertThat(changed.getFirst().revision()).isGreaterThan(first.getFirst().revision());
    }

    /** Whoever reads the topic ignores a lower revision than the one that it knows. */
    @Test
    void publishesAboveWhatTheTopicHasWhenAnOlderCatalogueWasRestored() {
        shelf.take(arxiv("2409.00001", "On Tides"));
        Map<PaperId, CataloguePaper> backup = Map.copyOf(shelf.papers);
        shelf.take(arxiv("2409.00001", "On Tides").withAbstract("A"));
        shelf.take(arxiv("2409.00001", "On Tides").withAbstract("B"));
        shelf.take(arxiv("2409.00002", "On Rivers"));
        shelf.take(arxiv("2409.00002", "On Rivers").withAbstract("A"));
        Map<PaperId, Paper> topic = shelf.topic();

        shelf.papers.clear();
        shelf.papers.putAll(backup);
        shelf.titles.clear();
        shelf.take(arxiv("2409.00001", "On Tides").withAbstract("C"));
        shelf.take(arxiv("2409.00002", "On Rivers").withAbstract("C"));

        assertThat(topic).containsOnlyKeys(X, Y);
        topic.forEach(
                (id, seen) -> assertThat(shelf.last(id).revision()).isGreaterThan(seen.revision()));
    }

    @Test
    void raisesTheRevisionWithEachChangeOfOneSecondAndWhenTheClockGoesBack() {
        CataloguePaper ahead = shelf.paper(shelf.take(arxiv("2409.00001", "A")).getFirst().id());
        shelf.papers.put(X, ahead.withRevision(ahead.revision() + 200));
        List<Paper> changed = shelf.take(arxiv("2409.00001", "B"));
        assertThat(changed).hasSize(1);
        assertThat(changed.getFirst().revision()).isEqualTo(ahead.revision() + 201);
    }

    @Test
    void startsFromTheClockAgainBehindARevisionThatConsumersWouldRefuse() {
        CataloguePaper known = shelf.paper(shelf.take(arxiv("2409.00001", "A")).getFirst().id());
        for (long ahead : List.of(460L, 86_400L, 500_000_000L)) {
            shelf.papers.put(X, known.withRevision(known.revision() + ahead));
            List<Paper> changed = shelf.take(arxiv("2409.00001", "B" + ahead));
            assertThat(changed.getFirst().revision())
                    .isBetween(known.revision(), known.revision() + 60);
        }
    }

    @Test
    void publishesAPaperToldOfTwiceInABatchOnce() {
        List<Paper> events =
                shelf.take(
                        arxiv("2409.00001", "On Tides"),
                        arxiv("2409.00001", "On Tides").withAbstract("A"));
        assertThat(events).singleElement().extracting(Paper::abstractText).isEqualTo("A");
    }

    @Test
    void movesATitleIntoTheOneIdentifiedPaperThatHasIt() {
        shelf.take(titled("On tides!").withAbstract("A"));
        Paper listed = shelf.last(T);
        List<Paper> events = shelf.take(arxiv("2409.00001", "On Tides"));
        assertThat(events).extracting(Paper::id).containsExactlyInAnyOrder(T, X);
        Paper gone = shelf.last(T);
        assertThat(gone.status()).isEqualTo(PaperStatus.MERGED);
        assertThat(gone.mergedInto()).isEqualTo(X);
        assertThat(gone.revision()).isGreaterThan(listed.revision());
        Paper paper = shelf.last(X);
        assertThat(paper.aliases()).containsExactly(T);
        assertThat(paper.abstractText()).isEqualTo("A");
        assertThat(shelf.resolve(T.value())).isEqualTo(X);
    }

    @Test
    void tellsOfTheIdentifiedPaperWhenOnlyItsTitleComes() {
        shelf.take(arxiv("2409.00001", "On Tides"));
        List<Paper> events = shelf.take(titled("On Tides"));
        assertThat(events).singleElement().extracting(Paper::id).isEqualTo(X);
        assertThat(shelf.take(titled("On Tides"))).isEmpty();
        assertThat(shelf.papers).doesNotContainKey(T);
    }

    @Test
    void keepsATitleApartThatTwoIdentifiedPapersHave() {
        shelf.take(titled("On Tides"));
        shelf.take(arxiv("2409.00001", "On Tides"), arxiv("2409.00002", "On Tides"));
        assertThat(shelf.last(T).status()).isEqualTo(PaperStatus.LISTED);
        assertThat(shelf.topic()).containsOnlyKeys(T, X, Y);
        assertThat(shelf.aliases).isEmpty();
    }

    @Test
    void keepsATitleApartThatComesWhenTwoPapersHaveIt() {
        shelf.take(arxiv("2409.00001", "On Tides"), arxiv("2409.00002", "On Tides"));
        shelf.take(titled("On Tides"));
        assertThat(shelf.topic()).containsOnlyKeys(T, X, Y);
    }

    @Test
    void leavesATitleWhereItIsWhenAnotherPaperTakesTheSame() {
        shelf.take(titled("On Tides"));
        shelf.take(arxiv("2409.00001", "On Tides"));
        shelf.take(arxiv("2409.00002", "On Tides"));
        assertThat(shelf.resolve(T.value())).isEqualTo(X);
        assertThat(shelf.take(titled("On Tides"))).isEmpty();
    }

    @Test
    void neverMergesTwoArxivPapers() {
        shelf.take(
                arxiv("2409.00001", "On Tides").withDoi("10.1000/tides"),
                arxiv("2409.00002", "On Tides").withDoi("10.1000/tides"));
        assertThat(shelf.topic()).containsOnlyKeys(X, Y);
        assertThat(shelf.resolve(D.value())).isEqualTo(X);
        assertThat(shelf.last(Y).aliases()).isEmpty();
    }

    @Test
    void movesAPaperKnownByItsDoiIntoTheArxivPaperThatNamesIt() {
        shelf.take(titled("On Tides"));
        shelf.take(doi("10.1000/tides", "On Tides"));
        assertThat(shelf.resolve(T.value())).isEqualTo(D);
        shelf.take(arxiv("2409.00001", "Of Tides").withDoi("10.1000/tides"));
        assertThat(shelf.last(D).mergedInto()).isEqualTo(X);
        assertThat(shelf.last(X).aliases()).containsExactlyInAnyOrder(T, D);
        assertThat(shelf.resolve(T.value())).isEqualTo(X);
        assertThat(shelf.resolve(D.value())).isEqualTo(X);
        // Its title went with it: it is one candidate, not two.
        assertThat(shelf.take(titled("On Tides"))).isEmpty();
    }

    @Test
    void recognisesATitleThatThePaperNoLongerHas() {
        shelf.take(arxiv("2409.00001", "On Tides").version(1));
        shelf.take(arxiv("2409.00001", "Of Tides and Time").version(2));
        shelf.take(titled("On Tides"));
        assertThat(shelf.resolve(T.value())).isEqualTo(X);
    }

    @Test
    void claimsATitleThatOnlySignalsAwait() {
        shelf.awaited.add(T);
        List<Paper> events = shelf.take(arxiv("2409.00001", "On Tides"));
        assertThat(events).singleElement().extracting(Paper::aliases).isEqualTo(List.of(T));
    }

    /** What a batch says of each listing, on a catalogue that knows what the shelf has. */
    private Map<Batch.Effect, Integer> effects(Listings... listings) {
        Batch batch =
                new Batch(
                        new LoadedPapers(shelf.papers, shelf.aliases, shelf.titles, shelf.awaited),
                        Shelf.NOW);
        return batch.apply(
                java.util.Arrays.stream(listings).map(Listings::build).toList(), Shelf.NOW);
    }

    @Test
    void saysOfEachListingWhetherItWasNews() {
        shelf.take(arxiv("2409.00001", "On Tides"));
        assertThat(
                        effects(
                                arxiv("2409.00001", "On Tides"),
                                arxiv("2409.00002", "Of Tides"),
                                arxiv("2409.00003", "Off Tides")))
                .isEqualTo(Map.of(Batch.Effect.UNCHANGED, 1, Batch.Effect.NEW, 2));
        assertThat(effects(arxiv("2409.00001", "On Tides").withAbstract("A")))
                .isEqualTo(Map.of(Batch.Effect.CHANGED, 1));
    }

    @Test
    void anotherIdentityIsNewsOnce() {
        shelf.take(arxiv("2409.00001", "On Tides"));
        assertThat(effects(titled("On Tides"))).isEqualTo(Map.of(Batch.Effect.CHANGED, 1));
        shelf.take(titled("On Tides"));
        assertThat(effects(titled("On Tides"))).isEqualTo(Map.of(Batch.Effect.UNCHANGED, 1));
        Listings withDoi = arxiv("2409.00001", "On Tides").withDoi("10.1000/tides");
        assertThat(effects(withDoi)).isEqualTo(Map.of(Batch.Effect.CHANGED, 1));
        shelf.take(withDoi);
        assertThat(effects(withDoi)).isEqualTo(Map.of(Batch.Effect.UNCHANGED, 1));
    }

    @Test
    void neverPublishesAMergedKeyThatWasNeverPublished() {
        List<Paper> events = shelf.take(titled("On Tides"), arxiv("2409.00001", "On Tides"));
        assertThat(events).singleElement().extracting(Paper::id).isEqualTo(X);
    }

    @Test
    void asksAboutArxivPapersWithoutCategories() {
        shelf.take(arxiv("2409.00001", "On Tides").from(SourceRichness.HUGGING_FACE));
        assertThat(shelf.paper(X).isIncomplete()).isTrue();
        shelf.take(arxiv("2409.00001", "On Tides").in("cs.LG"));
        assertThat(shelf.paper(X).isIncomplete()).isFalse();
    }

    /** A listing in small: there are few papers, so that identities and titles meet. */
    private record Seen(Identity by, int arxivId, int doiId, int titleId, SourceRichness richness) {

        private enum Identity {
            TITLE,
            DOI,
            ARXIV,
            ARXIV_AND_DOI
        }

        Listing listing() {
            String arxiv = "2409.0000" + arxivId;
            String named = "10.1000/" + doiId;
            String words = "Title " + titleId;
            Listings listing =
                    switch (by) {
                        case TITLE -> titled(words);
                        case DOI -> doi(named, words);
                        case ARXIV -> arxiv(arxiv, words);
                        case ARXIV_AND_DOI -> arxiv(arxiv, words).withDoi(named);
                    };
            return listing.from(richness).build();
        }
    }

    private static Gen<Seen> seen() {
        Gen<Seen.Identity> identities = Generate.enumValues(Seen.Identity.class);
        Gen<Integer> papers = Generate.range(0, 3);
        Gen<Integer> dois = Generate.range(0, 2);
        Gen<SourceRichness> richnesses = Generate.enumValues(SourceRichness.class);
        return in ->
                new Seen(
                        identities.generate(in),
                        papers.generate(in),
                        dois.generate(in),
                        papers.generate(in),
                        richnesses.generate(in));
    }

    @Test
    void holdsItsRulesForWhateverComesInWhateverOrder() {
        Properties.examples(300)
                .forAll(Properties.lists(Properties.lists(seen(), 1, 6), 1, 8))
                .checkAssert(batches -> {
                    Shelf random = new Shelf();
                    List<Listing> all = new ArrayList<>();
                    for (List<Seen> batch : batches) {
                        List<Listing> listings = batch.stream().map(Seen::listing).toList();
                        all.addAll(listings);
                        random.take(listings);
                    }
                    assertSound(random);
                    assertQuiet(random, all);
                });
    }

    private static void assertSound(Shelf shelf) {
        shelf.aliases.forEach((key, paper) -> {
            assertThat(key.isArxiv()).as("%s is an alias", key).isFalse();
            assertThat(shelf.paper(paper).mergedInto())
                    .as("%s stands for a merged paper", key)
                    .isNull();
            assertThat(shelf.paper(paper).aliases()).contains(key);
        });
        shelf.papers
                .values()
                .forEach(paper -> {
                    if (paper.mergedInto() != null) {
                        assertThat(shelf.aliases).containsKey(paper.id());
                    }
                });
        Map<PaperId, Long> revisions = new java.util.HashMap<>();
        for (Paper paper : shelf.published) {
            assertThat(paper.revision()).isGreaterThan(revisions.getOrDefault(paper.id(), 0L));
            revisions.put(paper.id(), paper.revision());
        }
        shelf.papers.forEach((id, paper) -> assertThat(shelf.last(id)).isEqualTo(paper.asPaper()));
    }

    /**
     * Sourced again one by one until they come to rest, as pollers do; then nothing is published.
     */
    private static void assertQuiet(Shelf shelf, List<Listing> all) {
        List<Listing> last = new ArrayList<>();
        Map<String, Listing> perSource = new java.util.LinkedHashMap<>();
        all.forEach(l -> perSource.put(shelf.resolve(l.id().value()) + " " + l.richness(), l));
        last.addAll(perSource.values());
        shelf.take(last);
        shelf.take(last);
        assertThat(shelf.take(last)).isEmpty();
        assertSound(shelf);
    }
}
