package org.papertide.ranking.meaning;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.Backoff;

/**
 * The papers of a partition that wait behind the new ones, by where the newest record of each
 * stands: those that lack a vector of a model that runs now, and those whose text a model could not
 * read.
 *
 * <p>Not the papers: 100,000 that wait take 10 MB. Nothing of it is kept over a restart. Then all
 * papers are looked at again, unless none waited, and so failed texts are tried again as well.
 */
final class Backlog {

    /** A text that failed so often is left in peace until the next start. */
    static final int MOST_ATTEMPTS = 6;

    /** Half an hour from the first attempt to the last. */
    private static final Backoff PAUSES = Backoff.of(Duration.ofMinutes(1), Duration.ofMinutes(16));

    /** By the papers' names, in the order of their turns. */
    private final Map<Long, Long> lacking = new LinkedHashMap<>();

    private final Map<Long, Failure> failures = new HashMap<>();

    /** Those whose newest record is a new one: what is looked at later is older. */
    private final Set<Long> renewed = new HashSet<>();

    /**
     * A text that a model could not read.
     *
     * @param offset of the newest record that has it
     * @param attempts so far
     * @param due when it is tried again
     */
    private record Failure(String textHash, long offset, int attempts, Instant due) {}

    /** Notes a record of the past: the paper waits, or lacks nothing. */
    void look(String paper, long offset, boolean lacks) {
        long name = MadeEmbeddings.name(paper);
        if (renewed.contains(name)) {
            return;
        }
        lacking.remove(name);
        if (lacks) {
            lacking.put(name, offset);
        }
    }

    /** Every record of the past has been noted. */
    void endLook() {
        renewed.clear();
    }

    /**
     * Notes a new record of a paper, which does not wait any more.
     *
     * @param text null if the paper has left
     * @return false if this text failed before: it still waits
     */
    boolean renew(String paper, long offset, @Nullable TitleAndAbstract text, boolean looking) {
        long name = MadeEmbeddings.name(paper);
        if (looking) {
            renewed.add(name);
        }
        lacking.remove(name);
        Failure before = failures.remove(name);
        if (before == null || text == null || !before.textHash().equals(text.hash())) {
            return true;
        }
        failures.put(name, new Failure(text.hash(), offset, before.attempts(), before.due()));
        return false;
    }

    /**
     * Notes that a model could not read a text.
     *
     * @return whether it was the first time
     */
    boolean fail(String paper, long offset, TitleAndAbstract text, Instant now) {
        long name = MadeEmbeddings.name(paper);
        lacking.remove(name);
        Failure before = failures.get(name);
        int attempts =
                before != null && before.textHash().equals(text.hash()) ? before.attempts() + 1 : 1;
        Instant due = attempts < MOST_ATTEMPTS ? now.plus(PAUSES.pause(attempts)) : Instant.MAX;
        failures.put(name, new Failure(text.hash(), offset, attempts, due));
        return attempts == 1;
    }

    /** Notes that a paper waits, behind all others, for a model that reads nothing now. */
    void await(String paper, long offset) {
        long name = MadeEmbeddings.name(paper);
        lacking.remove(name);
        if (!failures.containsKey(name)) {
            lacking.put(name, offset);
        }
    }

    /** Notes that a paper lacks nothing, or has left. */
    void done(String paper) {
        long name = MadeEmbeddings.name(paper);
        lacking.remove(name);
        failures.remove(name);
    }

    /** Notes that there is nothing at this offset any more: a newer record has come instead. */
    void gone(long offset) {
        lacking.values().removeIf(each -> each == offset);
        failures.values().removeIf(each -> each.offset() == offset);
    }

    /** Whether the paper waits for its turn, with the record at this offset. */
    boolean isDue(String paper, long offset, Instant now) {
        long name = MadeEmbeddings.name(paper);
        Failure failure = failures.get(name);
        return failure == null
                ? lacking.getOrDefault(name, -1L) == offset
                : failure.offset() == offset && !failure.due().isAfter(now);
    }

    /** Where the next record stands that is to be worked now. */
    OptionalLong next(Instant now) {
        if (!lacking.isEmpty()) {
            return OptionalLong.of(lacking.values().iterator().next());
        }
        return failures.values().stream()
                .filter(each -> !each.due().isAfter(now))
                .mapToLong(Failure::offset)
                .min();
    }

    /** Papers that wait for nothing but their turn. */
    int lacking() {
        return lacking.size();
    }

    /** Texts that no attempt is made with any more. */
    int unreadable() {
        return Math.toIntExact(
                failures.values().stream()
                        .filter(each -> each.attempts() >= MOST_ATTEMPTS)
                        .count());
    }

    /** Whether every paper has its vectors. */
    boolean isEmpty() {
        return lacking.isEmpty() && failures.isEmpty();
    }
}
