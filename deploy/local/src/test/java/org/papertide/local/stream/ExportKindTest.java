package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExportKindTest {

    private static final byte[] SIGNAL =
            """
            {"paperId": "arxiv:2605.00001", "metric": "UPVOTES", "source": "huggingface",
             "value": 3, "observedAt": "2026-05-04T08:00:00Z"}
            """
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void takesAnEventUnderItsOwnKeyOnly() {
        assertThat(ExportKind.READINGS.event("arxiv:2605.00001", SIGNAL)).isPresent();
        assertThat(ExportKind.READINGS.event("arxiv:2605.00002", SIGNAL)).isEmpty();
        assertThat(ExportKind.READINGS.event("", SIGNAL)).isEmpty();
    }

    @Test
    void takesEventsOfItsKindOnly() {
        assertThat(ExportKind.PAPERS.event("arxiv:2605.00001", SIGNAL)).isEmpty();
        assertThat(ExportKind.SCORES.event("arxiv:2605.00001", SIGNAL)).isEmpty();
    }
}
