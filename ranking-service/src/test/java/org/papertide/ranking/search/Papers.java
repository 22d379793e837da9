package org.papertide.ranking.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.testing.SamplePaper;

/** An index in memory, and a model that knows what some texts mean. */
public final class Papers implements AutoCloseable {

    static final Instant LISTED = Instant.parse("2025-03-03T12:00:00Z");
    static final String MODEL = "test/1";

    final PaperIndex index;
    final List<String> questions = new ArrayList<>();
    private @Nullable ModelVector meaning;
    private float floor = -1;

    public Papers() {
        try {
            index = PaperIndex.open(new ByteBuffersDirectory(), 4);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static PaperId id(int number) {
        return SamplePaper.id("2501", number);
    }

    static SamplePaper paper(int number, String title, String text) {
        return SamplePaper.of(id(number), LISTED)
                .title(title)
                .abstractText(text)
                .categories("cs.LG");
    }

    public Papers add(Paper... papers) throws IOException {
        index.apply(Stream.of(papers).<IndexChange>map(IndexChange.Known::new).toList());
        return this;
    }

    Papers means(int number, float... vector) throws IOException {
        index.apply(
                List.of(new IndexChange.Meant(id(number), List.of(ModelVector.of(MODEL, vector)))));
        return this;
    }

    /** What every query means from now on. */
    Papers queriesMean(float... vector) {
        meaning = ModelVector.of(MODEL, vector);
        return this;
    }

    /** Nothing that is no nearer to a query answers it. */
    Papers floor(float cosine) {
        floor = cosine;
        return this;
    }

    public PaperSearch search() {
        return new PaperSearch(
                index,
                new QueryVectors() {
                    @Override
                    public Optional<QueryVector> vector(String text) {
                        questions.add(text);
                        return Optional.ofNullable(meaning)
                                .map(vector -> new QueryVector(vector, floor));
                    }

                    @Override
                    public Optional<String> model() {
                        return meaning == null ? Optional.empty() : Optional.of(MODEL);
                    }
                });
    }

    /** The numbers of the papers that a query finds, in order. */
    List<Integer> find(String query) throws IOException {
        return find(query, By.BOTH, SearchFilter.NONE);
    }

    List<Integer> find(String query, By by, SearchFilter filter) throws IOException {
        return numbers(search().find(SearchQuery.read(query), by, filter, 100));
    }

    static List<Integer> numbers(Found found) {
        return found.hits().stream()
                .map(hit -> Integer.valueOf(hit.id().name().substring("2501.".length())))
                .toList();
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
