package org.papertide.notify.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.webhook.TestWebhookSettings;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.api.WebhookRequestCheck.Checked;

class WebhookRequestCheckTest {

    private final WebhookRequestCheck check =
            new WebhookRequestCheck(
                    new WebhookFormats(Map.of()), new TestWebhookSettings(true, 100));

    /** What a digest has and a format does not show would never come again. */
    @ParameterizedTest
    @CsvSource({
        "papertide, 50,",
        "slack, 20,",
        "slack, 21, 20",
        "teams, 15,",
        "teams, 16, 15",
        "discord, 10,",
        "discord, 50, 10",
        "ntfy, 11, 10"
    })
    void takesNoMorePapersThanTheFormatShows(String format, int limit, @Nullable Integer most)
            throws JsonProcessingException {
        Checked checked =
                check.check(
                        new ObjectMapper()
                                .readValue(
                                        """
                                        {"url": "http://127.0.0.1:8000/topic", "format": "%s",
                                         "limit": %d}
                                        """
                                                .formatted(format, limit),
                                        WebhookRequest.class));
        if (most == null) {
            assertThat(checked).isInstanceOf(Checked.Fit.class);
        } else {
            assertThat(checked)
                    .isEqualTo(
                            new Checked.Unfit(
                                    new WebhookResult.Wrong(
                                            "limit",
                                            "Please give at most %d: %s shows no more papers."
                                                    .formatted(most, format))));
        }
    }
}
