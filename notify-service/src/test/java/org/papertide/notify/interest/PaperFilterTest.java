package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Category;
import org.papertide.events.Links;
import org.papertide.events.PaperSummary;
import org.papertide.notify.SampleEvents;
import org.papertide.testing.Growth;
import org.papertide.testing.SamplePaper;

class PaperFilterTest {

    private static boolean passes(
            PaperSummary paper,
            List<String> categories,
            List<String> include,
            List<String> exclude,
            List<String> authors,
            @Nullable Double minimum) {
        return new PaperFilter(
                        new Interest(
                                Frequency.DAILY,
                                ZoneOffset.UTC,
                                8,
                                categories,
                                include,
                                exclude,
                                authors,
                                minimum,
                                10))
                .passes(new SearchedPaper(paper), 5);
    }

    private static boolean includes(String title, String word) {
        return passes(
                SampleEvents.paper(1, title), List.of(), List.of(word), List.of(), List.of(), null);
    }

    @ParameterizedTest
    @CsvSource({
        "cs, cs.LG, true",
        "CS.lg, cs.LG, true",
        "math, math-ph, false",
        "cs.L, cs.LG, false",
        "cs.LG, cs, false"
    })
    void takesAnArchiveAsAllItsCategories(String wanted, String own, boolean passes) {
        assertThat(Category.isWithin(own, wanted)).isEqualTo(passes);
        assertThat(Category.withArchives(own))
                .as("as a search has it")
                .matches(names -> names.stream().anyMatch(wanted::equalsIgnoreCase) == passes);
    }

    private static boolean hasAuthor(String name) {
        return passes(
                SampleEvents.paper(1, "Tides"),
                List.of(),
                List.of(),
                List.of(),
                List.of(name),
                null);
    }

    @Test
    void findsWordsAndPhrasesAtWordBoundaries() {
        assertThat(includes("Agents at sea", "agent")).isTrue();
        assertThat(includes("Multi-agent tides", "Agent")).isTrue();
        assertThat(includes("Reagent chemistry", "agent")).isFalse();
        assertThat(includes("A survey of large language models", "large  language model")).isTrue();
        assertThat(includes("A diffusion model of tides", "diffusion models")).isTrue();
        assertThat(includes("A theory of tides", "theories")).isTrue();
        assertThat(includes("One process", "processes")).isTrue();
        assertThat(includes("New tides", "news")).isFalse();
        assertThat(includes("Logistic regression", "logistics")).isFalse();
        assertThat(includes("Semantic segmentation", "semantics")).isFalse();
        assertThat(includes("Dynamic programming", "dynamics")).isFalse();
        assertThat(includes("A metric of tides", "metrics")).isTrue();
        assertThat(includes("One arc", "great arcs")).isFalse();
        assertThat(includes("The great arc", "great arcs")).isFalse();
        assertThat(includes("A public disc", "discs")).isTrue();
        assertThat(includes("The cutting-edge", "cuttings")).isTrue();
        assertThat(includes("Los", "loss")).isFalse();
        assertThat(includes("심층 강화학습을 위한 방법", "강화학습")).isTrue();
        assertThat(includes("심층 강화학습을 위한 방법", "심층 강화학습")).isTrue();
        assertThat(includes("비강화학습", "강화학습")).isFalse();
        assertThat(includes("Poincaré maps", "poincare")).isTrue();
        assertThat(includes("Programming in C++", "c++")).isTrue();
        assertThat(includes("大規模言語モデル", "言語")).isTrue();
        assertThat(includes("大規模言語モデル", "モデル")).isTrue();
        assertThat(includes("แบบจำลองภาษาขนาดใหญ่", "ภาษา")).isTrue();
        assertThat(includes("大規模言語モデル", "モダン")).isFalse();
        assertThat(includes("Tides", "---")).isFalse();
    }

    @Test
    void findsTheEnglishPluralOfAWord() {
        assertThat(includes("Studies of LLMs", "llm")).isTrue();
        assertThat(includes("Studies of LLMs", "study")).isTrue();
        assertThat(includes("Case studies", "case study")).isTrue();
        assertThat(includes("Classes and boxes", "class")).isTrue();
        assertThat(includes("Classes and boxes", "box")).isTrue();
        assertThat(includes("Arrays", "array")).isTrue();
        assertThat(includes("Theories", "theorie")).isTrue();
        assertThat(includes("Studied", "study")).isFalse();
        assertThat(includes("Gases", "ga")).isFalse();
    }

    @Test
    void takesLettersForWhatMostKeyboardsHave() {
        assertThat(isBy("S\u00f8ren Kierkegaard", "Soren Kierkegaard")).isTrue();
        assertThat(isBy("Micha\u0142 \u0141ojasiewicz", "michal lojasiewicz")).isTrue();
        assertThat(isBy("Soren Kierkegaard", "S\u00f8ren Kierkegaard")).isTrue();
        assertThat(includes("A Stra\u00dfe", "strasse")).isTrue();
        assertThat(includes("I\u015eIK", "\u0131\u015f\u0131k")).isTrue();
        assertThat(includes("C\u00e6sar and \u0152uvres", "caesar")).isTrue();
    }

    /** Joiners and the like, which come with a text that was copied, and which nobody types. */
    @ParameterizedTest
    @ValueSource(ints = {0x200C, 0x200D, 0x034F, 0xFE0F, 0x115F, 0x3164, 0xE0100})
    void findsAWordWithSignsInItThatNobodySees(int sign) {
        String unseen = Character.toString(sign);
        assertThat(includes("On trans" + unseen + "formers", "transformer")).isTrue();
        assertThat(includes("On transformers", "trans" + unseen + "former")).isTrue();
        assertThat(isBy("Ada Qu" + unseen + "ark", "ada quark")).isTrue();
    }

    /** A mark that makes another letter is no accent. */
    @ParameterizedTest
    @CsvSource({
        "パス, バス",
        "ハス, パス",
        "ハス, バス",
        "か, が",
        "мои, мой",
        "їжак, іжак",
        "हिंदी, हदी",
        "कि, की",
        "ปา, ปี",
        "각, 가"
    })
    void tellsLettersApartThatAMarkMakesOthers(String written, String wanted) {
        assertThat(includes(written, wanted)).isFalse();
        assertThat(includes(wanted, written)).isFalse();
        assertThat(isBy(written, wanted)).isFalse();
        for (Normalizer.Form form : Normalizer.Form.values()) {
            assertThat(includes(written, Normalizer.normalize(written, form))).isTrue();
            assertThat(includes(Normalizer.normalize(wanted, form), wanted)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Poincaré, poincare",
        "Ångström, angstrom",
        "λόγος, ΛΟΓΟΣ",
        "ещё, еще",
        "Việt, viet",
        "שָׁלוֹם, שלום",
        "كِتَاب, كتاب",
        "ﾊﾞｽ, バス",
        "葛\udb40\udd00, 葛"
    })
    void findsWordsWithoutTheMarksThatMayBeLeftOut(String written, String wanted) {
        assertThat(includes(written, wanted)).isTrue();
        assertThat(includes(wanted, written)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Optimising neighbourhoods, optimizing neighborhood",
        "A behavioural programme, behavioral program",
        "Analysing the centre, analyzing the center",
        "Greyscale artefacts, grayscale artifact",
        "The $\\beta$-VAE, beta-VAE",
        "$\\ell_1$ norms, L1 norm",
        "Δ 7 and Δ7, delta-7"
    })
    void findsOtherSpellings(String written, String wanted) {
        assertThat(includes(written, wanted)).isTrue();
    }

    /** Each way of writing a number behind a word finds each other. */
    @Test
    void findsNumbersHoweverTheyFollowTheirWord() {
        Random random = new Random(7);
        List<String> between = List.of("", "-", " ", "\u2011", ".");
        for (int i = 0; i < 200; i++) {
            String word = List.of("GPT", "C++", "ResNet", "Llama", "C#", "\u0394").get(i % 6);
            String number = Integer.toString(random.nextInt(1, 5_000));
            String written = word + between.get(random.nextInt(5)) + number;
            String wanted = word + between.get(random.nextInt(5)) + number;
            assertThat(includes("On " + written + " at sea", wanted))
                    .as("%s by %s", written, wanted)
                    .isTrue();
            assertThat(includes("On " + written + " at sea", word)).as(written).isTrue();
            assertThat(includes("On " + written + "7 at sea", wanted)).as(written).isFalse();
            assertThat(includes("On Re" + written, wanted)).as(written).isFalse();
        }
        assertThat(includes("On GPT-4o", "GPT-4")).isFalse();
        assertThat(includes("Programming in C++20", "C++20")).isTrue();
    }

    @Test
    void findsNamesThatNeedNoSpaceWithAndWithoutIt() {
        for (String author : List.of("山田太郎", "山田 太郎", "山田　太郎")) {
            for (String wanted : List.of("山田太郎", "山田 太郎", "山田")) {
                assertThat(isBy(author, wanted)).as("%s by %s", author, wanted).isTrue();
            }
            assertThat(isBy(author, "山本太郎")).isFalse();
            assertThat(isBy(author, "太郎山")).isFalse();
        }
        assertThat(isBy("김철수", "김 철수")).isTrue();
        assertThat(isBy("김 철수", "김철수")).isTrue();
        assertThat(isBy("김철수", "김영희")).isFalse();
        assertThat(isBy("サトウ ヒロ", "サトウヒロ")).isTrue();
        assertThat(isBy("Taro Yamada", "TaroYamada")).isFalse();
    }

    @Test
    void searchesWhatIsShownAndNotItsLatex() {
        assertThat(includes("On G\\\"odel's incompleteness", "Gödel")).isTrue();
        assertThat(includes("Mu\\~noz and Erd\\H{o}s", "munoz")).isTrue();
        assertThat(includes("An $\\varepsilon$-net", "ε net")).isTrue();
        assertThat(includes("\\emph{Deep} learning", "emph")).isFalse();
        assertThat(includes("\\textbf{Deep learning}", "deep learning")).isTrue();
    }

    @Test
    void findsTheLiThatIsMeant() {
        assertThat(isBy("Wei Li", "L. Li")).isFalse();
        assertThat(isBy("Lei Li", "L. Li")).isTrue();
        assertThat(isBy("Li Lei", "L. Li")).isTrue();
        assertThat(isBy("Wei Li", "Li")).isTrue();
        assertThat(isBy("Wei Y. Li", "Wei Y. Li")).isTrue();
        assertThat(isBy("Wei Li", "Wei Y. Li")).isTrue();
        assertThat(isBy("Wei X. Li", "Wei Y. Li")).isFalse();
        assertThat(isBy("Jos\\'e Mu\\~noz", "José Muñoz")).isTrue();
    }

    private static boolean isBy(String author, String wanted) {
        PaperSummary paper =
                new PaperSummary(
                        SampleEvents.id(1),
                        "Tides",
                        List.of(author),
                        1,
                        null,
                        List.of(),
                        null,
                        Links.none(),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of(),
                        null);
        return passes(paper, List.of(), List.of(), List.of(), List.of(wanted), null);
    }

    /** A mail shows 600 characters; a phrase, or its LaTeX, may stand across their end. */
    @Test
    void searchesTheWholeAbstract() {
        for (int before : new int[] {560, 585, 590, 600, 19_900}) {
            PaperSummary paper =
                    PaperSummary.of(
                            SamplePaper.of(SampleEvents.id(1), Instant.EPOCH)
                                    .abstractText(
                                            "tide ".repeat(before / 5)
                                                    + "of the \\emph{spring} neap moons")
                                    .build());
            for (String word : List.of("spring neap", "moon")) {
                assertThat(includes(paper, word)).as("%s behind %d", word, before).isTrue();
                assertThat(passes(paper, List.of(), List.of(), List.of(word), List.of(), null))
                        .as("without %s behind %d", word, before)
                        .isFalse();
            }
            assertThat(includes(paper, "emph")).isFalse();
            assertThat(includes(paper, "ebb")).isFalse();
        }
    }

    private static boolean includes(PaperSummary paper, String word) {
        return passes(paper, List.of(), List.of(word), List.of(), List.of(), null);
    }

    @Test
    void findsEveryAuthorOfThousands() {
        PaperSummary paper = byThousands(5_000);
        assertThat(paper.authors()).hasSize(10);
        assertThat(isBy(paper, "Ada Number0")).isTrue();
        assertThat(isBy(paper, "A. Number4999")).isTrue();
        assertThat(isBy(paper, "Number5000")).isFalse();
        assertThat(isBy(paper, "B. Number4999")).isFalse();
    }

    /** Also a wanted name whose words all occur, though no author has both. */
    @Test
    void readsTheAuthorsOfAPaperOnceForAllFilters() {
        PaperFilter filter = authorFilter("Number1 Number2");
        Growth.assertLinear(
                2_000,
                PaperFilterTest::byThousands,
                paper -> assertThat(filter.passes(new SearchedPaper(paper), 1)).isFalse());
        SearchedPaper paper = new SearchedPaper(byThousands(5_000));
        Growth.assertLinear(
                2_000,
                count -> count,
                count -> {
                    for (int i = 0; i < count; i++) {
                        assertThat(authorFilter("Nobody" + i).passes(paper, 1)).isFalse();
                    }
                });
    }

    private static PaperSummary byThousands(int count) {
        List<String> authors =
                IntStream.range(0, count).mapToObj(number -> "Ada Number" + number).toList();
        return SamplePaper.of(SampleEvents.id(1), Instant.EPOCH).authors(authors).summary();
    }

    private static boolean isBy(PaperSummary paper, String name) {
        return authorFilter(name).passes(new SearchedPaper(paper), 5);
    }

    private static PaperFilter authorFilter(String name) {
        return new PaperFilter(
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(name),
                        null,
                        10));
    }

    @Test
    void looksIntoTheAbstractToo() {
        assertThat(includes("Tides", "attention")).isTrue();
    }

    @Test
    void excludes() {
        assertThat(
                        passes(
                                SampleEvents.paper(1, "A survey of tides"),
                                List.of(),
                                List.of("tide"),
                                List.of("survey"),
                                List.of(),
                                null))
                .isFalse();
    }

    @Test
    void findsAuthorsByNameSurnameOrInitial() {
        assertThat(hasAuthor("jose flow")).isTrue();
        assertThat(hasAuthor("Ebb")).isTrue();
        assertThat(hasAuthor("A. Ebb")).isTrue();
        assertThat(hasAuthor("B. Ebb")).isFalse();
        assertThat(hasAuthor("Ada Flow")).isFalse();
        assertThat(hasAuthor("E. Ebb")).isFalse();
        assertThat(hasAuthor("Ebb A.")).isTrue();
        assertThat(hasAuthor("Ebb, A.")).isTrue();
        assertThat(hasAuthor("Ada B. Ebb")).isTrue();
    }

    /** They would let nearly every paper pass; a list of before may hold some beside names. */
    @Test
    void findsNobodyByInitialsAlone() {
        assertThat(hasAuthor("A.")).isFalse();
        assertThat(hasAuthor("A. E.")).isFalse();
        assertThat(isBy("Wei Li", "A.")).isFalse();
        assertThat(isBy("L. Wei", "Li")).isFalse();
    }

    @Test
    void comparesCategoriesAndScore() {
        PaperSummary paper = SampleEvents.paper(1, "Tides");
        assertThat(passes(paper, List.of("STAT.ml"), List.of(), List.of(), List.of(), 5.0))
                .isTrue();
        assertThat(passes(paper, List.of("cs.CL"), List.of(), List.of(), List.of(), null))
                .isFalse();
        assertThat(passes(paper, List.of(), List.of(), List.of(), List.of(), 5.1)).isFalse();
    }

    @Test
    void doesNotMatchACategoryThatIsNotKnown() {
        PaperSummary unknown =
                SamplePaper.of(SampleEvents.id(1), Instant.EPOCH).title("Tides").summary();
        assertThat(passes(unknown, List.of("cs.LG"), List.of(), List.of(), List.of(), null))
                .isFalse();
        assertThat(passes(unknown, List.of(), List.of(), List.of(), List.of(), null)).isTrue();
    }
}
