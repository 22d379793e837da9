package org.papertide.ranking.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.papertide.events.PaperId;

/**
 * A reader's query in the terms of the index. It has fewer clauses than Lucene takes (1,024),
 * whatever was typed: of a text so many words are looked for, many ids, many categories and many
 * excluded words are one clause each, and names have fewer the more of them there are ({@link
 * AuthorQueries}).
 */
final class WordQuery {

    /** What two words side by side count for, beside what each of them does. */
    private static final float PAIR = 0.5f;

    /** What every paper meets that may be found. */
    static final Query ANY_PAPER = conditions(SearchQuery.NOTHING, SearchFilter.NONE);

    private WordQuery() {}

    /**
     * How papers are scored by the words of a text.
     *
     * @param single by its words one by one, which takes little time
     * @param full by its words and by pairs of them
     * @param most how much its words can say
     */
    record Scoring(Query single, Query full, Most most) {}

    /**
     * How much the words of a text can say. A word that no paper has, as one that is mistyped,
     * takes nothing from the others.
     *
     * @param score that no paper exceeds by the words one by one
     * @param known the share of the words that some paper has, from 0 to 1
     */
    record Most(double score, double known) {

        /** No words are looked for. */
        static final Most NOTHING = new Most(0, 0);

        /** Words that nearly every paper has are looked for, as a phrase. */
        static final Most PHRASE = new Most(1, 1);

        private static Most of(List<Spelled> words) {
            double score = words.stream().mapToDouble(Spelled::most).sum();
            int all = words.stream().mapToInt(Spelled::words).sum();
            int known = words.stream().mapToInt(Spelled::known).sum();
            return new Most(score == 0 ? 1 : score, known / (double) all);
        }
    }

    /**
     * Scores papers by the words of a text (BM25): those of the title, of the abstract, and of the
     * authors. A text of nothing but stop words is looked for as a phrase.
     */
    static Scoring ofText(IndexSearcher searcher, String text) throws IOException {
        List<Words.Word> words = Words.of(Words.TEXT, text, Words.MAX_WORDS);
        if (words.isEmpty()) {
            Query phrase = new ConstantScoreQuery(phrase(text));
            return new Scoring(phrase, phrase, Most.PHRASE);
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        List<Spelled> spelled = spelled(searcher, text, words);
        spelled.forEach(each -> add(any, each.query(), 1));
        addNames(searcher, any, text);
        Query single = any.build();
        addPairs(any, words);
        return new Scoring(single, any.build(), Most.of(spelled));
    }

    /**
     * Words of a query, in the ways in which papers spell them.
     *
     * @param query finds them
     * @param most how much they can say
     * @param words how many they are
     * @param known how many of them some paper has
     * @param whole whether papers spell all of them so
     */
    private record Spelled(Query query, double most, int words, int known, boolean whole) {

        /** What a paper has of both counts once. */
        Spelled or(Query other, double rarity) {
            // The other spelling counts as much as this one, if papers have this one too.
            double weight = whole ? Math.min(1, most / rarity) : 1;
            return new Spelled(
                    new DisjunctionMaxQuery(
                            List.of(query, new BoostQuery(other, (float) weight)), 0),
                    Math.max(most, rarity * weight),
                    words,
                    words,
                    true);
        }
    }

    /** Each word once: as one, with a hyphen, or as two. */
    private static List<Spelled> spelled(
            IndexSearcher searcher, String text, List<Words.Word> words) throws IOException {
        List<Spelled> all = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        for (int at = 0; at < words.size(); at++) {
            Words.Word word = words.get(at);
            if (!done.add(word.term())) {
                continue;
            }
            Spelled one = spelled(searcher, text, word);
            Words.Word next = at + 1 < words.size() ? words.get(at + 1) : null;
            String joined =
                    next == null || done.contains(next.term())
                            ? null
                            : JoinedWords.joined(text, word, next).orElse(null);
            double rarity = joined == null ? 0 : rarity(searcher, joined);
            if (next == null || joined == null || rarity == 0) {
                all.add(one);
                continue;
            }
            done.add(next.term());
            Spelled other = spelled(searcher, text, next);
            BooleanQuery.Builder two = new BooleanQuery.Builder();
            add(two, one.query(), 1);
            add(two, other.query(), 1);
            all.add(
                    new Spelled(
                                    two.build(),
                                    one.most() + other.most(),
                                    2,
                                    one.known() + other.known(),
                                    one.whole() && other.whole())
                            .or(ofWord(joined), rarity));
        }
        return all;
    }

    /** A word, or its parts side by side. */
    private static Spelled spelled(IndexSearcher searcher, String text, Words.Word word)
            throws IOException {
        double own = rarity(searcher, word.term());
        int known = own > 0 || isName(searcher, text, word) ? 1 : 0;
        Spelled spelled = new Spelled(ofWord(word.term()), own, 1, known, own > 0);
        for (JoinedWords.Parts parts : JoinedWords.parts(searcher, word.term())) {
            double first = rarity(searcher, parts.first());
            double second = rarity(searcher, parts.second());
            if (first > 0 && second > 0) {
                spelled =
                        spelled.or(
                                new PhraseQuery(PaperDocument.TEXT, parts.first(), parts.second()),
                                first + second);
            }
        }
        return spelled;
    }

    /** The words of a text that no paper has in any spelling, nor an author in the name. */
    static List<Words.Word> unknown(IndexSearcher searcher, String text) throws IOException {
        List<Words.Word> words = Words.of(Words.TEXT, text, Words.MAX_WORDS);
        List<Words.Word> unknown = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            Words.Word word = words.get(at);
            boolean joined =
                    (at > 0 && isJoined(searcher, text, words.get(at - 1), word))
                            || (at + 1 < words.size()
                                    && isJoined(searcher, text, word, words.get(at + 1)));
            if (!joined && spelled(searcher, text, word).known() == 0) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    private static boolean isJoined(
            IndexSearcher searcher, String text, Words.Word first, Words.Word second)
            throws IOException {
        String joined = JoinedWords.joined(text, first, second).orElse(null);
        return joined != null && rarity(searcher, joined) > 0;
    }

    private static Query ofWord(String term) {
        return new TermQuery(new Term(PaperDocument.TEXT, term));
    }

    private static boolean isName(IndexSearcher searcher, String text, Words.Word word)
            throws IOException {
        List<Words.Word> name = Words.of(Words.NAMES, text.substring(word.begin(), word.end()), 1);
        return !name.isEmpty()
                && searcher.getIndexReader()
                                .docFreq(new Term(PaperDocument.AUTHORS, name.getFirst().term()))
                        > 0;
    }

    /** BM25's inverse document frequency; 0 for a word that no paper has. */
    private static double rarity(IndexSearcher searcher, String term) throws IOException {
        double papers = searcher.getIndexReader().getDocCount(PaperDocument.TEXT);
        double having = searcher.getIndexReader().docFreq(new Term(PaperDocument.TEXT, term));
        return having == 0 ? 0 : Math.log(1 + (papers - having + 0.5) / (having + 0.5));
    }

    /** Words that stand side by side in the query say more where they do so in a paper. */
    private static void addPairs(BooleanQuery.Builder any, List<Words.Word> words) {
        Set<Query> pairs = new LinkedHashSet<>();
        for (int at = 1; at < words.size(); at++) {
            pairs.add(phrase(PaperDocument.TEXT, words.subList(at - 1, at + 1)));
        }
        pairs.forEach(pair -> add(any, pair, PAIR));
    }

    /** A word counts as a name as far as it is one: "Hinton" does, "deep" does not. */
    private static void addNames(IndexSearcher searcher, BooleanQuery.Builder any, String text)
            throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (Words.Word word : Words.of(Words.NAMES, text, Words.MAX_WORDS)) {
            if (!seen.add(word.term())) {
                continue;
            }
            Term name = new Term(PaperDocument.AUTHORS, word.term());
            int asName = searcher.getIndexReader().docFreq(name);
            if (asName == 0) {
                continue;
            }
            List<Words.Word> stem =
                    Words.of(Words.TEXT, text.substring(word.begin(), word.end()), 1);
            int asWord =
                    stem.isEmpty()
                            ? Integer.MAX_VALUE
                            : searcher.getIndexReader()
                                    .docFreq(new Term(PaperDocument.TEXT, stem.getFirst().term()));
            add(any, new TermQuery(name), (float) ((double) asName / ((double) asName + asWord)));
        }
    }

    private static void add(BooleanQuery.Builder any, Query query, float weight) {
        any.add(new BoostQuery(query, weight), BooleanClause.Occur.SHOULD);
    }

    /** What every paper that is found must meet, and what does not count for its relevance. */
    static Query conditions(SearchQuery query, SearchFilter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter(all, new TermQuery(new Term(PaperDocument.FLAGS, PaperDocument.FOUND)));
        if (filter.code()) {
            filter(all, new TermQuery(new Term(PaperDocument.FLAGS, PaperDocument.CODE)));
        }
        if (filter.category() != null) {
            filter(all, category(filter.category()));
        }
        if (filter.from() != null || filter.until() != null) {
            long from = filter.from() == null ? Long.MIN_VALUE : filter.from().getEpochSecond();
            // Before that instant, not at it.
            long until =
                    filter.until() == null
                            ? Long.MAX_VALUE
                            : filter.until().minusNanos(1).getEpochSecond();
            filter(all, LongField.newRangeQuery(PaperDocument.LISTED, from, until));
        }
        query.phrases().forEach(phrase -> filter(all, phrase(phrase)));
        AuthorQueries authors = new AuthorQueries();
        query.authors().forEach(author -> filter(all, authors.next(author)));
        if (!query.categories().isEmpty()) {
            filter(all, oneOf(query.categories()));
        }
        SearchQuery.Excluded excluded = query.excluded();
        excludeTexts(all, excluded.texts());
        excluded.authors().forEach(author -> exclude(all, authors.next(author)));
        if (!excluded.categories().isEmpty()) {
            exclude(all, oneOf(excluded.categories()));
        }
        if (!query.ids().isEmpty()) {
            filter(all, ids(query.ids()));
        }
        return all.build();
    }

    private static void filter(BooleanQuery.Builder all, Query condition) {
        all.add(condition, BooleanClause.Occur.FILTER);
    }

    private static void exclude(BooleanQuery.Builder all, Query condition) {
        all.add(condition, BooleanClause.Occur.MUST_NOT);
    }

    /** Any number of single words is one clause. */
    private static void excludeTexts(BooleanQuery.Builder all, List<String> texts) {
        List<BytesRef> words = new ArrayList<>();
        for (String text : texts) {
            List<Words.Word> terms = Words.of(Words.TEXT, text, 2);
            if (terms.size() == 1) {
                words.add(new BytesRef(terms.getFirst().term()));
            } else {
                exclude(all, phrase(text));
            }
        }
        if (!words.isEmpty()) {
            exclude(all, new TermInSetQuery(PaperDocument.TEXT, words));
        }
    }

    private static Query any(List<Query> queries) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, BooleanClause.Occur.SHOULD));
        return any.build();
    }

    private static Query category(String name) {
        return new TermQuery(new Term(PaperDocument.CATEGORIES, name.toLowerCase(Locale.ROOT)));
    }

    /** Any number of categories is one clause. */
    private static Query oneOf(List<String> categories) {
        return new TermInSetQuery(
                PaperDocument.CATEGORIES,
                categories.stream()
                        .map(name -> new BytesRef(name.toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /** The paper of an id, also of one that it had earlier. */
    static Query id(PaperId id) {
        return any(
                List.of(
                        new TermQuery(new Term(PaperDocument.ID, id.value())),
                        new TermQuery(new Term(PaperDocument.ALIASES, id.value()))));
    }

    /** The papers of these ids, also of those that they had earlier: two clauses for any number. */
    static Query ids(Collection<PaperId> ids) {
        List<BytesRef> values = ids.stream().map(id -> new BytesRef(id.value())).toList();
        return any(
                List.of(
                        new TermInSetQuery(PaperDocument.ID, values),
                        new TermInSetQuery(PaperDocument.ALIASES, values)));
    }

    /** Of these papers those that meet the conditions. */
    static Query oneOf(Set<PaperId> ids, Query conditions) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter(all, conditions);
        filter(
                all,
                new TermInSetQuery(
                        PaperDocument.ID,
                        ids.stream().map(id -> new BytesRef(id.value())).toList()));
        return all.build();
    }

    /** Papers of exactly this title. */
    static Query wholeTitle(String text) {
        return PaperDocument.wholeTitle(text)
                .<Query>map(whole -> new TermQuery(new Term(PaperDocument.WHOLE_TITLE, whole)))
                .orElseGet(() -> new MatchNoDocsQuery("no letters"));
    }

    /**
     * The phrase in the title or in the abstract. Any word may stand in the place of a stop word,
     * unless it has no others.
     */
    private static Query phrase(String text) {
        List<Words.Word> words = Words.of(Words.TEXT, text, Words.MAX_WORDS);
        return words.isEmpty()
                ? phrase(
                        PaperDocument.STOP_WORDS, Words.of(Words.STOP_WORDS, text, Words.MAX_WORDS))
                : phrase(PaperDocument.TEXT, words);
    }

    /** The words as far from each other as they are in their text. */
    private static Query phrase(String field, List<Words.Word> words) {
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (Words.Word word : words) {
            phrase.add(new Term(field, word.term()), word.position() - words.getFirst().position());
        }
        return phrase.build();
    }

    /** Papers that may be found, of an author who has one of these names. */
    static Query ofAuthor(List<String> names, SearchFilter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter(all, conditions(SearchQuery.NOTHING, filter));
        filter(all, any(names.stream().map(new AuthorQueries()::next).toList()));
        return all.build();
    }
}
