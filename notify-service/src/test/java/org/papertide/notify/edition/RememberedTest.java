package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final int MOST = 1_000;

    private final Remembered<Integer> remembered = new Remembered<>(MOST, (_, bytes) -> bytes);

    @Test
    void findsWhatWasPutLast() {
        remembered.put("a", 5);
        remembered.put("a", 7);
        assertThat(remembered.find("a")).isEqualTo(7);
        assertThat(remembered.bytes()).isEqualTo(7);
        assertThat(remembered.find("b")).isNull();
    }

    @Test
    void holdsNoMoreThanItsBytesHoweverManyAndHoweverLargeTheyAre() {
        Random random = new Random(1);
        IntStream.range(0, 100_000)
                .forEach(i -> {
                    remembered.put("key " + random.nextInt(5_000), 1 + random.nextInt(400));
                    assertThat(remembered.bytes()).isLessThanOrEqualTo(MOST);
                });
        assertThat(remembered.size()).isGreaterThan(1);
    }

    @Test
    void theLastOneStaysThoughItIsTooLarge() {
        remembered.put("small", 10);
        remembered.put("large", MOST * 2);
        assertThat(remembered.find("large")).isEqualTo(MOST * 2);
        assertThat(remembered.size()).isOne();
        remembered.put("small", 20);
        assertThat(remembered.bytes()).isEqualTo(20);
    }

    @Test
    void forgetsFirstWhatWasNotAskedForLongest() {
        remembered.put("a", 400);
        remembered.put("b", 400);
        assertThat(remembered.find("a")).isEqualTo(400);
        remembered.put("c", 400);
        assertThat(remembered.find("a")).isEqualTo(400);
        assertThat(remembered.find("b")).isNull();
    }
}
