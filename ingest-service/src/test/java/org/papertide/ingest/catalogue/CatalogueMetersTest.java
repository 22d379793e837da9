package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.source.Item;

class CatalogueMetersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private double count(String meter, String outcome) {
        return meters.get(meter).tag("outcome", outcome).counter().count();
    }

    @Test
    void countsEachOutcomeUnderItsName() {
        CatalogueMeters counting = new CatalogueMeters(meters);
        Item.Refused refused = new Item.Refused("line 3", "no title");
        BatchResult outcome =
                new BatchResult(
                        1,
                        2,
                        3,
                        4,
                        5,
                        Collections.nCopies(6, refused),
                        Collections.nCopies(7, refused),
                        List.of());
        counting.accept(outcome);
        counting.accept(outcome);
        assertThat(count("papertide.papers", "new")).isEqualTo(2);
        assertThat(count("papertide.papers", "changed")).isEqualTo(4);
        assertThat(count("papertide.papers", "unchanged")).isEqualTo(6);
        assertThat(count("papertide.papers", "refused")).isEqualTo(14);
        assertThat(count("papertide.readings", "new")).isEqualTo(8);
        assertThat(count("papertide.readings", "known")).isEqualTo(10);
        assertThat(count("papertide.readings", "refused")).isEqualTo(12);
    }
}
