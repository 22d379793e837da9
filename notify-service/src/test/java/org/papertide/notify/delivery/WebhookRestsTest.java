package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.webhook.WebhookAnswer;
import org.papertide.testing.SettableClock;

class WebhookRestsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final WebhookRests rests = new WebhookRests(clock);

    private static WebhookAnswer answered(int status) {
        return new WebhookAnswer.Answered(status, "", Optional.empty());
    }

    private static WebhookAnswer after(int status, Duration wait) {
        return new WebhookAnswer.Answered(status, "", Optional.of(wait));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void leavesAloneForAsLongAsIsAskedForAndNoOtherWebhook(int status) {
        rests.end(1, after(status, Duration.ofHours(1)));
        assertThat(rests.until(1)).contains(NOW.plus(Duration.ofHours(1)));
        assertThat(rests.until(2)).isEmpty();
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(rests.until(1)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(rests.until(1)).isEmpty();
    }

    @Test
    void restsTwiceAsLongEachTimeUntilOneIsTaken() {
        for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
            rests.end(1, answered(429));
            assertThat(rests.until(1)).contains(clock.instant().plusSeconds(seconds));
            clock.advance(Duration.ofSeconds(seconds));
        }
        rests.end(1, answered(204));
        rests.end(1, answered(429));
        assertThat(rests.until(1)).contains(clock.instant().plusSeconds(1));
    }

    /** They were sent before the receiver asked for fewer. */
    @Test
    void isNotEndedByThoseThatWereUnderWay() {
        rests.end(1, after(429, Duration.ofMinutes(10)));
        rests.end(1, answered(200));
        rests.end(1, answered(429));
        assertThat(rests.until(1)).contains(NOW.plus(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 400, 404, 410, 500, 503})
    void isNotBegunByOtherAnswers(int status) {
        rests.end(1, answered(status));
        rests.end(1, new WebhookAnswer.Failed("no connection"));
        assertThat(rests.until(1)).isEmpty();
    }
}
