package org.papertide.ranking.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
final class Cursor {

    private static final byte FORMAT = 1;
    private static final int HASH = 5;
    private static final int LONGEST = 2_000;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Set<Long> seen;

    private Cursor(Set<Long> seen) {
        this.seen = seen;
    }

    /** The cursor of the first page. */
    static Cursor start() {
        return new Cursor(Set.of());
    }

    /**
     * Reads the text of a cursor.
     *
     * @param asOf the {@code asOf} of the request, not parsed
     * @return empty if the text is no cursor, or one of another ranking or instant
     */
    static Optional<Cursor> read(String text, RankingKey key, @Nullable String asOf) {
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
        if (sum != checksum(bytes, key, asOf)) {
            return Optional.empty();
        }
        Set<Long> seen = HashSet.newHashSet(count);
        for (int i = 0; i < count; i++) {
            seen.add(((in.get() & 0xffL) << 32) | (in.getInt() & 0xffffffffL));
        }
        return Optional.of(new Cursor(seen));
    }

    /**
     * A page of a ranking.
     *
     * @param entries the entries of the page
     * @param next the cursor of the next page; null on the last page
     */
    record Page(List<Ranking.Entry> entries, @Nullable String next) {}

    /** The first entries of a ranking that have not been returned. */
    Page page(Ranking ranking, int limit, @Nullable String asOf) {
        List<Ranking.Entry> page = new ArrayList<>(limit);
        Set<Long> returned = new HashSet<>(seen);
        boolean more = false;
        for (Ranking.Entry entry : ranking.entries()) {
            long hash = hash(entry.paper().id());
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
        return new Page(page, continues ? text(returned, ranking.key(), asOf) : null);
    }

    private static String text(Set<Long> returned, RankingKey key, @Nullable String asOf) {
        ByteBuffer out = ByteBuffer.allocate(5 + HASH * returned.size()).put(FORMAT).putInt(0);
        returned.stream()
                .sorted()
                .forEach(hash -> out.put((byte) (hash >>> 32)).putInt(hash.intValue()));
        out.putInt(1, checksum(out.array(), key, asOf));
        return TEXT.encodeToString(out.array());
    }

    private static int checksum(byte[] bytes, RankingKey key, @Nullable String asOf) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 5, bytes.length - 5);
        sum.update((key + "@" + asOf).getBytes(StandardCharsets.UTF_8));
        return (int) sum.getValue();
    }

    private static long hash(PaperId id) {
        return ByteBuffer.wrap(Sha256.of(id.value())).getLong() >>> (64 - 8 * HASH);
    }
}
