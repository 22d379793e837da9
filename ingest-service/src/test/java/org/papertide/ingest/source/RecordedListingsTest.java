package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Listings recorded from the services; skipped where the recordings are not beside the checkout.
 */
class RecordedListingsTest {

    private static final Path DATA =
            Path.of(System.getProperty("papertide.root", "."), "../shared/data");

    @Test
    void readsThePapersPage() {
        ParsedListings page = read(DATA.resolve("papers-page.txt"));

        assertThat(page.listings()).hasSize(119);
        assertThat(page.refused()).isEmpty();
        assertThat(page.flaw()).isNull();
        assertThat(page.listings().getFirst().title()).startsWith("How JEPA Avoids Noisy Features");
        assertThat(page.listings().getLast().title())
                .isEqualTo("Deep contextualized word representations");
    }

    @ParameterizedTest
    @CsvSource({
        "hf/raw_api/api-2404589803, 5835, 12478",
        "hf/raw_api/api-jeongiin, 5286, 11758",
        "arxiv/atom/pages_2026, 2307, 0",
        "arxiv/atom/recorded_arxiv.py/body, 221, 0",
        "arxiv/daily_listings_jsonl, 1986, 0",
        "arxiv/kaggle, 710, 0",
        "arxiv/oai/full_harvest_cs_2016, 40000, 0",
        "arxiv/oai/hepcrawl_arXiv, 30, 0",
        "arxiv/oai/rendered_official_2025, 1536, 0",
        "arxiv/rss, 691, 0"
    })
    void refusesNoRecordedPaper(String folder, int papers, int readings) {
        List<ParsedListings> all = readAll(DATA.resolve(folder));

        assertThat(all).flatMap(ParsedListings::refused).isEmpty();
        assertThat(all.stream().mapToInt(told -> told.listings().size()).sum()).isEqualTo(papers);
        assertThat(all.stream().mapToInt(told -> told.readings().size()).sum()).isEqualTo(readings);
        assertThat(all)
                .filteredOn(told -> told.flaw() != null)
                .extracting(told -> told.kind())
                .isSubsetOf(
                        UnreadableListingException.Flaw.ERROR_ANSWER,
                        UnreadableListingException.Flaw.UNKNOWN_FORMAT);
    }

    @Test
    void knowsMostWithdrawnPapers() {
        ParsedListings told = read(DATA.resolve("arxiv/oai/withdrawn_records_cs_2016.xml"));

        assertThat(told.listings()).hasSize(852);
        assertThat(told.listings().stream().filter(paper -> Boolean.TRUE.equals(paper.withdrawn())))
                .hasSizeGreaterThan(800);
    }

    private static List<ParsedListings> readAll(Path folder) {
        Assumptions.assumeTrue(Files.isDirectory(folder), "no recordings at " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".log"))
                    .sorted()
                    .map(RecordedListingsTest::read)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ParsedListings read(Path file) {
        Assumptions.assumeTrue(Files.isRegularFile(file), "no recording at " + file);
        try (InputStream in = Files.newInputStream(file)) {
            return ParsedListings.by(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
