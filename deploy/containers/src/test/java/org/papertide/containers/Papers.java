package org.papertide.containers;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.IntUnaryOperator;
import org.papertide.testing.HuggingFaceDay;

/** Invented papers of a Hugging Face day. */
final class Papers {

    private Papers() {}

    static String title(int n) {
        return "Paper " + n + " on Ships in Bottles";
    }

    /**
     * Upvotes two hours after the listing of papers that are the better, the lower their number is;
     * one is below all others, until it breaks out.
     */
    static int early(int n, int darkHorse) {
        return n == darkHorse ? 1 : darkHorse + 3 - n;
    }

    /** Upvotes six hours after the listing. */
    static int later(int n, int darkHorse) {
        return n == darkHorse ? 1 : 2 * darkHorse + 10 - 2 * n;
    }

    /** The id of the n-th paper, as it is on the stream. */
    static String id(Instant listed, int n) {
        return "arxiv:" + arxivId(listed, n);
    }

    /** A day's list of papers from one number to another, each with its upvotes. */
    static byte[] day(Instant listed, int from, int to, IntUnaryOperator upvotes) {
        return HuggingFaceDay.json(
                listed,
                from,
                to,
                n ->
                        new HuggingFaceDay.Entry(
                                arxivId(listed, n),
                                title(n),
                                "A ship of " + n + " masts is put into a bottle.",
                                "Ann Chor",
                                upvotes.applyAsInt(n)));
    }

    private static String arxivId(Instant listed, int n) {
        ZonedDateTime day = listed.atZone(ZoneOffset.UTC);
        return "%02d%02d.%05d".formatted(day.getYear() % 100, day.getMonthValue(), 80_000 + n);
    }
}
