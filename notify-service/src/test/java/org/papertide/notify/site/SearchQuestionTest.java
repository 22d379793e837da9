package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.ranking.RankingSearch;

class SearchQuestionTest {

    /** The form reads the search itself, and says what of it no subscription can ask for. */
    @Test
    void leadsToAFormThatIsFilledWithIt() {
        assertThat(
                        SearchQuestion.read(
                                        "a \"b\" author:<x>",
                                        "rising",
                                        "cs.LG",
                                        Narrowing.NONE,
                                        null)
                                .subscription())
                .isEqualTo("/subscribe?search=a+%22b%22+author%3A%3Cx%3E&category=cs.LG");
    }

    /** A heading says what was searched for, not what LaTeX would make of it. */
    @ParameterizedTest
    @CsvSource({"id:10.1000/a~b", "10.1000/a--b", "$x$ \\'e"})
    void isShownAsItWasTyped(String typed) {
        assertThat(SearchQuestion.read(typed, null, null, Narrowing.NONE, null).shown())
                .isEqualTo(typed);
        assertThat(SearchQuestion.read("\u202e" + typed, null, null, Narrowing.NONE, null).shown())
                .isEqualTo(typed);
    }

    /** What narrows it goes on to its other orders, its feed and its subscription. */
    @Test
    void keepsWhatNarrowsIt() {
        SearchQuestion question =
                SearchQuestion.read(
                        "a",
                        "top",
                        "cs.LG",
                        Narrowing.read("2026-01-01", "2026-02-01T00:00:00Z", "true"),
                        null);
        String narrowed = "from=2026-01-01&until=2026-02-01T00%3A00%3A00Z&code=true";
        assertThat(question.address()).isEqualTo("/search?q=a&sort=top&category=cs.LG&" + narrowed);
        assertThat(question.whole().address()).endsWith(narrowed + "&limit=200");
        assertThat(question.with(RankingSearch.Sort.RELEVANCE).address())
                .isEqualTo("/search?q=a&category=cs.LG&" + narrowed);
        assertThat(question.feed())
                .isEqualTo("feeds/search.atom?q=a&sort=top&category=cs.LG&" + narrowed);
        assertThat(question.asked())
                .returns("2026-01-01", RankingSearch.Question::from)
                .returns("2026-02-01T00:00:00Z", RankingSearch.Question::until)
                .returns(true, RankingSearch.Question::withCode);
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, 2026-01-31, from",
        "2026-01-01, 31.1.2026, until",
        "2026-02-30, +2026-01-1, from until",
        "2026-01-02, 2026-01-01, until",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, until",
        "12026-01-01T00:00:00Z, , from",
    })
    void saysWhichDayIsNone(@Nullable String from, @Nullable String until, String fields) {
        assertThat(Narrowing.read(from, until, null).problems())
                .containsOnlyKeys(fields.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-01-01",
        " 2026-01-01 , ''",
        ", 2026-01-01T00:00:00+01:00",
        "2026-01-01T00:00:00Z, 2026-01-01",
        "9999-12-31, 9999-12-31",
    })
    void takesDaysAndInstants(@Nullable String from, @Nullable String until) {
        assertThat(Narrowing.read(from, until, null).problems()).isEmpty();
    }

    /** Of a long one only the beginning is kept, which is no category either. */
    @ParameterizedTest
    @ValueSource(ints = {65, 66, 500})
    void takesNoCategoryThatIsTooLong(int length) {
        for (String end : List.of("", " b", "<")) {
            String category = "a".repeat(length) + end;
            SearchQuestion question =
                    SearchQuestion.read("x", null, category, Narrowing.NONE, null);
            assertThat(question.isWell()).as(category).isFalse();
            assertThat(question.category()).hasSize(65);
        }
        assertThat(SearchQuestion.read("x", null, "a".repeat(64), Narrowing.NONE, null).isWell())
                .isTrue();
    }

    @Test
    void namesACategoryAsArxivDoes() {
        assertThat(SearchQuestion.read("a", null, "CS.lg", Narrowing.NONE, null).category())
                .isEqualTo("cs.LG");
    }
}
