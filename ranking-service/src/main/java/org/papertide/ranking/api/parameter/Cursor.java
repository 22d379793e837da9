package org.papertide.ranking.api.parameter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.platform.hashing.Sha256;

/**
 * The position of a reader who pages through a ranking: the set of papers already returned. The
 * next page has the first papers that are not in the set. So no paper appears twice and no paper
 * that stays in the ranking is missed, however the ranking changes between two pages and whichever
 * replica answers.
 *
 * <p>A paper takes 5 bytes, the beginning of its id's hash. Two of 200 papers collide in one of 50
 * million rankings. A cursor of 200 papers has 1,350 characters. Its checksum detects mistakes, not
 * attacks: a forged cursor only removes papers from the pages of its own reader.
 *
 * <p>Rejected: an offset, which repeats and misses papers as soon as one overtakes another; the
 * last paper's score, which does the same; an offset into a frozen ranking, which every replica
 * would have to store for every reader, or whose first page would be up to a quarter of an hour
 * old.
 */
public final class Cursor {

    private static final byte FORMAT = 1;
    private static final int HASH = 5;
    private static final int LONGEST = 2_000;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Set<Long> seen;

    private Cursor(Set<Long> seen) {
        this.seen = seen;
    }

    /** The cursor of the first page. */
    public static Cursor start() {
        return new Cursor(Set.of());
    }

    /**
     * Reads the text of a cursor.
     *
     * @param asOf the {@code asOf} of the request, not parsed
     * @return empty if the text is no cursor, or one of another ranking or instant
     */
    public static Optional<Cursor> read(String text, RankingKey key, @Nullable String asOf) {
        return read(text, walk(key, asOf));
    }

    /**
     * Reads the text of a cursor.
     *
     * @param walk names the list through which it walks
     * @return empty if the text is no cursor, or one of another list
     */
    public static Optional<Cursor> read(String text, String walk) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int count = (bytes.length - 5) / HASH;
        if (bytes.length < 5 + HASH
                || bytes.length != 5 + HASH * count
                || count > Ranking.MAX_ENTRIES
                || bytes[0] != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int sum = in.getInt();
        if (sum != checksum(bytes, walk)) {
            return Optional.empty();
        }
        Set<Long> seen = HashSet.newHashSet(count);
        for (int i = 0; i < count; i++) {
            seen.add(((in.get() & 0xffL) << 32) | (in.getInt() & 0xffffffffL));
        }
        return Optional.of(new Cursor(seen));
    }

    /**
     * A page of a list of papers.
     *
     * @param entries the entries of the page
     * @param next the cursor of the next page; null on the last page
     */
    public record Page<E>(List<E> entries, @Nullable String next) {}

    /** The first entries of a ranking that have not been returned. */
    public Page<Ranking.Entry> page(Ranking ranking, int limit, @Nullable String asOf) {
        return page(
                ranking.entries(), entry -> entry.paper().id(), limit, walk(ranking.key(), asOf));
    }

    /**
     * The first entries of a list that have not been returned.
     *
     * @param paper of an entry
     * @param walk names the list
     */
    public <E> Page<E> page(List<E> entries, Function<E, PaperId> paper, int limit, String walk) {
        List<E> page = new ArrayList<>(limit);
        Set<Long> returned = new HashSet<>(seen);
        boolean more = false;
        for (E entry : entries) {
            long hash = hash(paper.apply(entry));
            if (seen.contains(hash)) {
                continue;
            }
            if (page.size() == limit) {
                more = true;
                break;
            }
            page.add(entry);
            returned.add(hash);
        }
        // Ends even if papers enter the ranking faster than the reader pages.
        boolean continues = more && returned.size() <= Ranking.MAX_ENTRIES;
        return new Page<>(page, continues ? text(returned, walk) : null);
    }

    private static String text(Set<Long> returned, String walk) {
        ByteBuffer out = ByteBuffer.allocate(5 + HASH * returned.size()).put(FORMAT).putInt(0);
        returned.stream()
                .sorted()
                .forEach(hash -> out.put((byte) (hash >>> 32)).putInt(hash.intValue()));
        out.putInt(1, checksum(out.array(), walk));
        return TEXT.encodeToString(out.array());
    }

    private static String walk(RankingKey key, @Nullable String asOf) {
        return key + "@" + asOf;
    }

    private static int checksum(byte[] bytes, String walk) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 5, bytes.length - 5);
        sum.update(walk.getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    private static long hash(PaperId id) {
        return ByteBuffer.wrap(Sha256.of(id.value())).getLong() >>> (64 - 8 * HASH);
    }
}
