package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.Readers.NOW;
import static org.papertide.ranking.api.Readers.RISING_DAY;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;

/** What holds for every walk through a ranking, on random rankings that change at random. */
class CursorPropertyTest {

    private static final int SEEDS = 100;

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    private static Ranking ranking(List<Integer> numbers) {
        return Readers.ranking(
                RISING_DAY, NOW, 500, numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Cursor cursor(@Nullable String text) {
        return text == null
                ? Cursor.start()
                : Cursor.read(text, RISING_DAY, null).orElseThrow(AssertionError::new);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void repeatsNoneAndMissesNoneThatStays(int seed) {
        Random random = new Random(seed);
        List<Integer> numbers = someNumbers(random);
        Set<Integer> stayed = new HashSet<>(numbers);
        Set<PaperId> returned = new HashSet<>();
        String next = null;
        int pages = 0;
        do {
            Cursor.Page page = cursor(next).page(ranking(numbers), 1 + random.nextInt(60), null);
            page.entries().forEach(entry -> assertThat(returned.add(entry.paper().id())).isTrue());
            next = page.next();
            pages++;
            change(numbers, random);
            stayed.retainAll(numbers);
        } while (next != null);

        assertThat(pages).isLessThanOrEqualTo(2 * Ranking.MAX_ENTRIES);
        if (returned.size() < Ranking.MAX_ENTRIES) {
            assertThat(returned).containsAll(stayed.stream().map(Readers::id).toList());
        }
    }

    private static List<Integer> someNumbers(Random random) {
        List<Integer> numbers =
                new ArrayList<>(
                        IntStream.rangeClosed(1, random.nextInt(Ranking.MAX_ENTRIES + 1))
                                .boxed()
                                .toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    /** Papers leave, come, and overtake each other. */
    private static void change(List<Integer> numbers, Random random) {
        for (int i = random.nextInt(10); i > 0 && !numbers.isEmpty(); i--) {
            int at = random.nextInt(numbers.size());
            switch (random.nextInt(3)) {
                case 0 -> numbers.subList(at, at + 1).clear();
                case 1 -> Collections.swap(numbers, at, random.nextInt(numbers.size()));
                default -> {
                    if (numbers.size() < Ranking.MAX_ENTRIES) {
                        numbers.add(at, 1_000 + random.nextInt(50_000));
                    }
                }
            }
        }
        // The same paper cannot be in a ranking twice.
        List<Integer> distinct = numbers.stream().distinct().toList();
        numbers.clear();
        numbers.addAll(distinct);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverThrowsAndKeepsItsSizeWhateverIsRead(int seed) {
        Random random = new Random(seed);
        Ranking ranking = ranking(IntStream.rangeClosed(1, 150).boxed().toList());
        String text =
                Objects.requireNonNull(
                        Cursor.start().page(ranking, 1 + random.nextInt(140), null).next());
        for (int i = 0; i < 100; i++) {
            String mutated = mutate(text, random);
            Cursor.read(mutated, RISING_DAY, null)
                    .ifPresent(cursor ->
                            assertThat(cursor.page(ranking, 10, null).entries())
                                    .hasSizeLessThanOrEqualTo(10));
        }
    }

    private static String mutate(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String mutated = new String(bytes, StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(3)) {
            case 0 -> mutated.substring(0, random.nextInt(mutated.length() + 1));
            case 1 -> mutated + mutated;
            default -> mutated;
        };
    }
}
