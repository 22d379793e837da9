package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperSummaryTest {

    @Test
    void boundsEveryPart() {
        PaperSummary summary =
                PaperSummary.of(
                        paper(
                                "word ".repeat(400),
                                "An abstract. ".repeat(1500),
                                Collections.nCopies(3000, "A. " + "u".repeat(250))));
        assertThat(summary.title()).hasSizeLessThanOrEqualTo(300).endsWith("word…");
        assertThat(summary.abstractText()).hasSizeLessThanOrEqualTo(600).endsWith("…");
        assertThat(summary.authors()).hasSize(10).allMatch(author -> author.length() <= 100);
        assertThat(summary.authorCount()).isEqualTo(3000);
    }

    @Test
    void carriesEveryAuthorForFiltersExceptInRankings() {
        List<String> authors =
                IntStream.range(0, 5_000).mapToObj(number -> "Author Number " + number).toList();

        PaperSummary summary = PaperSummary.of(Samples.by(authors));

        assertThat(summary.authors()).isEqualTo(authors.subList(0, 10));
        assertThat(summary.moreAuthors()).isEqualTo(authors.subList(10, 5_000));
        assertThat(summary.forRanking().authors()).isEqualTo(summary.authors());
        assertThat(summary.forRanking().moreAuthors()).isEmpty();
        assertThat(summary.forRanking().abstractText()).isNull();
    }

    /** Whatever stands where it is cut: a space, a word, or a sign of two characters. */
    @ParameterizedTest
    @ValueSource(strings = {"We measure the tide.  ", "\u6f6e", "\ud835\udcaf", "$x$ and\n"})
    void carriesTheWholeAbstractForFiltersExceptInRankings(String piece) {
        String text = "A" + piece.repeat(Bounds.MAX_ABSTRACT / piece.length() - 1);

        PaperSummary summary = PaperSummary.of(paper("Tides", text, List.of()));

        assertThat(summary.abstractText()).hasSizeBetween(550, 600).endsWith("…");
        assertThat(summary.wholeAbstract()).isEqualTo(text);
        assertThat(EventJson.mapper().convertValue(summary, PaperSummary.class)).isEqualTo(summary);
        assertThat(summary.asShown().wholeAbstract()).isEqualTo(summary.abstractText());
        assertThat(summary.forRanking().moreAbstract()).isNull();
    }

    @Test
    void carriesNothingMoreOfAShortAbstract() {
        String text = "x".repeat(PaperSummary.MAX_ABSTRACT);
        PaperSummary summary = PaperSummary.of(paper("Tides", text, List.of()));
        assertThat(summary.moreAbstract()).isNull();
        assertThat(summary.wholeAbstract()).isEqualTo(text);
        assertThat(PaperSummary.of(paper("Tides", null, List.of())).wholeAbstract()).isNull();
    }

    /** The texts that take most bytes: in UTF-8, and escaped in JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"u", "\u6f6e", "\u0001", "\""})
    void fitsTheTopicsWhateverTheNamesAndTheAbstract(String letter) {
        List<String> authors =
                IntStream.range(0, Bounds.MAX_AUTHORS)
                        .mapToObj(number -> "A " + letter.repeat(250))
                        .toList();
        PaperSummary summary =
                PaperSummary.of(Samples.about(authors, letter.repeat(Bounds.MAX_ABSTRACT)));
        assertThat(summary.moreAuthors()).hasSizeBetween(1_990, 2_010);
        Score score = new Score(summary, 1, Map.of(), Samples.reasons(), Samples.AT, "1");
        Breakout breakout = new Breakout(summary, 61.5, 40, 1, Samples.reasons(), Samples.AT);
        int room = Topic.SCORES.maxRecordBytes() / 4 * 3;
        assertThat(EventCodec.SCORE.encode(score)).hasSizeLessThan(room);
        assertThat(EventCodec.BREAKOUT.encode(breakout)).hasSizeLessThan(room);
        assertThat(EventCodec.SCORE.decode(EventCodec.SCORE.encode(score)))
                .isEqualTo(new Decoded.Event<>(score));
    }

    @Test
    void neverCutsACharacterInTwo() {
        PaperSummary summary = PaperSummary.of(paper("𝒯".repeat(400), null, List.of()));
        assertThat(summary.title().codePoints().filter(c -> c != '…'))
                .allMatch(c -> c == "𝒯".codePointAt(0));
    }

    @Test
    void knowsItsCategoriesWhateverTheirCase() {
        PaperSummary summary = PaperSummary.of(Samples.paper());
        assertThat(summary.isIn("stat.ml")).isTrue();
        assertThat(summary.isIn("cs.AI")).isFalse();
    }

    /** Whatever a copy does not change it has, also fields of the future. */
    @Test
    void losesNothingInACopy() throws ReflectiveOperationException {
        List<String> authors = Collections.nCopies(12, "Ada Marsh");
        PaperSummary whole = PaperSummary.of(Samples.about(authors, "We show it. ".repeat(60)));
        Map<PaperSummary, Set<String>> copies =
                Map.of(
                        whole.withAbstract("Another."), Set.of("abstractText", "moreAbstract"),
                        whole.withAbstract(null), Set.of("abstractText", "moreAbstract"),
                        whole.asShown(), Set.of("moreAuthors", "moreAbstract"),
                        whole.withCategories(List.of("cs.CL")), Set.of("categories"),
                        whole.withoutLinksAndAliases(), Set.of("links", "aliases"),
                        whole.forRanking(), Set.of("abstractText", "moreAuthors", "moreAbstract"));
        for (RecordComponent field : PaperSummary.class.getRecordComponents()) {
            Object value = field.getAccessor().invoke(whole);
            assertThat(value).as(field.getName()).isNotIn(null, List.of(), Links.none());
            for (Map.Entry<PaperSummary, Set<String>> copy : copies.entrySet()) {
                Object copied = field.getAccessor().invoke(copy.getKey());
                if (copy.getValue().contains(field.getName())) {
                    assertThat(copied).as(field.getName()).isNotEqualTo(value);
                } else {
                    assertThat(copied).as(field.getName()).isEqualTo(value);
                }
            }
        }
    }

    private static Paper paper(String title, @Nullable String text, List<String> authors) {
        return new Paper(
                Samples.ID,
                1,
                null,
                title,
                text,
                authors,
                List.of(),
                null,
                Links.none(),
                null,
                null,
                null,
                null,
                PaperStatus.LISTED,
                null,
                List.of(),
                "test",
                null,
                null,
                null,
                null);
    }
}
