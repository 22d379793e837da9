package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ingest.catalogue.Listings.arxiv;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;
import org.papertide.events.Links;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class MergedMetadataTest {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    @Test
    void keepsWhatTheRicherSourceListsWhateverTheOrder() {
        MergedMetadata rich =
                facts(arxiv("2409.01234", "By Raw").from(SourceRichness.ARXIV_RAW), 0);
        MergedMetadata poor = facts(arxiv("2409.01234", "By Page").from(SourceRichness.PAGE), 1);
        assertThat(rich.with(poor).title().value()).isEqualTo("By Raw");
        assertThat(poor.with(rich).title().value()).isEqualTo("By Raw");
    }

    @Test
    void ranksEverySourceAsTheArchitectureSays() {
        MergedMetadata joined = facts(arxiv("2409.01234", "PAGE").from(SourceRichness.PAGE), 0);
        for (SourceRichness richness : SourceRichness.values()) {
            joined = joined.with(facts(arxiv("2409.01234", richness.name()).from(richness), 0));
            assertThat(joined.title().value()).isEqualTo(richness.name());
        }
        assertThat(List.of(SourceRichness.values()))
                .containsSubsequence(
                        SourceRichness.PAGE,
                        SourceRichness.HUGGING_FACE,
                        SourceRichness.RSS,
                        SourceRichness.OAI,
                        SourceRichness.ATOM,
                        SourceRichness.ARXIV_RAW);
    }

    @Test
    void neverErasesWithWhatIsAbsent() {
        MergedMetadata poor =
                facts(arxiv("2409.01234", "T").withAbstract("A").from(SourceRichness.PAGE), 0);
        MergedMetadata rich = facts(arxiv("2409.01234", "T").from(SourceRichness.ARXIV_RAW), 1);
        MergedMetadata both = poor.with(rich);
        assertThat(both.abstractText()).isEqualTo(new Sourced<>("A", SourceRichness.PAGE, null));
    }

    @Test
    void letsTheSameSourceCorrectItself() {
        MergedMetadata first = facts(arxiv("2409.01234", "Typo"), 0);
        MergedMetadata second = facts(arxiv("2409.01234", "Title"), 1);
        assertThat(first.with(second).title().value()).isEqualTo("Title");
        assertThat(second.with(first).title().value()).isEqualTo("Title");
    }

    @Test
    void letsAPoorerSourceTellOfANewerVersion() {
        MergedMetadata raw =
                facts(arxiv("2409.01234", "Old").version(1).from(SourceRichness.ARXIV_RAW), 0);
        MergedMetadata rss =
                facts(arxiv("2409.01234", "New").version(2).from(SourceRichness.RSS), 1);
        MergedMetadata both = raw.with(rss);
        assertThat(both.title().value()).isEqualTo("New");
        assertThat(both.version()).isEqualTo(2);
        // What was listed of the older version does not come back.
        assertThat(both.with(raw).title().value()).isEqualTo("New");
    }

    @Test
    void keepsTheFirstListing() {
        MergedMetadata later = facts(arxiv("2409.01234", "T").listed("2025-12-03T00:00:00Z"), 0);
        MergedMetadata earlier = facts(arxiv("2409.01234", "T").listed("2025-12-01T00:00:00Z"), 1);
        assertThat(later.with(earlier).listed()).isEqualTo("2025-12-01T00:00:00Z");
        assertThat(earlier.with(later).listed()).isEqualTo("2025-12-01T00:00:00Z");
    }

    /** What a source lists; version 0 is none. */
    private record Source(SourceRichness richness, int version) {

        MergedMetadata facts(int number) {
            Listings listing = arxiv("2409.01234", "T" + number).from(richness);
            return MergedMetadataTest.facts(
                    version == 0 ? listing : listing.version(version), number);
        }
    }

    private static Gen<List<Source>> sources() {
        Gen<SourceRichness> richnesses = Generate.enumValues(SourceRichness.class);
        Gen<Integer> versions = Generate.range(0, 3);
        return Properties.lists(
                in -> new Source(richnesses.generate(in), versions.generate(in)), 1, 6);
    }

    @Test
    void comesToRestWhateverIsRepeatedInWhateverOrder() {
        Properties.examples(200)
                .forAll(sources(), Properties.lists(Properties.orders(), 4, 4))
                .checkAssert((sources, orders) -> {
                    List<MergedMetadata> metadata = new ArrayList<>();
                    sources.forEach(source -> metadata.add(source.facts(metadata.size())));
                    MergedMetadata known = metadata.getFirst();
                    for (Properties.Order order : orders) {
                        order.of(metadata);
                        for (MergedMetadata other : metadata) {
                            known = known.with(other);
                        }
                    }
                    for (MergedMetadata other : metadata) {
                        assertThat(known.with(other).sameAs(known)).isTrue();
                    }
                });
    }

    @Test
    void survivesItsJsonForm() throws Exception {
        MergedMetadata facts =
                facts(
                        arxiv("2409.01234", "T")
                                .withAbstract("A")
                                .in("cs.LG", "cs.AI")
                                .version(2)
                                .listed("2025-12-01T00:00:00Z"),
                        0);
        String json = EventJson.mapper().writeValueAsString(facts);
        assertThat(EventJson.mapper().readValue(json, MergedMetadata.class)).isEqualTo(facts);
    }

    @Test
    void cutsAuthorsThatWouldNotFitIntoARecord() {
        List<String> authors = Collections.nCopies(6_000, "A Name Of Thirty Characters ....");
        Listing listing =
                arxiv("2409.01234", "T").withAbstract("x".repeat(20_000)).by(authors).build();
        Sourced<List<String>> kept = MergedMetadata.of(listing, AT).authors();
        assertThat(kept).isNotNull();
        assertThat(kept == null ? 0 : kept.value().size()).isBetween(3_000, 4_000);
    }

    /** A name counts with three bytes more, what JSON needs: 1,200 names of 97 fill the room. */
    @Test
    void authorsThatJustFitStay() {
        List<String> fit = Collections.nCopies(1_200, "x".repeat(97));
        List<String> tooMany = Collections.nCopies(1_201, "x".repeat(97));
        assertThat(authors(fit)).isEqualTo(fit);
        assertThat(authors(tooMany)).isEqualTo(fit);
    }

    private static @Nullable List<String> authors(List<String> names) {
        Sourced<List<String>> kept = metadata(names, Links.none()).authors();
        return kept == null ? null : kept.value();
    }

    private static MergedMetadata metadata(List<String> authors, Links links) {
        Listing listing = arxiv("2409.01234", "T").by(authors).linkedTo(links).build();
        return MergedMetadata.of(listing, AT);
    }

    @Test
    void addressesThatAreNotMeantForPeopleAreLeftOut() {
        String host = "https://example.org/";
        URI longest = URI.create(host + "x".repeat(2_000 - host.length()));
        URI longer = URI.create(longest + "x");
        MergedMetadata known =
                metadata(List.of(), new Links(longest, longer, longest, longer, longest));
        assertThat(known.page()).isEqualTo(new Sourced<>(longest, SourceRichness.ATOM, null));
        assertThat(known.pdf()).isNull();
        assertThat(known.discussion()).isNotNull();
        assertThat(known.code()).isNull();
        assertThat(known.project()).isNotNull();
        assertThat(known.authors()).isNull();
    }

    @Test
    void isTheSameIfOnlyTheTimesOfTheMentionsDiffer() {
        MergedMetadata once = facts(arxiv("2409.01234", "T"), 0);
        assertThat(once.sameAs(facts(arxiv("2409.01234", "T"), 5))).isTrue();
        assertThat(once.sameAs(facts(arxiv("2409.01234", "S"), 0))).isFalse();
        assertThat(once.sameAs(facts(arxiv("2409.01234", "T").from(SourceRichness.PAGE), 0)))
                .isFalse();
    }

    @Test
    void namesTheRichestSourceThatMentionsIt() {
        MergedMetadata page = facts(arxiv("2409.01234", "T").from(SourceRichness.PAGE), 0);
        MergedMetadata raw = facts(arxiv("2409.01234", "T").from(SourceRichness.ARXIV_RAW), 1);
        assertThat(page.richestSource()).isEqualTo("page");
        assertThat(page.with(raw).richestSource()).isEqualTo("arxiv_raw");
        assertThat(raw.with(page).richestSource()).isEqualTo("arxiv_raw");
    }

    @Test
    void knowsTheHighestVersionThatAnyoneListed() {
        MergedMetadata none = facts(arxiv("2409.01234", "T"), 0);
        MergedMetadata two = facts(arxiv("2409.01234", "T").version(2), 1);
        MergedMetadata three = facts(arxiv("2409.01234", "T").version(3), 2);
        assertThat(none.with(none).version()).isNull();
        assertThat(none.with(two).version()).isEqualTo(2);
        assertThat(two.with(none).version()).isEqualTo(2);
        assertThat(three.with(two).version()).isEqualTo(3);
        assertThat(two.with(three).version()).isEqualTo(3);
    }

    /** Of equally rich sources the later telling wins; at the same instant that which comes. */
    @Test
    void remembersWhenEachSourceLastToldOfIt() {
        MergedMetadata first = facts(arxiv("2409.01234", "First"), 1);
        MergedMetadata same = facts(arxiv("2409.01234", "Same"), 1);
        MergedMetadata earlier = facts(arxiv("2409.01234", "Earlier"), 0);
        assertThat(first.with(same).title().value()).isEqualTo("Same");
        assertThat(first.with(earlier).title().value()).isEqualTo("First");
        assertThat(first.with(earlier).mentions().values())
                .extracting(SourceMention::at)
                .containsExactly(AT.plusSeconds(1));
        assertThat(earlier.with(first).mentions().values())
                .extracting(SourceMention::at)
                .containsExactly(AT.plusSeconds(1));
    }

    private static MergedMetadata facts(Listings listing, int secondsLater) {
        return MergedMetadata.of(listing.build(), AT.plusSeconds(secondsLater));
    }
}
