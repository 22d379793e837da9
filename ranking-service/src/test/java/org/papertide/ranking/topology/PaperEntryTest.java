package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.ranking.model.BreakoutState;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.testing.SamplePaper;

class PaperEntryTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");
    private static final int MOST = 16 * 1024;

    /** A paper of the longest texts; the address of its project makes it as long as it is to be. */
    private static Paper longest(int address) {
        return SamplePaper.of(Samples.id(1), AT)
                .title("\u6f6e".repeat(PaperSummary.MAX_TITLE))
                .abstractText("\u6f6e".repeat(PaperSummary.MAX_ABSTRACT))
                .authors(Collections.nCopies(10, "\u6f6e".repeat(PaperSummary.MAX_AUTHOR)))
                .categories("cs.LG", "cs.CL")
                .aliases(Collections.nCopies(8, new PaperId("doi:10.1000/" + "x".repeat(100))))
                .links(new Links(link(2048), link(2048), link(2048), link(2048), link(address)))
                .build();
    }

    private static URI link(int length) {
        String host = "https://example.org/";
        return URI.create(host + "x".repeat(length - host.length()));
    }

    private static int length(Paper paper) {
        return PaperEntry.json(PaperSummary.of(paper)).length;
    }

    @Test
    void aTextOf16KilobytesStaysAndALongerOneLosesWhatMadeItSo() {
        int fits = 1_000 + MOST - length(longest(1_000));
        assertThat(length(longest(fits))).isEqualTo(MOST);
        PaperSummary whole = PaperEntry.first(longest(fits), AT).summary();
        assertThat(whole).isEqualTo(PaperSummary.of(longest(fits)));

        PaperSummary cut = PaperEntry.first(longest(fits + 1), AT).summary();
        assertThat(cut.abstractText()).isNull();
        assertThat(cut.links()).isEqualTo(Links.none());
        assertThat(cut.aliases()).isEmpty();
        assertThat(cut.title()).isEqualTo(whole.title());
        assertThat(cut.authors()).isEqualTo(whole.authors());
        assertThat(cut.categories()).containsExactly("cs.LG", "cs.CL");
        assertThat(cut.primaryCategory()).isEqualTo("cs.LG");
        assertThat(cut.listed()).isEqualTo(AT);
    }

    @Test
    void aPaperOfThousandsOfAuthorsKeepsThemAndItsWholeAbstract() {
        List<String> authors =
                IntStream.range(0, 5_000).mapToObj(number -> "Author Number " + number).toList();
        Paper paper =
                SamplePaper.of(Samples.id(1), AT)
                        .abstractText("\u6f6e".repeat(20_000))
                        .authors(authors)
                        .build();
        PaperSummary kept = PaperEntry.fromBytes(PaperEntry.first(paper, AT).toBytes()).summary();
        assertThat(kept).isEqualTo(PaperSummary.of(paper));
        assertThat(kept.moreAuthors()).hasSize(4_990);
        assertThat(kept.wholeAbstract()).hasSize(20_000);
    }

    @Test
    void aRevisionKeepsWhenItWasFirstSeenAndItsBreakouts() {
        BreakoutState breakout = new BreakoutState(2, true, AT);
        PaperEntry revised =
                PaperEntry.first(Samples.paper(1, AT, "cs.LG"), AT.plusSeconds(7))
                        .withBreakout(breakout)
                        .revised(Samples.paper(1, 2, AT, PaperStatus.LISTED, null, "cs.CL"));
        assertThat(revised.revision()).isEqualTo(2);
        assertThat(revised.firstSeen()).isEqualTo(AT.plusSeconds(7));
        assertThat(revised.breakout()).isEqualTo(breakout);
        assertThat(revised.summary().categories()).containsExactly("cs.CL");
    }

    @Test
    void onlyAListedPaperHasAText() {
        PaperEntry gone =
                PaperEntry.first(Samples.paper(1, 3, AT, PaperStatus.WITHDRAWN, null), AT);
        assertThat(gone.summaryJson()).isEmpty();
        assertThat(gone.status()).isEqualTo(PaperStatus.WITHDRAWN);
        PaperEntry merged =
                PaperEntry.first(Samples.paper(1, 3, AT, PaperStatus.MERGED, Samples.id(2)), AT);
        assertThat(PaperEntry.fromBytes(merged.toBytes()).status()).isEqualTo(PaperStatus.MERGED);
    }

    private static PaperEntry entry(@Nullable Long followers, @Nullable Boolean participating) {
        PaperEntry plain = PaperEntry.first(Samples.paper(1, AT, "cs.LG"), AT.plusSeconds(7));
        return new PaperEntry(
                plain.revision(),
                plain.status(),
                plain.firstSeen(),
                plain.breakout(),
                followers,
                participating,
                plain.summaryJson());
    }

    @Test
    void whatIsUnknownStaysUnknownInTheStore() {
        for (Long followers : new @Nullable Long[] {null, 0L, 7L}) {
            for (Boolean participating : new @Nullable Boolean[] {null, true, false}) {
                PaperEntry stored = PaperEntry.fromBytes(entry(followers, participating).toBytes());
                assertThat(stored.submitterFollowers()).isEqualTo(followers);
                assertThat(stored.authorParticipating()).isEqualTo(participating);
                assertThat(stored.facts(stored.summary()))
                        .isEqualTo(
                                new PaperFacts(
                                        AT,
                                        AT.plusSeconds(7),
                                        "cs.LG",
                                        2,
                                        followers,
                                        participating));
            }
        }
    }

    @Test
    void noAuthorsMeansThatTheirNumberIsUnknown() {
        Paper anonymous = SamplePaper.of(Samples.id(1), AT).authors(List.of()).build();
        PaperEntry entry = PaperEntry.first(anonymous, AT);
        assertThat(entry.facts(entry.summary()).authors()).isNull();
    }
}
