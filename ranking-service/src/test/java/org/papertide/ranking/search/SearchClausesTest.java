package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

/** A query has fewer clauses than the index takes, whatever fits into the search field. */
class SearchClausesTest {

    /** The index takes 1,024. */
    private static final int MOST_CLAUSES = 800;

    private static final List<String> NAMES =
            List.of("wang", "zhang", "lin", "chen", "liu", "yang", "huang", "zhao");

    private final Papers papers = new Papers();
    private final Random random = new Random(3);

    @AfterEach
    void close() throws IOException {
        papers.close();
    }

    private String ideographs(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.appendCodePoint(0x4e00 + random.nextInt(5_000));
        }
        return text.toString();
    }

    private String letters() {
        return Integer.toString(36 + random.nextInt(36 * 35), 36);
    }

    private String names(int count) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        return String.join(" ", names.subList(0, count));
    }

    private String piece(int kind) {
        return switch (kind) {
            case 0 -> "au:" + ideographs(8);
            case 1 -> "-au:" + ideographs(8);
            case 2 -> "au:\"" + names(2 + random.nextInt(7)) + '"';
            case 3 -> "-au:\"" + names(4) + '"';
            case 4 -> "au:\"" + letters() + " a" + '"';
            case 5 -> "cat:" + letters() + ',' + letters() + ',' + letters();
            case 6 -> "-cat:" + letters() + ',' + letters();
            case 7 -> "\"" + ideographs(1) + '"';
            case 8 -> "-" + ideographs(1);
            case 9 -> "id:10.1234/" + letters() + "/".repeat(random.nextInt(60));
            case 10 -> "10.1234/" + letters() + "v1".repeat(random.nextInt(60));
            case 11 -> "pre-training";
            case 12 -> "deepnet" + random.nextInt(9);
            case 13 -> "au:" + letters();
            case 14 -> letters();
            default -> ideographs(3);
        };
    }

    private static final int KINDS = 16;

    /** Of pieces of a few kinds, as long as is taken. */
    private String longest() {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "deep " : "");
        List<Integer> kinds = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            kinds.add(random.nextInt(KINDS));
        }
        while (text.length() < SearchQuery.MAX_LENGTH) {
            text.append(piece(kinds.get(random.nextInt(kinds.size())))).append(' ');
        }
        return text.substring(0, SearchQuery.MAX_LENGTH);
    }

    @Test
    void anyQueryHasFewClausesAndIsAnswered() throws IOException {
        papers.add(
                        paper(1, "Deep pre-training of pretraining", "deepnet-1 deepnet2 deep-net3")
                                .authors(List.of("Wang Zhang", "L. Chen"))
                                .build(),
                        paper(2, "Another", "thing").build())
                .means(1, 1, 0)
                .queriesMean(1, 0);
        int largest = 0;
        for (int round = 0; round < 100; round++) {
            String text = longest();
            SearchQuery query = SearchQuery.read(text);
            int clauses = papers.index.search(searcher -> most(searcher, query));
            largest = Math.max(largest, clauses);
            assertThat(clauses).as(text).isLessThan(MOST_CLAUSES);
            Found found = papers.search().find(query, By.BOTH, SearchFilter.NONE, 10);
            var _ = papers.search().correct(query, SearchFilter.NONE, found);
            PaperSearch.Question question = papers.search().question(query, By.BOTH);
            var _ =
                    papers.search()
                            .among(Set.of(Papers.id(1)), question, SearchFilter.NONE, List.of());
        }
        assertThat(largest).as("what is tried is large").isGreaterThan(300);
    }

    @Test
    void manySpellingsOfAnAuthorAreAnswered() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add(names(8));
        }
        assertThat(papers.search().findOfAuthor(names, SearchFilter.NONE, 10)).isEmpty();
    }

    /** The largest query that is made of it. */
    private static int most(IndexSearcher searcher, SearchQuery query) throws IOException {
        Query conditions = WordQuery.conditions(query, SearchFilter.NONE);
        Query wanted = WordQuery.conditions(query.withoutExclusions(), SearchFilter.NONE);
        WordQuery.Scoring words =
                query.hasWords() ? WordQuery.ofText(searcher, query.words()) : null;
        int single = words == null ? 0 : clauses(words.single());
        int full = words == null ? 0 : clauses(words.full());
        return Math.max(Math.max(single + clauses(conditions), clauses(wanted)), full);
    }

    /** As the searcher counts them. */
    private static int clauses(Query query) {
        int[] count = new int[1];
        query.visit(
                new QueryVisitor() {
                    @Override
                    public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
                        return this;
                    }

                    @Override
                    public void visitLeaf(Query leaf) {
                        count[0]++;
                    }

                    @Override
                    public void consumeTerms(Query leaf, Term... terms) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    @Test
    void tooManyClausesAreNoDamageOfTheIndex() {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int i = 0; i < 600; i++) {
            Query one = new TermQuery(new Term(PaperDocument.TEXT, "x" + i));
            Query other = new TermQuery(new Term(PaperDocument.TEXT, "y" + i));
            all.add(new DisjunctionMaxQuery(List.of(one, other), 0), BooleanClause.Occur.SHOULD);
        }
        Query query = all.build();
        assertThatThrownBy(() -> papers.index.search(searcher -> searcher.search(query, 1)))
                .isInstanceOf(PaperIndex.TooManyClausesException.class);
    }

    /** Papers of many authors whose names and initials are those of the query. */
    private void addDense() throws IOException {
        List<String> authors = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            String initial = NAMES.get(random.nextInt(NAMES.size())).charAt(0) + ". ";
            authors.add(initial + names(1 + random.nextInt(3)));
        }
        for (int i = 1; i <= 6; i++) {
            papers.add(paper(i, "Dense", "x").authors(authors).build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"author:\"", "dense -author:\""})
    void aNameOfCommonWordsCostsWhatItIsLong(String before) throws IOException {
        addDense();
        Growth.assertLinear(
                4, words -> before + String.join(" ", NAMES.subList(0, words)) + '"', this::find);
    }

    @Test
    void manyNamesOfCommonWordsCostWhatTheyAreLong() throws IOException {
        addDense();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            names.add("author:\"" + names(8) + '"');
        }
        Growth.assertLinear(8, count -> String.join(" ", names.subList(0, count)), this::find);
    }

    private void find(String text) {
        try {
            var _ = papers.search().find(SearchQuery.read(text), By.WORDS, SearchFilter.NONE, 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
