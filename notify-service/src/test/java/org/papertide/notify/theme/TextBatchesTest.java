package org.papertide.notify.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.ranking.TextReader.Cause;
import org.papertide.notify.ranking.TextReader.TextAnswer;
import org.papertide.notify.subscription.ThemeWait;

/** Texts of many themes are read together; each theme stands alone. */
class TextBatchesTest {

    private static final TextAnswer REFUSED = new TextAnswer.Refused("400");
    private static final TextAnswer BROKEN = new TextAnswer.Away(Cause.BROKEN, "503, model-broken");

    private final List<List<String>> asked = new ArrayList<>();

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    }

    private static TextAnswer read(List<String> texts) {
        return new TextAnswer.Read(
                "m/1",
                Collections.nCopies(texts.size(), new TextReader.Meaning(new float[] {1}, null)));
    }

    /** Answers so where a request has a text that is so. */
    private TextReader answering(TextAnswer answer, Predicate<String> where) {
        return texts -> {
            asked.add(texts);
            return texts.stream().anyMatch(where) ? answer : read(texts);
        };
    }

    @Test
    void readsAllInAFewRequests() {
        Texts read = new TextBatches(answering(REFUSED, _ -> false)).read(texts(45));
        assertThat(read.model()).isEqualTo("m/1");
        assertThat(read.meanings()).hasSize(45);
        assertThat(read.refused()).isEmpty();
        assertThat(asked).hasSize(3);
    }

    /** Also where it is the model that fails at one. */
    @Test
    void readsAllButTheOneThatIsRefused() {
        for (TextAnswer answer : List.of(REFUSED, BROKEN)) {
            asked.clear();
            Texts read = new TextBatches(answering(answer, "text 13"::equals)).read(texts(45));
            assertThat(read.meanings().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            texts(45).stream().filter(text -> !text.equals("text 13")).toList());
            assertThat(read.refused()).containsExactly("text 13");
            assertThat(read.waits(List.of("text 13", "text 14"))).isEqualTo(ThemeWait.REFUSED);
            assertThat(asked).hasSizeLessThan(20);
        }
    }

    @Test
    void asksAModelThatDoesNotWorkOnlyOnce() {
        Texts read = new TextBatches(answering(BROKEN, _ -> true)).read(texts(45));
        assertThat(read.meanings()).isEmpty();
        assertThat(read.refused()).isEmpty();
        assertThat(read.waits(texts(1))).isEqualTo(ThemeWait.BROKEN);
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BROKEN")
    void keepsWhatWasReadBeforeNothingWas(Cause cause) {
        TextAnswer away = new TextAnswer.Away(cause, "503");
        Texts read = new TextBatches(answering(away, "text 30"::equals)).read(texts(45));
        assertThat(read.meanings()).hasSize(20);
        assertThat(read.find("text 19")).isPresent();
        assertThat(read.waits(texts(45)))
                .isEqualTo(
                        switch (cause) {
                            case UNREACHABLE -> ThemeWait.RANKING;
                            case LOADING -> ThemeWait.LOADING;
                            case BUSY -> ThemeWait.BUSY;
                            case OFF -> ThemeWait.MODEL;
                            case BROKEN -> ThemeWait.BROKEN;
                        });
    }

    @Test
    void mixesNoVectorsOfTwoModels() {
        TextReader changing =
                texts ->
                        texts.contains("text 30")
                                ? new TextAnswer.Read(
                                        "m/2",
                                        Collections.nCopies(
                                                texts.size(),
                                                new TextReader.Meaning(new float[] {1}, null)))
                                : read(texts);
        Texts read = new TextBatches(changing).read(texts(45));
        assertThat(read.model()).isEqualTo("m/1");
        assertThat(read.meanings()).hasSize(20);
        assertThat(read.waits(texts(45))).isEqualTo(ThemeWait.RANKING);
    }
}
