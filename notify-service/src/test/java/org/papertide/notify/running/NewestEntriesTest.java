package org.papertide.notify.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestEntriesTest {

    private final Map<String, Integer> entries = new NewestEntries<>(2);

    @Test
    void forgetsTheOneThatWasPutFirst() {
        entries.put("a", 1);
        entries.put("b", 2);
        assertThat(entries.putIfAbsent("c", 3)).isNull();
        assertThat(entries).containsExactly(Map.entry("b", 2), Map.entry("c", 3));
    }

    /** Also if the older one is asked for again and again. */
    @Test
    void keepsTheNewestWhateverIsAskedFor() {
        entries.put("a", 1);
        entries.put("b", 2);
        for (int i = 0; i < 100; i++) {
            assertThat(entries).containsEntry("a", 1);
        }
        entries.computeIfAbsent("c", _ -> 3);
        assertThat(entries).containsKey("c").doesNotContainKey("a");
    }
}
