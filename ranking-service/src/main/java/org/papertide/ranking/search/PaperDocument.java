package org.papertide.ranking.search;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.events.EventCodec;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.text.PaperText;

/**
 * A paper as the index has it. A document without a listed paper holds what is known of an id: a
 * vector that came before its paper, or the revision of a paper that has left. Nobody finds it: its
 * vectors are stored, not indexed, so each indexed vector is of a paper that may be found.
 */
final class PaperDocument {

    /** The paper's id; one document has it. */
    static final String ID = "id";

    /** Each other id that it answers to. */
    static final String ALIASES = "aliases";

    /**
     * The words of the title, and again, and those of the abstract, as one text. Rejected: two
     * fields of which each is scored for itself. A paper with one of the query's words in its title
     * then comes before those that are about all of them (26 instead of 52 of 119 papers on one
     * subject were among the first 119).
     */
    static final String TEXT = "text";

    /** The stop words of the same text, for phrases that have no other word. */
    static final String STOP_WORDS = "stop-words";

    /** The words that the same text has with a hyphen, as {@link JoinedWords} has them. */
    static final String COMPOUNDS = "compounds";

    static final String AUTHORS = "authors";

    /** The first letter of each word of the same names, at the same position. */
    static final String INITIALS = "initials";

    /** A hash of the title: who types a whole title is looking for that paper. */
    static final String WHOLE_TITLE = "whole-title";

    /** With the archives that they are in, in lower case. */
    static final String CATEGORIES = "categories";

    /** When it was listed, in seconds. */
    static final String LISTED = "listed";

    /**
     * What a reader may ask for: {@link #FOUND} if it can be found, {@link #CODE} if it has code.
     */
    static final String FLAGS = "flags";

    static final String FOUND = "found";
    static final String CODE = "code";

    /** Begins the name of each field of vectors; the model follows, and how many numbers it has. */
    static final String VECTOR = "vector/";

    /** Begins the name of a stored vector, which is not searched; that of its field follows. */
    static final String WAITING = "waiting/";

    /** The paper's record, stored. */
    static final String PAPER = "paper";

    /** Of a hash, so many digits tell a billion titles apart. */
    private static final int DIGITS = 16;

    private PaperDocument() {}

    /**
     * The document of a paper.
     *
     * @param paper absent if only the vector is known
     * @param vectors one for each model, by the names of their fields
     */
    static Document of(PaperId id, @Nullable Paper paper, Map<String, byte[]> vectors) {
        Document document = new Document();
        document.add(new StringField(ID, id.value(), Field.Store.NO));
        document.add(new BinaryDocValuesField(ID, new BytesRef(id.value())));
        if (paper != null) {
            document.add(new StoredField(PAPER, EventCodec.PAPER.encode(paper)));
        }
        if (paper != null && paper.status() == PaperStatus.LISTED) {
            addListed(document, paper);
            vectors.forEach((field, vector) ->
                    document.add(
                            new KnnByteVectorField(
                                    field, vector, VectorSimilarityFunction.DOT_PRODUCT)));
        } else {
            vectors.forEach(
                    (field, vector) -> document.add(new StoredField(WAITING + field, vector)));
        }
        return document;
    }

    private static void addListed(Document document, Paper paper) {
        addWord(document, FLAGS, FOUND);
        paper.aliases().forEach(alias -> addWord(document, ALIASES, alias.value()));
        String title = PaperText.readable(paper.title());
        addText(document, title);
        addText(document, title);
        wholeTitle(title).ifPresent(whole -> addWord(document, WHOLE_TITLE, whole));
        if (paper.abstractText() != null) {
            addText(document, PaperText.readable(paper.abstractText()));
        }
        for (String author : paper.authors()) {
            String name = PaperText.readable(author);
            document.add(new TextField(AUTHORS, name, Field.Store.NO));
            document.add(new TextField(INITIALS, name, Field.Store.NO));
        }
        paper.categories().stream()
                .flatMap(category ->
                        Category.withArchives(category.toLowerCase(Locale.ROOT)).stream())
                .distinct()
                .forEach(name -> addWord(document, CATEGORIES, name));
        Instant listed = paper.listed() == null ? paper.submitted() : paper.listed();
        if (listed != null) {
            document.add(new LongField(LISTED, listed.getEpochSecond(), Field.Store.NO));
        }
        Links links = paper.links();
        if (links.code() != null || paper.codeUrl() != null) {
            addWord(document, FLAGS, CODE);
        }
    }

    /** The hash of a title, of its letters and digits alone; empty if it has none. */
    static Optional<String> wholeTitle(String title) {
        return PaperId.normaliseTitle(title).isEmpty()
                ? Optional.empty()
                : Optional.of(PaperId.ofTitle(title).name().substring(0, DIGITS));
    }

    private static void addText(Document document, String text) {
        document.add(new TextField(TEXT, text, Field.Store.NO));
        document.add(new TextField(STOP_WORDS, text, Field.Store.NO));
        JoinedWords.compounds(text).forEach(each -> addWord(document, COMPOUNDS, each));
    }

    private static void addWord(Document document, String field, String word) {
        document.add(new StringField(field, word, Field.Store.NO));
    }
}
