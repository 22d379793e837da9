package org.papertide.notify.interest;

import java.util.Optional;

/**
 * How many papers a theme lets pass, in words: about so many of a day's, over all categories. What
 * the other filters of a subscription leave of these is counted where it is previewed, and promised
 * nowhere else.
 */
public enum Amount {
    /** About one a day. */
    FEW(1, "few papers: only the nearest"),
    /** About three a day. */
    SOME(3, "some papers: those that are near"),
    /** About ten a day. */
    MANY(10, "many papers: also those that are less near");

    /**
     * An installation with fewer papers a day than this passes that part of them which it would
     * pass of so many: three of thirty papers are hardly all about one thing.
     */
    static final int LEAST_PAPERS_A_DAY = 100;

    private final int papersADay;
    private final String words;

    Amount(int papersADay, String words) {
        this.papersADay = papersADay;
        this.words = words;
    }

    /** In words, for mails and pages. */
    public String words() {
        return words;
    }

    /** The amount of this name on the wire, or empty. */
    public static Optional<Amount> find(String name) {
        for (Amount amount : values()) {
            if (amount.name().equals(name)) {
                return Optional.of(amount);
            }
        }
        return Optional.empty();
    }

    /** The stored one of this name; one that only a later release knows is shown as some. */
    public static Amount read(String name) {
        return find(name).orElse(SOME);
    }

    /**
     * How many of some papers pass, at least one.
     *
     * @param papers how many they are
     * @param papersADay how many a day come, of which these may be a part
     */
    int of(int papers, double papersADay) {
        double aDay = Math.max(LEAST_PAPERS_A_DAY, papersADay);
        return (int) Math.max(1, Math.ceil(papers * this.papersADay / aDay));
    }
}
