package org.papertide.ranking.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

/**
 * Where a reader is on a walk through a ranking: the papers that it has been shown. The next page
 * is the first ones of those it has not. So, however the ranking moves between two pages and
 * whichever replica answers them, no paper comes twice, and none that stays in the ranking is left
 * out.
 *
 * <p>A paper takes 5 bytes of its identity's hash: two of 200 have the same in one of 50 million
 * walks. With 200 papers a cursor has 1,350 characters. Its check sum tells a mistake, not an
 * attack: whoever forges one leaves papers out of his own pages.
 *
 * <p>Rejected: an offset, which repeats and misses papers as soon as one overtakes another; the
 * last paper's value, likewise; an offset into a ranking of a moment, which is to be kept for each
 * reader on each replica, or is old by up to a quarter of an hour on the first page.
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

    /** Before the first page. */
    static Cursor start() {
        return new Cursor(Set.of());
    }

    /**
     * Reads the text of a cursor.
     *
     * @param asOf the time that the reader asks for, as he says it
     * @return nothing if it is none, or of another ranking or instant
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
     * @param entries those of the page
     * @param next the cursor of the page after it; nothing if this is the last
     */
    record Page(List<Ranking.Entry> entries, @Nullable String next) {}

    /** The first entries of a ranking that have not been shown. */
    Page page(Ranking ranking, int limit, @Nullable String asOf) {
        List<Ranking.Entry> page = new ArrayList<>(limit);
        Set<Long> shown = new HashSet<>(seen);
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
            shown.add(hash);
        }
        // A walk ends, even if papers come into the ranking faster than it goes on.
        boolean goesOn = more && shown.size() <= Ranking.MAX_ENTRIES;
        return new Page(page, goesOn ? text(shown, ranking.key(), asOf) : null);
    }

    private static String text(Set<Long> shown, RankingKey key, @Nullable String asOf) {
        ByteBuffer out = ByteBuffer.allocate(5 + HASH * shown.size()).put(FORMAT).putInt(0);
        shown.stream()
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
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.value().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong() >>> (64 - 8 * HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
