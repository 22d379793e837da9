package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.Readers;

class CursorTest {

    private static Ranking ranking(List<Integer> numbers) {
        return Readers.ranking(
                RISING_DAY, NOW, 500, numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Cursor cursor(@Nullable String text) {
        return text == null
                ? Cursor.start()
                : Cursor.read(text, RISING_DAY, null).orElseThrow(AssertionError::new);
    }

    @Test
    void neitherRepeatsNorMissesAPaperWhileTheRankingIsTurnedOver() {
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, 200).boxed().toList());
        Random random = new Random(7);
        List<PaperId> walked = new ArrayList<>();
        String next = null;
        int pages = 0;
        do {
            Cursor.Page<Ranking.Entry> page = cursor(next).page(ranking(numbers), 17, null);
            page.entries().forEach(entry -> walked.add(entry.paper().id()));
            next = page.next();
            Collections.shuffle(numbers, random);
            pages++;
        } while (next != null);

        assertThat(pages).isEqualTo(12);
        assertThat(walked).doesNotHaveDuplicates().hasSize(200);
    }

    @Test
    void missesNoneThatStaysWhileOthersComeAndGo() {
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, 100).boxed().toList());
        Set<PaperId> walked = new HashSet<>();
        String next = null;
        int fresh = 1000;
        do {
            Cursor.Page<Ranking.Entry> page = cursor(next).page(ranking(numbers), 20, null);
            page.entries().forEach(entry -> assertThat(walked.add(entry.paper().id())).isTrue());
            next = page.next();
            // The first five go, and five new ones come in first.
            numbers.subList(0, 5).clear();
            for (int i = 0; i < 5; i++) {
                numbers.addFirst(fresh++);
            }
        } while (next != null);

        assertThat(walked)
                .containsAll(IntStream.rangeClosed(6, 100).mapToObj(Readers::id).toList());
    }

    @Test
    void endsEvenIfNewPapersComeFasterThanItGoesOn() {
        String next = null;
        int pages = 0;
        do {
            int from = 1000 * pages;
            Cursor.Page<Ranking.Entry> page =
                    cursor(next)
                            .page(
                                    ranking(IntStream.range(from, from + 200).boxed().toList()),
                                    50,
                                    null);
            next = page.next();
            pages++;
        } while (next != null && pages < 100);

        assertThat(pages).isLessThanOrEqualTo(6);
    }

    @Test
    void hasNoNextPageAfterTheLast() {
        assertThat(Cursor.start().page(ranking(List.of(1, 2)), 2, null).next()).isNull();
        assertThat(Cursor.start().page(ranking(List.of()), 2, null).entries()).isEmpty();
    }

    @Test
    void isOfOneRankingAndTimeOnly() {
        String text =
                Objects.requireNonNull(
                        Cursor.start().page(ranking(List.of(1, 2, 3)), 2, "2025-03-01").next());

        assertThat(Cursor.read(text, RISING_DAY, "2025-03-01")).isPresent();
        assertThat(Cursor.read(text, RISING_DAY, null)).isEmpty();
        assertThat(Cursor.read(text, RISING_DAY, "2025-03-02")).isEmpty();
        assertThat(
                        Cursor.read(
                                text,
                                new RankingKey(Order.RISING, Window.DAY, "cs.LG"),
                                "2025-03-01"))
                .isEmpty();
        char other = text.charAt(9) == 'A' ? 'B' : 'A';
        assertThat(
                        Cursor.read(
                                text.substring(0, 9) + other + text.substring(10),
                                RISING_DAY,
                                "2025-03-01"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "%", "AQAAAAA", "AQAAAAAAAAAAAA", "....", "\u0000"})
    void isNotReadFromRubbish(String text) {
        assertThat(Cursor.read(text, RISING_DAY, null)).isEmpty();
        assertThat(Cursor.read(text.repeat(3000), RISING_DAY, null)).isEmpty();
    }

    @Test
    void fitsIntoARequestLine() {
        List<Integer> numbers = IntStream.rangeClosed(1, 200).boxed().toList();
        assertThat(Cursor.start().page(ranking(numbers), 199, null).next()).hasSizeLessThan(1400);
    }
}
