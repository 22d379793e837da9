package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class EntryListTest {

    @Test
    void readsWhatPeopleType() {
        assertThat(EntryList.parse(List.of("cs.LG, stat.ML;\r\n cs.CL ,")))
                .containsExactly("cs.LG", "stat.ML", "cs.CL");
        assertThat(EntryList.parse(List.of(" \"Jordan, Michael\" , Ada;")))
                .containsExactly("Jordan, Michael", "Ada");
        assertThat(EntryList.parse(List.of("5\" screen, \"quoted\" text, \"open, end")))
                .containsExactly("5\" screen", "\"quoted\" text", "\"open", "end");
        assertThat(EntryList.parse(List.of("", ",", "\"\"", "a", "a"))).containsExactly("a");
    }

    @Test
    void readsBackWhatItWrites() {
        Random random = new Random(7);
        String signs = "ab ,;\"\n'é";
        for (int round = 0; round < 5_000; round++) {
            List<String> entries = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                StringBuilder entry = new StringBuilder();
                for (int length = 1 + random.nextInt(8); length > 0; length--) {
                    entry.append(signs.charAt(random.nextInt(signs.length())));
                }
                String kept = entry.toString().strip();
                if (!kept.isEmpty() && !entries.contains(kept)) {
                    entries.add(kept);
                }
            }
            String field = EntryList.format(entries);
            assertThat(EntryList.parse(List.of(field))).as(field).isEqualTo(entries);
        }
    }

    @Test
    void takesTimeInProportionToTheText() {
        for (String part : List.of(",", "a,", "\"", "\"a\",", "\"\"", " ", "\"a,")) {
            Growth.assertLinear(
                    20_000, n -> List.of(part.repeat(n)), texts -> EntryList.parse(texts));
        }
    }
}
