package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;

/** Finds papers in an index. Plain code, safe for use by several threads. */
public final class PaperSearch {

    /** Papers found by each measure, at least, from which the answer is made. */
    private static final int CANDIDATES = 200;

    /** Below every cosine. */
    private static final float ANYTHING = -2;

    private final PaperIndex index;
    private final QueryVectors vectors;

    public PaperSearch(PaperIndex index, QueryVectors vectors) {
        this.index = index;
        this.vectors = vectors;
    }

    /** Where they are found. */
    PaperIndex index() {
        return index;
    }

    /** Whether papers can be found by their meaning now. */
    public boolean knowsMeaning() {
        return vectors.model().isPresent();
    }

    /**
     * A query, and what it means, for one search or several.
     *
     * @param by what papers are found by: without a vector, by words alone
     */
    public record Question(SearchQuery query, By by, @Nullable QueryVector vector) {}

    /** What a query means, as far as it is asked and a text model says. */
    public Question question(SearchQuery query, By by) {
        QueryVector vector =
                by == By.WORDS || !query.hasWords()
                        ? null
                        : vectors.vector(query.text()).orElse(null);
        return new Question(query, vector == null ? By.WORDS : by, vector);
    }

    /** The papers that a query means: the only search for them. */
    public Found find(SearchQuery query, By by, SearchFilter filter, int most) throws IOException {
        return find(question(query, by), filter, most);
    }

    /**
     * The papers that a query means. Papers that it names, by an id or by the whole title, come
     * first. Without words it has those that it narrows to, the newest first.
     *
     * @param most at most so many
     */
    public Found find(Question question, SearchFilter filter, int most) throws IOException {
        SearchQuery query = question.query();
        return index.search(searcher -> {
            Query conditions = WordQuery.conditions(query, filter);
            Map<PaperId, Hit> hits = new LinkedHashMap<>();
            for (Hit hit : named(searcher, query, conditions, filter, most)) {
                hits.put(hit.id(), hit);
            }
            for (Hit hit : meant(searcher, question, conditions, most, null)) {
                var _ = hits.putIfAbsent(hit.id(), hit);
            }
            return new Found(question.by(), hits.values().stream().limit(most).toList());
        });
    }

    /**
     * What may have been meant by a query, where that finds papers by words: with other words for
     * those that no paper has; or with the words that it excludes, where nothing is left without
     * them, as with "Tides -Moons" of a title.
     *
     * @param found what the query finds itself
     */
    public Optional<String> correct(SearchQuery query, SearchFilter filter, Found found)
            throws IOException {
        if (!query.hasWords() || found.hits().stream().anyMatch(Hit::named)) {
            return Optional.empty();
        }
        Optional<String> meant = index.search(searcher -> Corrections.of(searcher, query));
        if (meant.isEmpty() && found.hits().isEmpty() && query.excludes()) {
            meant = Optional.of(query.withoutHyphens());
        }
        return meant.isPresent()
                        && !find(SearchQuery.read(meant.get()), By.WORDS, filter, 1)
                                .hits()
                                .isEmpty()
                ? meant
                : Optional.empty();
    }

    /**
     * The papers whose meaning is nearest to that of a paper, which is not one of them. Without a
     * vector of it they are those with most words of its title.
     */
    public Optional<Found> findSimilar(PaperId id, SearchFilter filter, int most)
            throws IOException {
        return index.search(searcher -> {
            Query listed =
                    new BooleanQuery.Builder()
                            .add(WordQuery.id(id), Occur.FILTER)
                            .add(WordQuery.ANY_PAPER, Occur.FILTER)
                            .build();
            ScoreDoc[] self = searcher.search(listed, 1).scoreDocs;
            Paper paper = self.length == 0 ? null : PaperIndex.paper(searcher, self[0].doc);
            if (paper == null) {
                return Optional.empty();
            }
            ModelVector vector = ownVector(searcher, self[0].doc);
            SearchQuery query = SearchQuery.ofWords(paper.title());
            By by = vector == null ? By.WORDS : By.MEANING;
            // One more, as the paper itself is found too.
            List<Hit> hits =
                    meant(
                            searcher,
                            new Question(
                                    query,
                                    by,
                                    vector == null ? null : new QueryVector(vector, ANYTHING)),
                            WordQuery.conditions(query, filter),
                            most + 1,
                            null);
            return Optional.of(
                    new Found(
                            by,
                            hits.stream()
                                    .filter(hit -> !hit.id().equals(paper.id()))
                                    .limit(most)
                                    .toList()));
        });
    }

    /**
     * The papers of an author, the newest first.
     *
     * @param names spellings of one name: a paper has an author of one of them
     */
    public List<Hit> findOfAuthor(List<String> names, SearchFilter filter, int most)
            throws IOException {
        return index.search(searcher -> newest(searcher, WordQuery.ofAuthor(names, filter), most));
    }

    /**
     * Of some papers those that a query means and that meet the filter, as relevant as {@link
     * #find} has them.
     *
     * @param found by it: as near as these on average is a paper without a vector taken to be
     */
    public List<Hit> among(
            Set<PaperId> ids, Question question, SearchFilter filter, List<Hit> found)
            throws IOException {
        if (ids.isEmpty()) {
            return List.of();
        }
        SearchQuery query = question.query();
        Query conditions = WordQuery.oneOf(ids, WordQuery.conditions(query, filter));
        OptionalDouble near =
                found.stream()
                        .flatMap(hit -> Stream.ofNullable(hit.similarity()))
                        .mapToDouble(Double::doubleValue)
                        .average();
        Double usual = near.isPresent() ? near.getAsDouble() : null;
        return index.search(searcher -> meant(searcher, question, conditions, ids.size(), usual));
    }

    /** Whether a paper of one of these ids, present or earlier ones, may be found. */
    public boolean hasAny(List<PaperId> ids) throws IOException {
        Query known = meeting(WordQuery.ids(ids), WordQuery.ANY_PAPER);
        return index.search(searcher -> searcher.count(known) > 0);
    }

    /** Papers by their ids, as the index has them; one that has gone is left out. */
    public Map<PaperId, Paper> papers(List<PaperId> ids) throws IOException {
        return index.search(searcher -> {
            Map<PaperId, Paper> papers = new LinkedHashMap<>();
            for (PaperId id : ids) {
                TopDocs found =
                        searcher.search(new TermQuery(new Term(PaperDocument.ID, id.value())), 1);
                Paper paper =
                        found.scoreDocs.length == 0
                                ? null
                                : PaperIndex.paper(searcher, found.scoreDocs[0].doc);
                if (paper != null) {
                    papers.put(id, paper);
                }
            }
            return papers;
        });
    }

    /**
     * The papers that a query names: first those of which it is the title as it stands, whatever it
     * excludes, since a title may have quotes, an id, or what looks like an operator.
     */
    private static List<Hit> named(
            IndexSearcher searcher,
            SearchQuery query,
            Query conditions,
            SearchFilter filter,
            int most)
            throws IOException {
        Query titles = WordQuery.conditions(SearchQuery.NOTHING, filter);
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        if (!query.named().isEmpty()) {
            any.add(WordQuery.ids(query.named()), Occur.SHOULD);
        }
        any.add(WordQuery.wholeTitle(query.text()), Occur.SHOULD);
        BooleanQuery.Builder whole =
                new BooleanQuery.Builder()
                        .add(meeting(WordQuery.wholeTitle(query.line()), titles), Occur.SHOULD);
        if (query.excludes()) {
            // A title with " -Word" in it, and another operator behind it.
            SearchQuery wanted = query.withoutExclusions();
            whole.add(
                    meeting(
                            WordQuery.wholeTitle(wanted.text()),
                            WordQuery.conditions(wanted, filter)),
                    Occur.SHOULD);
        }
        List<Hit> hits = new ArrayList<>();
        // One after the other: in one query they would be twice as many clauses.
        for (Query each : List.of(whole.build(), meeting(any.build(), conditions))) {
            for (ScoreDoc found : searcher.search(each, most).scoreDocs) {
                hits.add(new Hit(id(searcher, found.doc), 1, 1, true, null));
            }
        }
        return hits;
    }

    private static Query meeting(Query query, Query conditions) {
        return new BooleanQuery.Builder()
                .add(query, Occur.FILTER)
                .add(conditions, Occur.FILTER)
                .build();
    }

    /**
     * @param usual how near a paper without a vector is; null for as near as the candidates are
     */
    private static List<Hit> meant(
            IndexSearcher searcher,
            Question question,
            Query conditions,
            int most,
            @Nullable Double usual)
            throws IOException {
        SearchQuery query = question.query();
        By by = question.by();
        QueryVector vector = question.vector();
        if (vector == null && !query.hasWords()) {
            boolean isOfIds = !query.ids().isEmpty();
            return (isOfIds || query.named().isEmpty()) && query.narrows()
                    ? newest(searcher, conditions, most)
                    : List.of();
        }
        WordQuery.Scoring words =
                by == By.MEANING ? null : WordQuery.ofText(searcher, query.words());
        List<Candidates.Candidate> candidates =
                Candidates.find(
                        searcher,
                        words,
                        vector == null ? null : vector.vector(),
                        conditions,
                        Math.max(most, CANDIDATES));
        WordQuery.Most mostByWords = words == null ? WordQuery.Most.NOTHING : words.most();
        List<Hit> hits = new ArrayList<>();
        double floor = vector == null ? ANYTHING : vector.floor();
        List<Fusion.Ranked> ranked = Fusion.order(candidates, usual, mostByWords, floor, by);
        for (Fusion.Ranked each : ranked.subList(0, Math.min(most, ranked.size()))) {
            hits.add(
                    new Hit(
                            id(searcher, each.document()),
                            Math.clamp(each.relevance(), 0, 1),
                            Math.clamp(each.words(), 0, 1),
                            false,
                            each.similarity()));
        }
        return hits;
    }

    /** All papers that meet the conditions, where nothing else is asked for. */
    private static List<Hit> newest(IndexSearcher searcher, Query conditions, int most)
            throws IOException {
        Sort newest =
                new Sort(
                        LongField.newSortField(
                                PaperDocument.LISTED, true, SortedNumericSelector.Type.MAX));
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(conditions, most, newest).scoreDocs) {
            hits.add(new Hit(id(searcher, found.doc), 1, 0, false, null));
        }
        return hits;
    }

    /** The vector of a paper by the present model. */
    private @Nullable ModelVector ownVector(IndexSearcher searcher, int document)
            throws IOException {
        String model = vectors.model().orElse(null);
        if (model != null) {
            for (var each : PaperIndex.vectors(searcher, document).entrySet()) {
                ModelVector vector = new ModelVector(model, each.getValue());
                if (vector.field().equals(each.getKey())) {
                    return vector;
                }
            }
        }
        return null;
    }

    static PaperId id(IndexSearcher searcher, int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        BinaryDocValues ids = leaf.reader().getBinaryDocValues(PaperDocument.ID);
        if (ids == null || !ids.advanceExact(document - leaf.docBase)) {
            throw new IOException("a document without an id");
        }
        return new PaperId(ids.binaryValue().utf8ToString());
    }
}
