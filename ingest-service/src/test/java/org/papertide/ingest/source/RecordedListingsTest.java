package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole files of listings: our own small ones in each source's format, and what was recorded from
 * the services, where that lies beside the checkout.
 */
class RecordedListingsTest {

    private static final Path OWN =
            Path.of(
                    URI.create(
                            String.valueOf(RecordedListingsTest.class.getResource("/listings"))));

    private static final Path RECORDED =
            Path.of(System.getProperty("papertide.root", "."), "../shared/data");

    /**
     * A folder of listing files, or one file.
     *
     * @param papers how many listings are in it
     * @param signals how many counts
     */
    record Sample(Path path, int papers, int signals) {

        @Override
        public String toString() {
            return path.toString();
        }
    }

    static Stream<Sample> samples() {
        return present(
                new Sample(OWN.resolve("atom"), 2, 0),
                new Sample(OWN.resolve("rss"), 2, 0),
                new Sample(OWN.resolve("oai"), 2, 0),
                new Sample(OWN.resolve("snapshot"), 2, 0),
                new Sample(OWN.resolve("daily"), 2, 0),
                new Sample(OWN.resolve("huggingface"), 2, 5),
                new Sample(RECORDED.resolve("hf/raw_api/api-2404589803"), 5835, 12478),
                new Sample(RECORDED.resolve("hf/raw_api/api-jeongiin"), 5286, 11758),
                new Sample(RECORDED.resolve("arxiv/atom/pages_2026"), 2307, 0),
                new Sample(RECORDED.resolve("arxiv/atom/recorded_arxiv.py/body"), 221, 0),
                new Sample(RECORDED.resolve("arxiv/daily_listings_jsonl"), 1986, 0),
                new Sample(RECORDED.resolve("arxiv/kaggle"), 710, 0),
                new Sample(RECORDED.resolve("arxiv/oai/full_harvest_cs_2016"), 40000, 0),
                new Sample(RECORDED.resolve("arxiv/oai/hepcrawl_arXiv"), 30, 0),
                new Sample(RECORDED.resolve("arxiv/oai/rendered_official_2025"), 1536, 0),
                new Sample(RECORDED.resolve("arxiv/rss"), 691, 0));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesNoPaper(Sample sample) {
        List<ParsedListings> all = readAll(sample.path());

        assertThat(all).flatMap(ParsedListings::refused).isEmpty();
        assertThat(all.stream().mapToInt(parsed -> parsed.listings().size()).sum())
                .isEqualTo(sample.papers());
        assertThat(all.stream().mapToInt(parsed -> parsed.signals().size()).sum())
                .isEqualTo(sample.signals());
        assertThat(all)
                .filteredOn(parsed -> parsed.flaw() != null)
                .extracting(parsed -> parsed.kind())
                .isSubsetOf(
                        UnreadableListingException.Flaw.ERROR_ANSWER,
                        UnreadableListingException.Flaw.UNKNOWN_FORMAT);
    }

    static Stream<Sample> pages() {
        return present(
                new Sample(OWN.resolve("papers-page.txt"), 3, 0),
                new Sample(RECORDED.resolve("papers-page.txt"), 119, 0));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void readsThePapersPage(Sample sample) {
        ParsedListings page = read(sample.path());

        assertThat(page.listings()).hasSize(sample.papers());
        assertThat(page.refused()).isEmpty();
        assertThat(page.flaw()).isNull();
        // The button's word is glued to the first title.
        assertThat(page.listings())
                .extracting(Listing::title)
                .doesNotContain("")
                .noneMatch(title -> title.startsWith("Subscribe"));
    }

    static Stream<Sample> withdrawn() {
        return present(
                new Sample(OWN.resolve("withdrawn.xml"), 3, 0),
                new Sample(RECORDED.resolve("arxiv/oai/withdrawn_records_cs_2016.xml"), 852, 0));
    }

    @ParameterizedTest
    @MethodSource("withdrawn")
    void knowsMostWithdrawnPapers(Sample sample) {
        ParsedListings parsed = read(sample.path());

        assertThat(parsed.listings()).hasSize(sample.papers());
        assertThat(
                        parsed.listings().stream()
                                .filter(paper -> Boolean.TRUE.equals(paper.withdrawn())))
                .hasSizeGreaterThan(sample.papers() * 6 / 10);
    }

    private static Stream<Sample> present(Sample... samples) {
        return Stream.of(samples)
                .filter(each -> each.path().startsWith(OWN) || Files.exists(each.path()));
    }

    private static List<ParsedListings> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".log"))
                    .sorted()
                    .map(RecordedListingsTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ParsedListings read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ParsedListings.by(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
