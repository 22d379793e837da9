package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;

class PushTest {

    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final PaperId PAPER = new PaperId("arxiv:2502.00001");

    @Test
    void takesASignalOrAnIncrement() {
        assertThat(push(3L, null, null, "likes").checked(null, NOW))
                .isEqualTo(new PushedEvent.Reading(PAPER, "UPVOTES", "likes", "e-1", 3, NOW));
        assertThat(push(null, 2L, null, "likes").checked(null, NOW))
                .isEqualTo(new PushedEvent.Increment(PAPER, "UPVOTES", "likes", "e-1", 2, NOW));
        refuses(push(1L, 1L, null, "likes"), null, "value, increment: exactly one of them");
        refuses(push(null, null, null, "likes"), null, "value, increment: exactly one of them");
    }

    @Test
    void takesCountsWithinTheirBounds() {
        assertThat(push(0L, null, null, "s").checked(null, NOW)).isNotNull();
        assertThat(push(1_000_000_000_000L, null, null, "s").checked(null, NOW)).isNotNull();
        refuses(push(-1L, null, null, "s"), null, "value: -1");
        refuses(push(1_000_000_000_001L, null, null, "s"), null, "value: 1000000000001");
        refuses(push(null, 0L, null, "s"), null, "increment: 0");
    }

    @Test
    void aTokenSpeaksForItsOwnSourceOnly() {
        assertThat(push(1L, null, null, null).checked("likes", NOW).source()).isEqualTo("likes");
        assertThat(push(1L, null, null, "likes").checked("likes", NOW).source()).isEqualTo("likes");
        refuses(push(1L, null, null, "other"), "likes", "source: this token is for likes");
    }

    @Test
    void theOperatorNamesTheSource() {
        assertThat(push(1L, null, null, "any.source-1").checked(null, NOW).source())
                .isEqualTo("any.source-1");
        refuses(push(1L, null, null, null), null, "source: missing");
        refuses(push(1L, null, null, "Not lower"), null, "source: not of the form");
    }

    @Test
    void takesATimeUpToFiveMinutesAhead() {
        Instant edge = NOW.plus(Duration.ofMinutes(5));
        assertThat(push(1L, null, edge, "s").checked(null, NOW)).isNotNull();
        refuses(
                push(1L, null, edge.plusMillis(1), "s"),
                null,
                "observedAt: observed in the future");
        refuses(push(1L, null, Instant.EPOCH, "s"), null, "observedAt: observed at 1970");
    }

    @Test
    void anIncrementNeedsAnEventId() {
        SignalRequest push = new SignalRequest(null, "2502.00001", "UPVOTES", null, 1L, null, "s");
        refuses(push, null, "eventId: missing");
        refuses(event("x".repeat(201)), null, "eventId: not 1 to 200 characters");
        refuses(event("a\u0007"), null, "eventId: has control characters");
    }

    @Test
    void takesAnySpellingOfAnIdentity() {
        assertThat(of("arXiv:2502.00001v3").checked(null, NOW).paper()).isEqualTo(PAPER);
        assertThat(of("https://doi.org/10.1000/Tides").checked(null, NOW).paper())
                .isEqualTo(new PaperId("doi:10.1000/tides"));
        refuses(of("no id"), null, "paperId: neither");
    }

    private static SignalRequest push(
            @Nullable Long value,
            @Nullable Long increment,
            @Nullable Instant at,
            @Nullable String source) {
        return new SignalRequest("e-1", "2502.00001", "UPVOTES", value, increment, at, source);
    }

    private static SignalRequest event(String id) {
        return new SignalRequest(id, "2502.00001", "UPVOTES", null, 1L, null, "s");
    }

    private static SignalRequest of(String paper) {
        return new SignalRequest(null, paper, "UPVOTES", 1L, null, null, "s");
    }

    private static void refuses(SignalRequest push, @Nullable String tokenSource, String reason) {
        assertThatThrownBy(() -> push.checked(tokenSource, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
