package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.TextModel;

class TextModelsTest {

    private final TextModels models = new TextModels();
    private final Embedder old = new WordsEmbedder(new TextModel("words", "1"));
    private final Embedder next = new WordsEmbedder(new TextModel("words", "2"));

    @Test
    void withoutModelSearchesGoByWords() {
        assertThat(models.present()).isEmpty();
        assertThat(models.all()).isEmpty();
    }

    @Test
    void oneModelIsThePresentOneFromTheBeginning() {
        models.use(List.of(old));
        assertThat(models.present()).contains(old);
        models.covers(old.model(), 7);
        assertThat(models.present()).contains(old);
    }

    @Test
    void theNextModelTakesOverWhenItCoversAsManyPapers() {
        models.use(List.of(old, next));
        assertThat(models.present()).contains(old);
        models.covers(old.model(), 1_000);
        models.covers(next.model(), 998);
        assertThat(models.present()).contains(old);
        models.covers(next.model(), 1_000);
        assertThat(models.present()).contains(next);
    }

    /** Else one text that it cannot read would keep it away for ever. */
    @Test
    void onePaperInAThousandMayBeMissing() {
        models.use(List.of(old, next));
        models.covers(old.model(), 999);
        models.covers(next.model(), 998);
        assertThat(models.present()).contains(old);
        models.covers(old.model(), 1_000);
        models.covers(next.model(), 999);
        assertThat(models.present()).contains(next);
    }

    @Test
    void anEmptyIndexIsNoReasonToChange() {
        models.use(List.of(old, next));
        models.covers(old.model(), 0);
        models.covers(next.model(), 0);
        assertThat(models.present()).contains(old);
    }

    @Test
    void moreModelsThanAnEmbeddingHoldsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> models.use(List.of(old, next, old)));
    }
}
