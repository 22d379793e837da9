package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.search.Papers.id;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.TextModel;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.TextModels;
import org.papertide.ranking.meaning.WordsEmbedder;

/** Searches while papers get the vectors of another text model, one after the other. */
class ModelChangeTest {

    private static final int COUNT = 5;

    private final Papers papers = new Papers();
    private final TextModels models = new TextModels();

    @AfterEach
    void close() throws IOException {
        papers.close();
    }

    @Test
    void everyPaperIsFoundByMeaningThroughTwoChanges() throws IOException {
        Embedder first = embedder("1");
        Embedder second = embedder("2");
        Embedder third = embedder("3");
        for (int number = 1; number <= COUNT; number++) {
            papers.add(paper(number, title(number), "x").build());
            know(number, List.of(first));
        }
        change(List.of(first), List.of(first, second), second);
        // What the model before made stays in the log until another one comes.
        models.use(List.of(second));
        assertFound(second);
        change(List.of(second), List.of(second, third), third);
        models.use(List.of(third));
        assertFound(third);
    }

    private void change(List<Embedder> before, List<Embedder> after, Embedder next)
            throws IOException {
        models.use(after);
        for (int number = 1; number <= COUNT; number++) {
            assertFound(before.getLast());
            know(number, after);
        }
        assertFound(next);
    }

    private void know(int number, List<Embedder> by) throws IOException {
        papers.index.apply(
                List.of(
                        new IndexChange.Meant(
                                id(number),
                                by.stream()
                                        .map(each ->
                                                ModelVector.of(
                                                        each.model().toString(),
                                                        vector(each, title(number))))
                                        .toList())));
    }

    private void assertFound(Embedder by) throws IOException {
        for (Embedder each : models.all()) {
            models.covers(
                    each.model(), papers.index.covered(each.model().toString(), each.dimensions()));
        }
        if (models.all().isEmpty()) {
            models.use(List.of(by));
        }
        assertThat(models.present()).contains(by);
        PaperSearch search = new PaperSearch(papers.index, new MeaningVectors(models));
        for (int number = 1; number <= COUNT; number++) {
            Found found =
                    search.find(
                            SearchQuery.read(title(number)), By.MEANING, SearchFilter.NONE, COUNT);
            assertThat(found.by()).isEqualTo(By.MEANING);
            assertThat(Papers.numbers(found)).startsWith(number);
        }
    }

    private static Embedder embedder(String version) {
        return new WordsEmbedder(new TextModel("words", version));
    }

    private static float[] vector(Embedder embedder, String text) {
        return embedder.embed(List.of(text), Embedder.Role.PASSAGE).getFirst();
    }

    private static String title(int number) {
        return List.of("zero", "tides", "glaciers", "gardens", "zebras", "rivers").get(number);
    }
}
