package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.platform.http.ProblemException;

class VectorsResourceTest {

    private final TextModels models = new TextModels();
    private final VectorsResource resource = new VectorsResource(models);
    private final Embedder words = new WordsEmbedder(new TextModel("words", "1"));

    @Test
    void answersAVectorForEachTextInTheirOrder() {
        models.use(List.of(words));
        VectorsResource.Answer answer =
                resource.vectors(new VectorsResource.Request(List.of("one", "two"), null));
        assertThat(answer.model()).isEqualTo("words");
        assertThat(answer.version()).isEqualTo("1");
        assertThat(answer.vectors())
                .extracting(each -> new TextVector(words.model(), answer.dimensions(), each))
                .containsExactly(vector("one"), vector("two"));
        assertThat(resource.model()).isEqualTo(new VectorsResource.Model("words", "1", 64));
    }

    @Test
    void saysThatThereIsNoModel() {
        models.lacks("text models: off");
        assertThatThrownBy(() -> resource.vectors(request("one")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("text models: off");
        assertThatThrownBy(resource::model).isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesWhatIsTooMuchOrNothing() {
        models.use(List.of(words));
        for (VectorsResource.Request request :
                Arrays.asList(
                        null,
                        new VectorsResource.Request(null, null),
                        new VectorsResource.Request(List.of(), null),
                        new VectorsResource.Request(Collections.singletonList(null), null),
                        request(" "),
                        request("x".repeat(501)),
                        new VectorsResource.Request(Collections.nCopies(33, "x"), null))) {
            assertThatThrownBy(() -> resource.vectors(request))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("texts");
        }
    }

    private TextVector vector(String text) {
        return TextVector.of(
                words.model(), words.embed(List.of(text), Embedder.Role.QUERY).getFirst());
    }

    private static VectorsResource.Request request(String text) {
        return new VectorsResource.Request(List.of(text), null);
    }
}
