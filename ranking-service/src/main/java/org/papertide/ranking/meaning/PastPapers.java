package org.papertide.ranking.meaning;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.UnavailableException;

/**
 * The past of a partition, which is worked while no new papers come.
 *
 * <p>With the offsets of papers the models are committed by which all papers before them have
 * vectors. Where others run now, papers are read in another way, or a text failed, the papers of
 * the past are looked at again: those that lack something make the {@link Backlog}, which is worked
 * a few texts between two looks for new papers. So a new paper never waits for a new model.
 * Rejected: to begin anew with the first paper, behind which new ones would wait for hours; a
 * second group for the past, whose member can be another replica than that of the present, so that
 * both write the embedding of a paper, and either loses the other's vector.
 */
final class PastPapers {

    /** Texts between two looks for new papers: a second of the shipped model. */
    private static final int BEHIND = 8;

    /** As a release before wrote it: up to where papers were new to it, and its models. */
    private static final Pattern SEEN_BEFORE = Pattern.compile("(\\d{1,18}) .*");

    /** Beside an offset before which some paper may lack a vector. */
    private static final String INCOMPLETE = "";

    private final TopicPartition papers;
    private final PaperPartition partition;
    private final PaperEmbedder embedder;
    private final EmbeddingLog log;
    private final Clock clock;

    /** Records that have been read and not been looked at. */
    private final Deque<ConsumerRecord<byte[], byte[]>> page = new ArrayDeque<>();

    /** Where the present begins. */
    private final long until;

    /** Up to where it has been looked at for papers that lack something. */
    private long looked;

    /** By what all papers before the offset that was committed last have vectors. */
    private String committed;

    /**
     * @param until where the present begins
     * @param committed beside the offset of the papers
     */
    PastPapers(
            TopicPartition papers,
            PaperPartition partition,
            PaperEmbedder embedder,
            EmbeddingLog log,
            Clock clock,
            long until,
            String committed) {
        this.papers = papers;
        this.partition = partition;
        this.embedder = embedder;
        this.log = log;
        this.clock = clock;
        this.until = until;
        this.committed = committed;
        this.looked = committed.equals(embedder.recipe()) ? until : 0;
    }

    /**
     * Where it ends: new papers are those behind what is committed, or behind all there are now.
     */
    static long end(@Nullable OffsetAndMetadata committed, long end) {
        if (committed == null) {
            return end;
        }
        Matcher seen = SEEN_BEFORE.matcher(committed.metadata());
        return seen.matches()
                ? Math.max(committed.offset(), Math.min(Long.parseLong(seen.group(1)), end))
                : committed.offset();
    }

    boolean isLooking() {
        return looked < until;
    }

    /** Whether papers wait for nothing but their turn. */
    boolean isDue() {
        return isLooking() || partition.backlog().next(clock.instant()).isPresent();
    }

    /** Records that wait for nothing but their turn: what failed is no work until it is due. */
    long left() {
        return Math.max(0, until - looked) + partition.backlog().lacking();
    }

    /** By what all papers have vectors; whoever comes next looks at the past again without it. */
    String complete() {
        return isLooking() || !partition.backlog().isEmpty() ? INCOMPLETE : embedder.recipe();
    }

    /** Whether all papers have vectors now, and that is not committed. */
    boolean isUncommitted() {
        return !complete().equals(INCOMPLETE) && !complete().equals(committed);
    }

    void committed(String complete) {
        committed = complete;
    }

    /**
     * A little of what is due: looks at some records, or makes a few embeddings.
     *
     * @param present up to where papers have been read
     * @param ended whether it is to end after the text under way
     * @throws UnavailableException if a model reads no text at all, and nothing could be done
     *     without it
     */
    void work(long present, BooleanSupplier ended, EmbeddingProgress progress)
            throws InterruptedException {
        if (isLooking()) {
            look(progress);
        } else {
            workBacklog(present, ended, progress);
        }
    }

    /** Looks at the next papers for those that lack something. */
    private void look(EmbeddingProgress progress) throws InterruptedException {
        long start = System.nanoTime();
        var records = log.readFrom(papers, looked, until);
        for (ConsumerRecord<byte[], byte[]> each : records) {
            PaperRecord record = partition.read(each);
            if (each.offset() < until && !(record instanceof PaperRecord.Unreadable)) {
                String paper = PaperRecord.key(each);
                partition.backlog().look(paper, each.offset(), partition.lacks(record, paper));
            }
        }
        looked = records.isEmpty() ? until : records.getLast().offset() + 1;
        progress.add(records.size());
        if (!isLooking()) {
            partition.backlog().endLook();
        }
        embedder.pauseAfter(start);
    }

    /** A few papers that lack something. */
    private void workBacklog(long present, BooleanSupplier ended, EmbeddingProgress progress)
            throws InterruptedException {
        if (page.isEmpty()) {
            turnPage(present);
        }
        int worked = 0;
        int waiting = 0;
        try {
            while (worked < BEHIND && !page.isEmpty() && !ended.getAsBoolean()) {
                ConsumerRecord<byte[], byte[]> each = page.getFirst();
                String paper = PaperRecord.key(each);
                if (partition.backlog().isDue(paper, each.offset(), clock.instant())) {
                    boolean done = partition.apply(each);
                    progress.add(done ? 1 : 0);
                    waiting += done ? 0 : 1;
                    worked++;
                }
                page.removeFirst();
            }
        } finally {
            partition.awaitSent();
        }
        if (waiting > 0 && waiting == worked) {
            throw new UnavailableException(embedder.failure().orElse("a text model reads nothing"));
        }
    }

    /** Reads records from the next one on that waits. */
    private void turnPage(long present) {
        long next = partition.backlog().next(clock.instant()).orElseThrow();
        // What failed may have come after the past ended.
        var records = log.readFrom(papers, next, present);
        if (records.isEmpty() || records.getFirst().offset() > next) {
            partition.backlog().gone(next);
        }
        page.addAll(records);
    }
}
