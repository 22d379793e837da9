package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.notify.message.Templates;
import org.papertide.notify.ranking.RankingSearch;

class SearchPageTest {

    /** Finds nothing, and says why or, as a release before does, does not. */
    private record FindsNothing(@Nullable String note) implements RankingSearch {

        @Override
        public Answer search(Question question) {
            return new Answer.Found(note, null, List.of());
        }

        @Override
        public Answer similar(PaperId paper, int limit) {
            return new Answer.Nothing();
        }
    }

    private static List<String> answer(@Nullable String note, String text) {
        Pages pages = new Pages(new Templates(), new Assets(), () -> Footer.PLAIN);
        SearchPage.Made made =
                new SearchPage(pages, new FindsNothing(note))
                        .answer(SearchQuestion.read(text, null, null, Narrowing.NONE, null));
        assertThat(made.status()).isEqualTo(200);
        return made.view().paragraphs();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:arxiv:2605.00001", "2605.00001", "id:2605.00001 category:cs.LG"})
    void saysThatNoPaperHasAnIdWhereTheRankingDoesNotSayWhy(String text) {
        assertThat(answer(null, text)).containsExactly("No paper of this id was found.");
    }

    @Test
    void saysOfAnIdOnlyWhatTheRankingSays() {
        String why = "The paper of this id was withdrawn.";

        assertThat(answer(why, "id:arxiv:2605.00001")).containsExactly(why);
    }

    @Test
    void recommendsOtherWordsWhereWordsFindNothing() {
        assertThat(answer(null, "tidal"))
                .containsExactly("No paper was found. Please try other words, or fewer.");
    }
}
