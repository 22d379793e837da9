package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/** What holds for every walk through a ranking that changes meanwhile. */
class CursorPropertyTest {

    private static Ranking ranking(List<Integer> numbers) {
        return Readers.ranking(
                RISING_DAY, NOW, 500, numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Cursor cursor(@Nullable String text) {
        return text == null
                ? Cursor.start()
                : Cursor.read(text, RISING_DAY, null).orElseThrow(AssertionError::new);
    }

    /**
     * A paper leaves, comes, or changes places with another.
     *
     * @param at of which paper, counted round
     * @param other the place of the other, or the number of the one that comes
     */
    private record Change(Kind kind, int at, int other) {

        private enum Kind {
            LEAVE,
            COME,
            SWAP
        }

        void to(List<Integer> numbers) {
            if (numbers.isEmpty()) {
                return;
            }
            int place = at % numbers.size();
            switch (kind) {
                case LEAVE -> numbers.subList(place, place + 1).clear();
                case SWAP -> Collections.swap(numbers, place, other % numbers.size());
                case COME -> {
                    Integer fresh = 1_000 + other;
                    if (numbers.size() < Ranking.MAX_ENTRIES && !numbers.contains(fresh)) {
                        numbers.add(place, fresh);
                    }
                }
            }
        }
    }

    /** A page is read, and then the ranking changes. */
    private record Turn(int limit, List<Change> changes) {}

    private static Gen<List<Turn>> turns() {
        Gen<Change.Kind> kinds = Generate.enumValues(Change.Kind.class);
        Gen<Integer> places = Generate.range(0, Ranking.MAX_ENTRIES - 1);
        Gen<Integer> others = Generate.range(0, 50_000);
        Gen<Integer> limits = Generate.range(1, 60);
        Gen<List<Change>> changes =
                Properties.lists(
                        in ->
                                new Change(
                                        kinds.generate(in),
                                        places.generate(in),
                                        others.generate(in)),
                        0,
                        9);
        return Properties.lists(in -> new Turn(limits.generate(in), changes.generate(in)), 1, 12);
    }

    @Test
    void repeatsNoneAndMissesNoneThatStays() {
        Properties.examples(100)
                .forAll(Generate.range(0, Ranking.MAX_ENTRIES), Properties.orders(), turns())
                .checkAssert(CursorPropertyTest::walk);
    }

    private static void walk(int size, Properties.Order order, List<Turn> turns) {
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, size).boxed().toList());
        order.of(numbers);
        Set<Integer> stayed = new HashSet<>(numbers);
        Set<PaperId> returned = new HashSet<>();
        String next = null;
        int pages = 0;
        do {
            Turn turn = turns.get(pages % turns.size());
            Cursor.Page<Ranking.Entry> page =
                    cursor(next).page(ranking(numbers), turn.limit(), null);
            page.entries().forEach(entry -> assertThat(returned.add(entry.paper().id())).isTrue());
            next = page.next();
            pages++;
            assertThat(pages).isLessThanOrEqualTo(2 * Ranking.MAX_ENTRIES);
            turn.changes().forEach(change -> change.to(numbers));
            stayed.retainAll(numbers);
        } while (next != null);

        if (returned.size() < Ranking.MAX_ENTRIES) {
            assertThat(returned).containsAll(stayed.stream().map(Readers::id).toList());
        }
    }

    /** A sign at a place, counted round, is replaced. */
    private record Scratch(int at, int sign) {}

    private enum Ending {
        WHOLE,
        CUT,
        DOUBLED
    }

    @Test
    void neverThrowsAndKeepsItsSizeWhateverIsRead() {
        Ranking ranking = ranking(IntStream.rangeClosed(1, 150).boxed().toList());
        List<String> texts =
                IntStream.of(1, 17, 70, 140)
                        .mapToObj(limit -> Cursor.start().page(ranking, limit, null).next())
                        .map(Objects::requireNonNull)
                        .toList();
        Gen<Integer> places = Generate.range(0, 10_000);
        Gen<Integer> signs = Generate.range(0, 255);
        Properties.examples(10_000)
                .forAll(
                        Generate.pick(texts),
                        Properties.lists(
                                in -> new Scratch(places.generate(in), signs.generate(in)), 0, 4),
                        Generate.enumValues(Ending.class),
                        places)
                .checkAssert((text, scratches, ending, place) ->
                        Cursor.read(damaged(text, scratches, ending, place), RISING_DAY, null)
                                .ifPresent(cursor ->
                                        assertThat(cursor.page(ranking, 10, null).entries())
                                                .hasSizeLessThanOrEqualTo(10)));
    }

    private static String damaged(String text, List<Scratch> scratches, Ending ending, int place) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        scratches.forEach(scratch -> bytes[scratch.at() % bytes.length] = (byte) scratch.sign());
        String scratched = new String(bytes, StandardCharsets.ISO_8859_1);
        return switch (ending) {
            case WHOLE -> scratched;
            case CUT -> scratched.substring(0, place % (scratched.length() + 1));
            case DOUBLED -> scratched + scratched;
        };
    }
}
