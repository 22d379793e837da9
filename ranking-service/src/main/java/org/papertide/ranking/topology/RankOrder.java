package org.papertide.ranking.topology;

/**
 * The order of papers in a ranking: the higher value, else the later listed, else the lesser
 * identity; so the order is total and the same everywhere.
 *
 * @param value in the ranking's order
 * @param listed seconds since the epoch
 * @param id the paper
 */
record RankOrder(double value, long listed, String id) implements Comparable<RankOrder> {

    static int compare(
            double value, long listed, String id, double value2, long listed2, String id2) {
        int byValue = Double.compare(value2, value);
        if (byValue != 0) {
            return byValue;
        }
        int byListing = Long.compare(listed2, listed);
        return byListing != 0 ? byListing : id.compareTo(id2);
    }

    @Override
    public int compareTo(RankOrder other) {
        return compare(value, listed, id, other.value, other.listed, other.id);
    }
}
