package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperSummary;
import org.papertide.notify.http.TestValidator;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.interest.Theme;
import org.papertide.testing.Growth;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.SampleQuery;

/** What a search asks for, its subscription asks for, or says that it does not. */
class SearchSubscriptionTest {

    private static SearchSubscription to(String text, @Nullable String category) {
        return SearchSubscription.of(
                SearchQuestion.read(text, null, category, Narrowing.NONE, null));
    }

    private static String filled(SearchSubscription to) {
        return "%s | %s | %s | %s | %s"
                .formatted(
                        to.about(),
                        String.join(", ", to.phrases()),
                        String.join("; ", to.authors()),
                        String.join(", ", to.categories()),
                        String.join(", ", to.like()));
    }

    /** About, phrase, author, categories, examples. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\'',
            value = {
                "category:cs.LG category:stat.ML > '|  |  | cs.LG, stat.ML |'",
                "tides category:cs.LG,stat.ML > 'tides |  |  | cs.LG, stat.ML |'",
                "author:“Ada Marsh” > '|  | Ada Marsh |  |'",
                "author:\"Marsh, Ada\" > '|  | Marsh, Ada |  |'",
                "\"deep phrase\" > '| deep phrase |  |  |'",
                "a \"deep phrase\" and 5\" > 'a deep phrase and 5 | deep phrase |  |  |'",
                "author: Saxe tides category: cs.LG > 'tides |  | Saxe | cs.LG |'",
                "au: \"Ada Marsh\" cat: cs.LG,math > '|  | Ada Marsh | cs.LG, math |'",
                "the author: none id:none category:<b > 'the author: none id:none category:<b |  |  |  |'",
                "Tides -Moons: a study > 'Tides Moons: a study |  |  |  |'",
                "BERT -A Survey > 'BERT A Survey |  |  |  |'",
                "co-author:x > 'co-author:x |  |  |  |'",
                "??? > '|  |  |  |'",
                "ａｕｔｈｏｒ：Saxe ｔｉｄｅｓ > 'tides |  | Saxe |  |'",
            })
    void asksForAllThatIsSearched(String text, String filled) {
        SearchSubscription to = to(text, null);
        assertThat(filled(to).strip()).isEqualTo(filled);
        assertThat(to.notes()).isEmpty();
    }

    /** As ranking-service reads it; what a subscription cannot leave out, a note says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "tides -moons > tides > moons > 1",
                "tides -\"salt marsh\" ANDNOT stars AND NOT ti:ebb > tides > salt marsh; stars; ebb > 1",
                "tides -author:Marsh -cat:cs.LG > tides >  > 1",
                "state-of-the-art tides at -3 degrees > state-of-the-art tides at -3 degrees >  > 0",
                "-moons -stars > -moons -stars >  > 0",
                "tides -survey- of > tides of > survey > 1",
                "tides -ebb/flow- -GPT-4- > tides > ebb/flow; GPT-4 > 1",
                "tides -survey: > tides > survey > 1",
                "tides -survey, -flood. -C++ -f(x) > tides > survey; flood; C++; f(x) > 1",
                "tides -\"salt marsh,\" -moons -moons; > tides > salt marsh; moons > 1",
                "tides -C# -注意力 -xy > tides > C#; 注意力; xy > 0",
                "tides -survey: -moons > tides survey: > moons > 1",
                "tides -A- > tides A- >  > 0",
            })
    void leavesOutWhatTheSearchExcludes(
            String text, String about, @Nullable String exclude, int notes) {
        SearchSubscription to = to(text, null);
        assertThat(to.about()).isEqualTo(about);
        assertThat(String.join("; ", to.exclude())).isEqualTo(exclude == null ? "" : exclude);
        assertThat(to.notAbout()).isEmpty();
        assertThat(to.authors()).isEmpty();
        assertThat(to.categories()).isEmpty();
        assertThat(to.notes()).hasSize(notes);
    }

    /** As readers are told; the search is held to the same. */
    @Test
    void readsAnyQueryAsTheSearchDoes() {
        for (int round = 0; round < 5_000; round++) {
            SampleQuery query = SampleQuery.any(random);
            SearchSubscription to = to(query.text(), null);
            boolean phraseAlone =
                    query.phrases().size() == 1
                            && query.words().replace(first(query.phrases()), "").isBlank();
            assertThat(to.about()).as(query.text()).isEqualTo(phraseAlone ? "" : query.words());
            assertThat(first(to.phrases())).as(query.text()).isEqualTo(first(query.phrases()));
            assertThat(first(to.authors())).as(query.text()).isEqualTo(first(query.authors()));
            assertThat(to.categories())
                    .as(query.text())
                    .containsExactlyElementsOf(query.categories());
            assertThat(to.like()).as(query.text()).containsExactlyElementsOf(query.papers());
            assertThat(to.exclude()).as(query.text()).containsExactlyElementsOf(query.notTexts());
            assertThat(to.notAbout()).as(query.text()).isEmpty();
            String notes = String.join(" ", to.notes());
            assertThat(query.notAuthors()).as(query.text()).allMatch(notes::contains);
            assertThat(query.notCategories()).as(query.text()).allMatch(notes::contains);
        }
    }

    /** Without a text model, and however near to the words a paper is that is about more. */
    @Test
    void leavesOutByTheirWordsWhatAHyphenExcludes() {
        SearchSubscription phrase = to("\"salt marsh\" -flood", null);
        assertThat(phrase.about()).isEmpty();
        Interest interest = interest(phrase);
        assertThat(interest.theme().isAny()).isTrue();
        assertThat(interest.include()).containsExactly("salt marsh");
        assertThat(interest.exclude()).containsExactly("flood");
        assertThat(phrase.notes())
                .containsExactly(
                        "The search leaves out papers with any form of “flood”, such as one with"
                                + " -ing. The subscription knows each word and its plural only.");

        SearchSubscription words = to("tides -survey, no moons", null);
        assertThat(words.exclude()).containsExactly("survey");
    }

    @ParameterizedTest
    @CsvSource({
        "Andrew M. Saxe, initials differ from those of “Andrew M. Saxe”",
        "J. de la Cruz, initials differ from those of “J. de la Cruz”",
        "太郎, may find “太郎” anywhere in a name",
    })
    void saysWhichAuthorsTheSearchFindsBesides(String author, String note) {
        SearchSubscription to = to("author:\"" + author + "\"", null);
        assertThat(to.authors()).containsExactly(author);
        assertThat(to.notes()).singleElement().asString().contains(note);
    }

    @Test
    void saysOfANumberThatANameHasLetters() {
        SearchSubscription to = to("author:\"A. 7\"", null);
        assertThat(to.authors()).containsExactly("A. 7");
        assertThat(to.notes()).containsExactly("A name has letters: please complete “A. 7”.");
    }

    @Test
    void namesWhatItCannotExclude() {
        SearchSubscription to = to("tides -\"" + "x".repeat(101) + "\" -ebb", null);
        assertThat(to.exclude()).containsExactly("ebb");
        assertThat(to.notes())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "A subscription leaves out papers with at most 50 words or phrases of at"
                                + " most 100 characters each. Papers with “xxx");
    }

    /** The search finds nothing; a subscription without them would bring all papers. */
    @Test
    void keepsInitialsInTheFormThatRefusesThem() {
        SearchSubscription to = to("author:A. tides", null);
        assertThat(to.authors()).containsExactly("A.");
        assertThat(to.notes())
                .containsExactly("Initials alone are nobody's name: please complete “A.”.");
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        SubscriptionForm.filled(to).values().forEach(form::putSingle);
        SubscriptionForm.Entered entered = SubscriptionForm.read(form);
        assertThat(TestValidator.get().problems(entered.request(), entered.problems()))
                .singleElement()
                .asString()
                .contains("authors", "A.");
    }

    private static String first(Collection<String> values) {
        return values.stream().findFirst().orElse("");
    }

    @Test
    void knowsArxivsNamesOfItsFields() {
        assertThat(filled(to("au:Marsh cat:cs.LG ti:tides abs:\"salt marsh\" Ti:sapphire", null)))
                .isEqualTo("tides salt marsh Ti:sapphire | salt marsh | Marsh | cs.LG | ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\'',
            value = {
                "2409.01234 > '|  |  |  | arxiv:2409.01234'",
                "arXiv:2409.01234v2 [cs.LG] > '|  |  |  | arxiv:2409.01234'",
                "https://arxiv.org/abs/2409.01234v2?a=b tides > 'tides |  |  |  | arxiv:2409.01234'",
                "(2409.01234), 10.1000/ABC > '|  |  |  | arxiv:2409.01234, doi:10.1000/abc'",
                "https://doi.org/10.1145/3534678?utm_source=x > '|  |  |  | doi:10.1145/3534678'",
                "10.7287/peerj.preprints.270v1 > '|  |  |  | doi:10.7287/peerj.preprints.270v1'",
                "(doi:10.7287/peerj.270v1) > '|  |  |  | doi:10.7287/peerj.270v1'",
                "https://doi.org/10.7287/peerj.270v1 > '|  |  |  | doi:10.7287/peerj.270v1'",
                "10.1000/18?2 > '|  |  |  | doi:10.1000/18?2'",
                "https://press.example/doi/10.1000/18/full?a=2 > '|  |  |  | doi:10.1000/18'",
                "press.example/doi/10.1000/18v2 > '|  |  |  | doi:10.1000/18'",
                "10.1000/a--b > '|  |  |  | doi:10.1000/a--b'",
                "id:10.1000/a~b tides > 'tides |  |  |  | doi:10.1000/a~b'",
                "id:2409.01234 id:2409.01234v3 > '|  |  |  | arxiv:2409.01234'",
            })
    void asksForPapersThatAreLikeThoseThatAreNamed(String text, String filled) {
        SearchSubscription to = to(text, null);
        assertThat(filled(to).strip()).isEqualTo(filled);
        assertThat(to.notes()).singleElement().asString().contains("like the papers");
    }

    @Test
    void saysThatPapersNeedNotHaveAllAuthorsAndPhrases() {
        SearchSubscription to =
                to("\"salt marsh\" \"low tide\" author:Saxe author:\"Li Wei\"", null);
        assertThat(filled(to)).isEqualTo("salt marsh low tide | salt marsh | Saxe |  | ");
        assertThat(to.notes())
                .containsExactly(
                        "A subscription cannot ask for several phrases at once: papers have to hold"
                                + " “salt marsh”, and need not hold “low tide”. We put the words"
                                + " into the field “What papers should be about, in your words”.",
                        "A subscription cannot ask for several authors at once: papers have to be"
                                + " written by “Saxe”, and need not be written by “Li Wei”. Their"
                                + " names are left out.");
    }

    /** A search wants the chosen category and one of those in its text. */
    @Test
    void asksForTheCategoryThatIsChosenBesideTheSearch() {
        assertThat(to("category:stat.ML category:cs.LG", "cs.LG").categories())
                .containsExactly("cs.LG");
        assertThat(to("category:stat.ML category:cs.LG", "cs.LG").notes()).isEmpty();
        SearchSubscription both = to("category:stat.ML", "cs.LG");
        assertThat(both.categories()).containsExactly("cs.LG");
        assertThat(both.notes()).singleElement().asString().contains("cs.LG", "stat.ML");
    }

    @Test
    void cutsALongTextBehindAClauseAndSaysWhatIsLeftOut() {
        String clause = "how the tide turns within the marsh, ";
        SearchSubscription to = to(clause.repeat(20), null);
        assertThat(to.about()).hasSizeBetween(400, Theme.MAX_TEXT).endsWith("within the marsh,");
        assertThat(to.notes())
                .singleElement()
                .asString()
                .contains("This is left out: “how the tide turns");
        assertThat(to("word ".repeat(190), null).about()).hasSize(499).endsWith("word");
        SearchSubscription word = to("x".repeat(900), null);
        assertThat(word.about()).isEmpty();
        assertThat(word.notes()).hasSize(1);
    }

    @Test
    void saysThatItCannotBeNarrowedAsASearchCan() {
        Narrowing narrowing = Narrowing.read("2026-01-01", null, "true");
        SearchQuestion question = SearchQuestion.read("tides", null, null, narrowing, null);
        assertThat(question.subscription())
                .isEqualTo("/subscribe?search=tides&from=2026-01-01&code=true");
        assertThat(SearchSubscription.of(question).notes())
                .containsExactly(
                        "A subscription brings new papers: the days that narrow your search are"
                                + " left out.",
                        "A subscription cannot ask for papers with code: it brings those without"
                                + " code too.");
    }

    @Test
    void leavesOutWhatTheWordsDoNotWantAndSaysSo() {
        SearchSubscription to = to("theory of tides, no surveys or charts category:cs.LG", null);
        assertThat(filled(to)).isEqualTo("theory of tides |  |  | cs.LG | ");
        assertThat(to.notAbout()).containsExactly("surveys", "charts");
        assertThat(to.notes())
                .containsExactly(
                        "The search finds papers about “surveys”, “charts” too. The subscription"
                                + " leaves them out.");
        Interest interest = interest(to);
        assertThat(interest.theme().notAbout()).containsExactly("charts", "surveys");
    }

    /** It would ask for papers that hold the phrase and are not about it. */
    @Test
    void leavesOutNoPhraseThatPapersHaveToHold() {
        SearchSubscription to = to("tides, no \"spring tide\"", null);
        assertThat(filled(to)).isEqualTo("tides, no spring tide | spring tide |  |  | ");
        assertThat(to.notAbout()).isEmpty();
    }

    @Test
    void leavesOutAsMuchAsASubscriptionCanAndNamesTheRest() {
        SearchSubscription to = to("tides, no a, b, c, d, e or f. No " + "x".repeat(501), null);
        assertThat(to.notAbout()).containsExactly("a", "b", "c", "d", "e");
        assertThat(to.notes())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(
                        "A subscription leaves out at most 5 subjects of at most 500 characters"
                                + " each. It does not leave out “f”, “xxx");
        assertThat(interest(to).theme().notAbout()).hasSize(5);
    }

    private static final List<String> WORDS =
            List.of("coral", "moon", "salt", "basin", "deep", "ebb", "foam", "kelp");
    private static final List<String> AUTHORS = List.of("Ada Marsh", "Saxe", "Li Wei");
    private static final List<String> CATEGORIES = List.of("cs.LG", "stat.ML", "cs.CL");
    private static final List<String> QUOTES = List.of("\"\"", "“”", "„“", "«»");

    private final Random random = new Random(17);

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(List<T> values, int atMost) {
        List<T> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, random.nextInt(atMost + 1));
    }

    private String quoted(String text) {
        String quotes = one(QUOTES);
        return quotes.charAt(0) + text + quotes.charAt(1);
    }

    private List<String> phrases() {
        Set<String> phrases = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            phrases.add(one(WORDS) + " " + one(WORDS));
        }
        return List.copyOf(phrases);
    }

    private String words(int atMost) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(atMost + 1); i > 0; i--) {
            words.add(one(WORDS) + (random.nextInt(8) == 0 ? "," : ""));
        }
        return String.join(" ", words);
    }

    /** Whether a search lets a paper pass; words alone only say what comes first. */
    private static boolean finds(
            PaperSummary paper,
            List<String> phrases,
            List<String> authors,
            List<String> categories,
            @Nullable String chosen) {
        String title = " " + paper.title().toLowerCase(Locale.ROOT) + " ";
        return phrases.stream().allMatch(phrase -> title.contains(" " + phrase + " "))
                && paper.authors().containsAll(authors)
                && (categories.isEmpty() || categories.stream().anyMatch(paper::isIn))
                && (chosen == null || paper.isIn(chosen));
    }

    /**
     * Whatever is searched: the form is right as it is, and lets pass what the search finds; just
     * that, unless the page says otherwise.
     */
    @Test
    void letsPassWhatTheSearchFinds() {
        int exact = 0;
        int noted = 0;
        for (int round = 0; round < 2_000; round++) {
            List<String> phrases = phrases();
            List<String> authors = some(AUTHORS, 2);
            List<String> categories = some(CATEGORIES, 2);
            String chosen = random.nextInt(3) == 0 ? one(CATEGORIES) : null;
            List<String> parts = new ArrayList<>(List.of(words(random.nextInt(9) == 0 ? 150 : 4)));
            phrases.forEach(phrase -> parts.add(quoted(phrase)));
            authors.forEach(author ->
                    parts.add(
                            "author:"
                                    + (author.contains(" ") || random.nextBoolean()
                                            ? quoted(author)
                                            : author)));
            categories.forEach(category -> parts.add("category:" + category));
            Collections.shuffle(parts, random);
            String text = String.join(" ", parts);

            SearchSubscription to = to(text, chosen);

            Interest interest = interest(to);
            boolean same = true;
            for (int i = 0; i < 40; i++) {
                PaperSummary paper = paper(i, phrases);
                boolean found = finds(paper, phrases, authors, categories, chosen);
                boolean passes = new PaperFilter(interest).passes(new SearchedPaper(paper), 0);
                if (found) {
                    assertThat(passes).as("%s: %s", text, paper.title()).isTrue();
                }
                same &= found == passes;
            }
            if (to.notes().isEmpty()) {
                assertThat(same).as("%s: nothing is said", text).isTrue();
                exact++;
            } else {
                noted++;
            }
        }
        assertThat(exact).isGreaterThan(500);
        assertThat(noted).isGreaterThan(500);
    }

    private PaperSummary paper(int number, List<String> phrases) {
        List<String> title = new ArrayList<>(some(WORDS, 3));
        title.addAll(some(phrases, phrases.size()));
        return SamplePaper.of(SamplePaper.id("2605", number), Instant.EPOCH)
                .title(title.isEmpty() ? "none" : String.join(" ", title))
                .abstractText(null)
                .authors(some(AUTHORS, AUTHORS.size()))
                .categories(some(CATEGORIES, 2).toArray(String[]::new))
                .summary();
    }

    /** As if it was sent as it is. */
    private static Interest interest(SearchSubscription to) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        SubscriptionForm.filled(to).values().forEach(form::putSingle);
        SubscriptionForm.Entered entered = SubscriptionForm.read(form);
        assertThat(TestValidator.get().problems(entered.request(), entered.problems())).isEmpty();
        Interest interest = entered.request().interest();
        assertThat(String.join("", interest.theme().about())).isEqualTo(to.about());
        return interest;
    }

    @ParameterizedTest
    @ValueSource(strings = {")", ",", "(", "\"", "category:,", "\u201c ", " x", "id:1,"})
    void readsQuestionsInProportionToTheirLength(String part) {
        Growth.assertLinear(
                4_000,
                size -> part.repeat(size) + "x",
                text -> assertThat(to(text, null).about().length()).isLessThan(501));
    }
}
