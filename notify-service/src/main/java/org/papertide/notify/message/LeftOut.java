package org.papertide.notify.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ReasonText;

/** Where the papers are whose ranks are missing in a list of a digest. */
final class LeftOut {

    private LeftOut() {}

    /**
     * Papers in another list of the digest, or in none.
     *
     * @param ranks their ranks here
     * @param where they are, such as "above, under Rising", or "left out"
     */
    record Elsewhere(Stream<Integer> ranks, String where) {}

    /**
     * In words; null if no rank is missing. A rank is missing in one list of a digest because its
     * paper is in another one, because it is too much for a mail, or because the reader was mailed
     * it before.
     */
    static @Nullable String of(List<DigestContent.Place> places, Elsewhere... others) {
        Set<Integer> shown =
                places.stream().map(DigestContent.Place::rank).collect(Collectors.toSet());
        int last = shown.stream().mapToInt(rank -> rank).max().orElse(0);
        List<Integer> earlier =
                IntStream.range(1, last)
                        .filter(rank -> !shown.contains(rank))
                        .boxed()
                        .collect(Collectors.toCollection(ArrayList::new));
        List<String> sentences = new ArrayList<>();
        for (Elsewhere other : others) {
            Set<Integer> there = other.ranks().collect(Collectors.toSet());
            List<Integer> elsewhere = earlier.stream().filter(there::contains).toList();
            earlier.removeAll(elsewhere);
            if (!elsewhere.isEmpty()) {
                sentences.add(
                        numbers(elsewhere)
                                + (isOne(elsewhere) ? " is " : " are ")
                                + other.where()
                                + ".");
            }
        }
        if (!earlier.isEmpty()) {
            sentences.add(
                    numbers(earlier)
                            + (isOne(earlier)
                                    ? " was in an earlier mail."
                                    : " were in earlier mails."));
        }
        return sentences.isEmpty() ? null : String.join(" ", sentences);
    }

    private static boolean isOne(List<Integer> ranks) {
        return ranks.size() == 1;
    }

    /** "No. 3", "Nos. 1 and 4", "Nos. 1 to 12, 15 and 20". */
    private static String numbers(List<Integer> ranks) {
        List<String> runs = new ArrayList<>();
        for (int from = 0; from < ranks.size(); ) {
            int to = from + 1;
            while (to < ranks.size() && ranks.get(to) == ranks.get(from) + to - from) {
                to++;
            }
            if (to - from > 2) {
                runs.add(number(ranks.get(from)) + " to " + number(ranks.get(to - 1)));
            } else {
                ranks.subList(from, to).forEach(rank -> runs.add(number(rank)));
            }
            from = to;
        }
        String all =
                runs.size() == 1
                        ? runs.getFirst()
                        : String.join(", ", runs.subList(0, runs.size() - 1))
                                + " and "
                                + runs.getLast();
        return (isOne(ranks) ? "No. " : "Nos. ") + all;
    }

    private static String number(int rank) {
        return ReasonText.grouped(rank);
    }
}
