package org.papertide.ranking.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;

/**
 * The index of all papers. One thread changes it, any number of threads search it.
 *
 * <p>A paper and its vector come from two topics in any order. Whichever comes second is joined
 * with what the index has of the other, so the two can be read at any pace, from any position, and
 * more than once.
 *
 * <p>The vectors of each model are a field of their own, so those of a model that takes over are
 * made beside the present ones; there are a few at most ({@link VectorFields}). They are indexed
 * with eight bits for each number. Rejected: Lucene's own quantised format, which keeps the numbers
 * in full beside the quantised ones: 1,536 bytes more for each paper.
 *
 * <p>What is committed says up to where the topics were read, and in which format.
 */
public final class PaperIndex implements AutoCloseable {

    /** Raised with every change of what a document holds, or of how text becomes words. */
    static final String FORMAT = "7";

    private static final String FORMAT_KEY = "format";
    private static final String FILLED_KEY = "filled";
    private static final String POSITION_KEY = "position/";
    private static final String VECTORS_KEY = "vectors/";
    private static final String LEFT_OUT_KEY = "left-out";

    /**
     * A part is merged into no larger one: while its graph is made it takes a sixth of that in the
     * heap.
     */
    private static final double LARGEST_PART_MB = 256;

    /** Each part costs a search about the same, whatever its size. */
    private static final int FEW = 4;

    /** Parts while much is read at once, of which all are merged at its end. */
    private static final int MANY = 20;

    private static final Logger LOG = Logger.getLogger(PaperIndex.class);

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Map<String, Long> positions = new HashMap<>();
    private final VectorFields vectorFields;
    private boolean filled;

    /** An index that this release cannot use. */
    public static final class OtherIndexException extends IOException {

        private static final long serialVersionUID = 1L;

        OtherIndexException(String message) {
            super(message);
        }
    }

    /** A query of more clauses than the index takes. The index is well. */
    public static final class TooManyClausesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyClausesException(IndexSearcher.TooManyClauses cause) {
            super("the query has too many clauses", cause);
        }
    }

    /** Something to do with the index as it stands. */
    @FunctionalInterface
    public interface Task<T> {

        /** Does it. */
        T run(IndexSearcher searcher) throws IOException;
    }

    /**
     * Opens the index of a directory, or makes it.
     *
     * @param bufferMegabytes memory for documents that are not written yet
     * @throws OtherIndexException if the index there is of another format
     * @throws org.apache.lucene.store.LockObtainFailedException if another one has opened it
     * @throws IOException if it cannot be read
     */
    public static PaperIndex open(Directory directory, double bufferMegabytes) throws IOException {
        IndexWriterConfig settings =
                new IndexWriterConfig(Words.ofFields())
                        .setCodec(new IndexCodec())
                        .setMergePolicy(merging(FEW))
                        .setRAMBufferSizeMB(bufferMegabytes)
                        .setCommitOnClose(false);
        IndexWriter writer = new IndexWriter(directory, settings);
        try {
            return new PaperIndex(directory, writer);
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    private PaperIndex(Directory directory, IndexWriter writer) throws IOException {
        this.directory = directory;
        this.writer = writer;
        Map<String, String> commit =
                DirectoryReader.indexExists(directory)
                        ? SegmentInfos.readLatestCommit(directory).getUserData()
                        : Map.of();
        readCommit(commit);
        this.searchers = new SearcherManager(writer, null);
        this.vectorFields = search(searcher -> vectorFields(searcher, commit));
    }

    private static MergePolicy merging(int parts) {
        return new TieredMergePolicy()
                .setMaxMergedSegmentMB(LARGEST_PART_MB)
                .setSegmentsPerTier(parts)
                .setMaxMergeAtOnce(parts);
    }

    private static VectorFields vectorFields(IndexSearcher searcher, Map<String, String> commit) {
        Set<String> fields = new TreeSet<>();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            fields.addAll(vectorFields(leaf));
        }
        for (String key : commit.keySet()) {
            if (key.startsWith(VECTORS_KEY)) {
                fields.add(key.substring(VECTORS_KEY.length()));
            }
        }
        return new VectorFields(fields, Boolean.parseBoolean(commit.get(LEFT_OUT_KEY)));
    }

    /**
     * Takes the vectors of these models from now on.
     *
     * @param running the fields of the models that run
     * @return false if it may have left out some of theirs: then it has to be made anew
     */
    boolean serve(Set<String> running) {
        return vectorFields.serve(running);
    }

    private void readCommit(Map<String, String> commit) throws OtherIndexException {
        // The writer has committed nothing yet where the directory was empty.
        if (commit.isEmpty()) {
            return;
        }
        if (!FORMAT.equals(commit.get(FORMAT_KEY))) {
            throw new OtherIndexException(
                    "format %s, wanted %s".formatted(commit.get(FORMAT_KEY), FORMAT));
        }
        filled = Boolean.parseBoolean(commit.get(FILLED_KEY));
        commit.forEach((key, value) -> {
            if (key.startsWith(POSITION_KEY)) {
                positions.put(key.substring(POSITION_KEY.length()), Long.valueOf(value));
            }
        });
    }

    /** Up to where each source was read when the index was last committed, by its name. */
    public Map<String, Long> positions() {
        return Map.copyOf(positions);
    }

    /** Whether it held everything that there was when it was last committed. */
    public boolean wasFilled() {
        return filled;
    }

    /**
     * Applies changes, the oldest first. They are found afterwards, and lost unless committed. Many
     * at once cost much less: each call makes a part of the index of its own, and a paper that
     * comes with its vector is written once.
     */
    public void apply(Collection<IndexChange> changes) throws IOException {
        Map<PaperId, Entry> entries =
                search(searcher -> {
                    Map<PaperId, Entry> found = new LinkedHashMap<>();
                    for (IndexChange change : changes) {
                        if (!found.containsKey(change.id())) {
                            found.put(change.id(), find(searcher, change.id()));
                        }
                    }
                    return found;
                });
        for (IndexChange change : changes) {
            entries.computeIfPresent(change.id(), (_, entry) -> entry.with(change, vectorFields));
        }
        for (Map.Entry<PaperId, Entry> each : entries.entrySet()) {
            write(each.getKey(), each.getValue());
        }
        refresh();
    }

    /** Searches see the index as it is now, with its parts merged. */
    void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** Whether something was applied or merged that is not durable yet. */
    boolean isUncommitted() {
        return writer.hasUncommittedChanges();
    }

    private void write(PaperId id, Entry entry) throws IOException {
        Term key = new Term(PaperDocument.ID, id.value());
        if (entry.isEmpty()) {
            writer.deleteDocuments(key);
        } else {
            writer.updateDocument(key, PaperDocument.of(id, entry.paper, entry.vectors));
        }
    }

    /**
     * Makes everything that was applied durable.
     *
     * @param read up to where each source has been read, by its name
     * @param complete whether it holds everything that there was at some instant
     */
    public void commit(Map<String, Long> read, boolean complete) throws IOException {
        filled = complete;
        positions.clear();
        positions.putAll(read);
        Map<String, String> commit = new HashMap<>();
        commit.put(FORMAT_KEY, FORMAT);
        commit.put(FILLED_KEY, Boolean.toString(complete));
        commit.put(LEFT_OUT_KEY, Boolean.toString(vectorFields.leftOut()));
        vectorFields.taken().forEach(field -> commit.put(VECTORS_KEY + field, ""));
        read.forEach(
                (source, position) -> commit.put(POSITION_KEY + source, Long.toString(position)));
        writer.setLiveCommitData(commit.entrySet());
        var _ = writer.commit();
    }

    /** Much will be read: its parts are left alone for the most part until it is settled. */
    void gather() {
        var _ = writer.getConfig().setMergePolicy(merging(MANY));
    }

    /**
     * Much has been read: its parts are merged into as few as can be, beside the searches, and few
     * they stay. Of 100,000 papers in eight parts a search by meaning takes six times as long as in
     * one.
     */
    void settle() throws IOException {
        var _ = writer.getConfig().setMergePolicy(merging(FEW));
        writer.forceMerge(Math.toIntExact((long) Math.ceil(megabytes() / LARGEST_PART_MB)), false);
    }

    private double megabytes() throws IOException {
        return Math.max(1, bytes()) / 1e6;
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            bytes += directory.fileLength(file);
        }
        return bytes;
    }

    /**
     * Runs a task on the index as it stands.
     *
     * @throws IOException if the index cannot be read, whatever the library throws then: of damaged
     *     bytes it takes any for a length, a place in an array, or a state
     * @throws TooManyClausesException if the task asks for more at once than the index takes
     */
    public <T> T search(Task<T> task) throws IOException {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return task.run(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IndexSearcher.TooManyClauses e) {
            throw new TooManyClausesException(e);
        } catch (RuntimeException | InternalError | OutOfMemoryError | AssertionError e) {
            // Internal error: a part of a file that was mapped has gone. Out of memory: room is
            // made for a damaged length. The library asserts something in tests only.
            throw new IOException("the index cannot be read: " + e, e);
        }
    }

    /** Whether every file has the checksum that it was written with. All of them are read. */
    boolean isWhole() {
        try {
            return search(searcher -> {
                for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                    if (leaf.reader() instanceof CodecReader files) {
                        files.checkIntegrity();
                    }
                }
                return true;
            });
        } catch (IOException e) {
            LOG.debug("The index is damaged.", e);
            return false;
        }
    }

    /** The papers and vectors of the index, in numbers. */
    public record Size(int papers, int vectors, long bytes) {}

    /** How large it is. */
    public Size size() throws IOException {
        long onDisk = bytes();
        return search(searcher -> {
            int papers =
                    searcher.count(
                            new TermQuery(new Term(PaperDocument.FLAGS, PaperDocument.FOUND)));
            int vectors = 0;
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                for (String field : vectorFields(leaf)) {
                    vectors += leaf.reader().getByteVectorValues(field).size();
                }
            }
            return new Size(papers, vectors, onDisk);
        });
    }

    /** The paper of a document. */
    static @Nullable Paper paper(IndexSearcher searcher, int document) throws IOException {
        return paper(searcher.storedFields().document(document));
    }

    private static @Nullable Paper paper(Document stored) {
        byte[] value = stored(stored, PaperDocument.PAPER);
        return value != null
                        && EventCodec.PAPER.decode(value)
                                instanceof Decoded.Event<Paper>(Paper paper)
                ? paper
                : null;
    }

    private static byte @Nullable [] stored(Document stored, String field) {
        BytesRef bytes = stored.getBinaryValue(field);
        return bytes == null
                ? null
                : Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length);
    }

    /** The papers that have a vector of this model. */
    public int covered(String model, int dimensions) throws IOException {
        Query having = new FieldExistsQuery(ModelVector.field(model, dimensions));
        return search(searcher -> searcher.count(having));
    }

    private static List<String> vectorFields(LeafReaderContext leaf) {
        List<String> fields = new ArrayList<>();
        for (FieldInfo field : leaf.reader().getFieldInfos()) {
            if (field.hasVectorValues()) {
                fields.add(field.name);
            }
        }
        return fields;
    }

    /** The vector of a document in this field, if it has one. */
    static byte @Nullable [] vector(IndexSearcher searcher, int document, String field)
            throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return vector(leaves.get(ReaderUtil.subIndex(document, leaves)), document, field);
    }

    private static byte @Nullable [] vector(LeafReaderContext leaf, int document, String field)
            throws IOException {
        ByteVectorValues values = leaf.reader().getByteVectorValues(field);
        if (values == null) {
            return null;
        }
        KnnVectorValues.DocIndexIterator place = values.iterator();
        int own = document - leaf.docBase;
        return place.advance(own) == own ? values.vectorValue(place.index()).clone() : null;
    }

    /** The indexed vectors of a document, by their fields. */
    static Map<String, byte[]> vectors(IndexSearcher searcher, int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        Map<String, byte[]> vectors = new TreeMap<>();
        for (String field : vectorFields(leaf)) {
            byte[] vector = vector(leaf, document, field);
            if (vector != null) {
                vectors.put(field, vector);
            }
        }
        return vectors;
    }

    private static Entry find(IndexSearcher searcher, PaperId id) throws IOException {
        TopDocs found = searcher.search(new TermQuery(new Term(PaperDocument.ID, id.value())), 1);
        if (found.scoreDocs.length == 0) {
            return new Entry(null, Map.of());
        }
        int document = found.scoreDocs[0].doc;
        Map<String, byte[]> vectors = vectors(searcher, document);
        Document stored = searcher.storedFields().document(document);
        for (IndexableField field : stored) {
            byte[] vector = stored(stored, field.name());
            if (vector != null && field.name().startsWith(PaperDocument.WAITING)) {
                vectors.put(field.name().substring(PaperDocument.WAITING.length()), vector);
            }
        }
        return new Entry(paper(stored), vectors);
    }

    /** What is known of an id. */
    private static final class Entry {

        private final @Nullable Paper paper;
        private final Map<String, byte[]> vectors;

        Entry(@Nullable Paper paper, Map<String, byte[]> vectors) {
            this.paper = paper;
            this.vectors = vectors;
        }

        Entry with(IndexChange change, VectorFields fields) {
            return switch (change) {
                case IndexChange.Known(Paper newer, Instant written) ->
                        paper != null && !newer.replaces(paper.revision(), written)
                                ? this
                                : new Entry(newer, vectors);
                case IndexChange.Forgotten _ -> new Entry(null, vectors);
                case IndexChange.Meant(PaperId _, List<ModelVector> newer) ->
                        new Entry(paper, byField(newer, fields));
            };
        }

        private static Map<String, byte[]> byField(List<ModelVector> vectors, VectorFields fields) {
            Map<String, byte[]> byField = new TreeMap<>();
            for (ModelVector vector : vectors) {
                if (fields.takes(vector.field())) {
                    byField.put(vector.field(), vector.numbers());
                }
            }
            return byField;
        }

        boolean isEmpty() {
            return paper == null && vectors.isEmpty();
        }
    }

    /** Closes it, and its directory, as it was last committed. */
    @Override
    public void close() throws IOException {
        searchers.close();
        writer.rollback();
        directory.close();
    }
}
