package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExportKindTest {

    private static final String KEY = "arxiv:2605.00001";
    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private static final byte[] SIGNAL =
            """
            {"paperId": "arxiv:2605.00001", "metric": "UPVOTES", "source": "huggingface",
             "value": 3, "observedAt": "2026-05-04T08:00:00Z"}
            """
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void takesAnEventUnderItsOwnKeyOnly() {
        assertThat(ExportKind.READINGS.event("arxiv:2605.00001", SIGNAL, NOW)).isPresent();
        assertThat(ExportKind.READINGS.event("arxiv:2605.00002", SIGNAL, NOW)).isEmpty();
        assertThat(ExportKind.READINGS.event("", SIGNAL, NOW)).isEmpty();
    }

    /** As for every consumer: it would be the newest until its time comes. */
    @Test
    void takesNoRevisionAheadOfTheClock() {
        assertThat(ExportKind.PAPERS.event(KEY, paper(NOW.plusSeconds(500)), NOW)).isPresent();
        assertThat(ExportKind.PAPERS.event(KEY, paper(NOW.plusSeconds(660)), NOW)).isEmpty();
        assertThat(ExportKind.PAPERS.event(KEY, paper(NOW.plusSeconds(660)), NOW.plusSeconds(60)))
                .isPresent();
    }

    @Test
    void aLowerRevisionReplacesOneThatIsAheadOfTheClockOnly() {
        long now = NOW.getEpochSecond();
        assertThat(ExportKind.PAPERS.replaces(now, now, NOW)).isTrue();
        assertThat(ExportKind.PAPERS.replaces(now - 1, now, NOW)).isFalse();
        assertThat(ExportKind.PAPERS.replaces(now, now + 400, NOW)).isTrue();
        assertThat(ExportKind.SCORES.replaces(0, 1, NOW)).isTrue();
    }

    private static byte[] paper(Instant revision) {
        return """
        {"id": "%s", "revision": %d, "title": "Tides", "links": {}, "status": "LISTED",
         "source": "arxiv"}
        """
                .formatted(KEY, revision.getEpochSecond())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesEventsOfItsKindOnly() {
        assertThat(ExportKind.PAPERS.event("arxiv:2605.00001", SIGNAL, NOW)).isEmpty();
        assertThat(ExportKind.SCORES.event("arxiv:2605.00001", SIGNAL, NOW)).isEmpty();
    }
}
