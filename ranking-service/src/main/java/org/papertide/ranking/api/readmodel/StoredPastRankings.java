package org.papertide.ranking.api.readmodel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PastRankings;
import org.papertide.events.Window;
import org.papertide.ranking.model.RankingKind;

/**
 * The rankings of a category at a moment, in their stored form. One paper is found in it without
 * decoding the others, in some microseconds instead of some hundred; a paper's history needs up to
 * 832 of them.
 *
 * <p>Bytes: number of papers (2), each paper's identity after its length (2), number of rankings
 * (1), and of each its order and window (1), how many it holds (2), and for each a paper's number
 * (2) and value (8). They do not name their form: stores of another form have another folder, see
 * {@link ReadModelStream}.
 */
public final class StoredPastRankings {

    private final ByteBuffer stored;

    /** Reads a stored form. */
    public StoredPastRankings(byte[] stored) {
        this.stored = ByteBuffer.wrap(stored).asReadOnlyBuffer();
    }

    /**
     * A paper of a ranking.
     *
     * @param id the paper
     * @param rank from 1
     * @param score the value in this order and window
     */
    public record RankedPaper(PaperId id, int rank, double score) {}

    /**
     * The rank of one paper in one of the rankings.
     *
     * @param order of the ranking
     * @param window of the ranking
     * @param rank from 1
     * @param score the value in this order and window
     */
    public record PaperRank(Order order, Window window, int rank, double score) {}

    public static byte[] toBytes(PastRankings past) {
        List<byte[]> ids = past.papers().stream().map(StoredPastRankings::utf8).toList();
        int size = 2 + ids.stream().mapToInt(id -> 2 + id.length).sum() + 1;
        for (PastRankings.Places places : past.rankings()) {
            size += 1 + 2 + 10 * places.papers().size();
        }
        ByteBuffer out = ByteBuffer.allocate(size).putShort((short) ids.size());
        ids.forEach(id -> out.putShort((short) id.length).put(id));
        out.put((byte) past.rankings().size());
        for (PastRankings.Places places : past.rankings()) {
            out.put((byte) RankingKind.index(places.order(), places.window()));
            out.putShort((short) places.papers().size());
            for (int i = 0; i < places.papers().size(); i++) {
                out.putShort(places.papers().get(i).shortValue());
                out.putDouble(places.scores().get(i));
            }
        }
        return out.array();
    }

    /** The papers of a ranking in order. */
    public List<RankedPaper> places(Order order, Window window) {
        ByteBuffer in = stored.duplicate();
        List<PaperId> ids = new ArrayList<>();
        for (int count = in.getShort(); count > 0; count--) {
            byte[] id = new byte[in.getShort()];
            in.get(id);
            ids.add(new PaperId(new String(id, StandardCharsets.UTF_8)));
        }
        int wanted = RankingKind.index(order, window);
        for (int rankings = in.get(); rankings > 0; rankings--) {
            boolean found = in.get() == wanted;
            int held = in.getShort();
            if (!found) {
                in.position(in.position() + 10 * held);
                continue;
            }
            List<RankedPaper> ranked = new ArrayList<>(held);
            for (int rank = 1; rank <= held; rank++) {
                ranked.add(new RankedPaper(ids.get(in.getShort()), rank, in.getDouble()));
            }
            return ranked;
        }
        return List.of();
    }

    /**
     * The ranks of a paper, one per ranking that held it: the best one where it had two identities.
     *
     * @param ids its identities
     */
    public List<PaperRank> find(Collection<PaperId> ids) {
        ByteBuffer in = stored.duplicate();
        BitSet numbers = numbers(in, ids.stream().map(StoredPastRankings::utf8).toList());
        List<PaperRank> found = new ArrayList<>(numbers.isEmpty() ? 0 : 6);
        int rankings = numbers.isEmpty() ? 0 : in.get();
        for (; rankings > 0; rankings--) {
            RankingKind kind = RankingKind.of(in.get());
            int held = in.getShort();
            int end = in.position() + 10 * held;
            for (int rank = 1; rank <= held; rank++) {
                boolean here = numbers.get(in.getShort());
                double score = in.getDouble();
                if (here) {
                    found.add(new PaperRank(kind.order(), kind.window(), rank, score));
                    break;
                }
            }
            in.position(end);
        }
        return found;
    }

    /** The numbers of these papers. Leaves the buffer behind the papers. */
    private static BitSet numbers(ByteBuffer in, List<byte[]> ids) {
        BitSet numbers = new BitSet();
        byte[] other = new byte[ids.stream().mapToInt(id -> id.length).max().orElse(0)];
        int count = in.getShort();
        for (int i = 0; i < count; i++) {
            int length = in.getShort();
            if (length > other.length) {
                in.position(in.position() + length);
                continue;
            }
            in.get(other, 0, length);
            for (byte[] id : ids) {
                if (Arrays.equals(id, 0, id.length, other, 0, length)) {
                    numbers.set(i);
                    break;
                }
            }
        }
        return numbers;
    }

    private static byte[] utf8(PaperId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }
}
