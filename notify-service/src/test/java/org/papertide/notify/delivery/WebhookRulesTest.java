package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.webhook.WebhookAnswer;

class WebhookRulesTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final Instant FAR = NOW.plus(Duration.ofDays(30));

    private final WebhookRules rules =
            new WebhookRules(
                    List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(2)),
                    new Random(1),
                    Clock.fixed(NOW, ZoneOffset.UTC));

    private static Claim claim(int attempt) {
        return new Claim(1, attempt, 2, 3, "content", null);
    }

    private static WebhookAnswer answered(int status) {
        return new WebhookAnswer.Answered(status, "", Optional.empty());
    }

    private Duration pause(int attempt, WebhookAnswer answer) {
        Settlement settlement = rules.judge(claim(attempt), answer, FAR);
        assertThat(settlement.transition().to()).isEqualTo(DeliveryState.DEFERRED);
        return Duration.between(NOW, Objects.requireNonNull(settlement.nextAttempt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEach2xxForSuccess(int status) {
        assertThat(rules.judge(claim(1), answered(status), FAR).transition().to())
                .isEqualTo(DeliveryState.ACCEPTED);
        assertThat(WebhookRules.ending(answered(status))).isEqualTo(ReceiverLimits.Ending.TAKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 307, 400, 401, 404, 422, 500, 503, 599})
    void triesAllElseAgain(int status) {
        assertThat(pause(1, answered(status)))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(WebhookRules.ending(answered(status))).isEqualTo(ReceiverLimits.Ending.REFUSED);
    }

    @Test
    void endsWith410() {
        assertThat(rules.judge(claim(1), answered(410), FAR))
                .isEqualTo(Settlement.rejected("HTTP 410"));
    }

    @Test
    void waitsLongerEachTime() {
        WebhookAnswer lost = new WebhookAnswer.Failed("no connection");
        assertThat(pause(2, lost)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
        assertThat(pause(3, lost)).isBetween(Duration.ofMinutes(96), Duration.ofMinutes(144));
        assertThat(pause(40, lost)).isBetween(Duration.ofMinutes(96), Duration.ofMinutes(144));
        assertThat(WebhookRules.ending(lost)).isEqualTo(ReceiverLimits.Ending.FAILED);
    }

    @Test
    void blamesNoReceiverForWhatCannotBeWritten() {
        WebhookAnswer answer = new WebhookAnswer.Unwritable("cannot be written");
        assertThat(pause(1, answer)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(rules.judge(claim(1), answer, FAR).reason()).isEqualTo("cannot be written");
        assertThat(WebhookRules.ending(answer)).isEqualTo(ReceiverLimits.Ending.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 504, 503})
    void keepsRetryAfter(int status) {
        WebhookAnswer answer =
                new WebhookAnswer.Answered(status, "", Optional.of(Duration.ofMinutes(10)));
        assertThat(pause(1, answer)).isEqualTo(Duration.ofMinutes(10));
        assertThat(WebhookRules.ending(answer))
                .as("other webhooks of the receiver go on")
                .isEqualTo(ReceiverLimits.Ending.REFUSED);
    }

    @Test
    void looksOnceMoreAtTheEndOfTheEdition() {
        Instant end = NOW.plusSeconds(1);
        assertThat(rules.judge(claim(1), answered(500), end).nextAttempt()).isEqualTo(end);
    }

    @Test
    void refusesPausesThatAreNone() {
        for (List<Duration> wrong : List.of(List.<Duration>of(), List.of(Duration.ZERO))) {
            assertThatThrownBy(() -> new WebhookRules(wrong, new Random(1), Clock.systemUTC()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("papertide.webhooks.retries");
        }
    }
}
