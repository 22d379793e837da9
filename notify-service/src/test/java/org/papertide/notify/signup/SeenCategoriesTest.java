package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeenCategoriesTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksOnceForManyEntries() {
        SeenCategories seen =
                new SeenCategories(() -> {
                    asked.incrementAndGet();
                    return List.of("bio.cells");
                });
        for (int entry = 0; entry < 50; entry++) {
            assertThat(seen.all()).containsExactly("bio.cells");
        }
        assertThat(asked).hasValue(1);
    }

    /** Each question may take the seconds that a connection is waited for. */
    @Test
    void asksOnceForManyEntriesWhereNobodyAnswers() {
        SeenCategories seen =
                new SeenCategories(() -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("away");
                });
        for (int entry = 0; entry < 50; entry++) {
            assertThat(seen.all()).isEmpty();
        }
        assertThat(asked).hasValue(1);
    }
}
