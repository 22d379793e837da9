package org.papertide.notify.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.signup.SubscriptionRequest;

class WebhookRequestTest {

    private static WebhookRequest request(String json) {
        try {
            return new ObjectMapper().readValue(json, WebhookRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    /** What a reader can ask for in a mail, a program can ask for, and see. */
    @Test
    void asksForAllThatASubscriptionAsksFor() {
        assertThat(fields(WebhookRequest.class)).containsAll(fields(SubscriptionRequest.class));
        Set<String> shown = fields(SubscriptionRequest.class);
        shown.remove("email");
        assertThat(fields(WebhookView.class)).containsAll(shown);
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        Interest before =
                request(
                                """
                                {"frequency": "WEEKLY", "timezone": "Europe/Berlin", "hour": 5,
                                 "categories": ["cs.LG"], "include": ["a"], "exclude": ["b"],
                                 "authors": ["c"], "minimumScore": 3, "limit": 7,
                                 "about": ["deep linear networks"], "notAbout": ["applications"],
                                 "like": ["arxiv:1312.6120"], "amount": "few"}\
                                """)
                        .interest();
        assertThat(before.theme().about()).containsExactly("deep linear networks");
        assertThat(before.theme().like()).hasSize(1);
        assertThat(request("{}").interest(before)).isEqualTo(before);
        Interest changed = request("{\"about\": [], \"hour\": 6}").interest(before);
        assertThat(changed.theme().about()).isEmpty();
        assertThat(changed.theme().like()).isEqualTo(before.theme().like());
        assertThat(changed.hour()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "breakout, , DAILY, INSTANT, true",
        "digest, , DAILY, DAILY, true",
        "breakout digest, , DAILY, DAILY, false",
        "digest breakout, INSTANT, DAILY, INSTANT, false",
        "breakout digest, DAILY, DAILY, DAILY, false",
        "breakout, DAILY, DAILY, DAILY, false",
        "digest digest, WEEKLY, DAILY, WEEKLY, true",
        "other, , DAILY, DAILY, false",
        "digest, , INSTANT, DAILY, true",
        "digest, , WEEKLY, WEEKLY, true",
        "breakout, , WEEKLY, INSTANT, true"
    })
    void givesTheEventsThatAreAskedForOrSaysThatItDoesNot(
            String events, String frequency, Frequency before, Frequency after, boolean good) {
        WebhookRequest asked =
                request(
                        "{\"events\": [\"%s\"]%s}"
                                .formatted(
                                        events.replace(" ", "\", \""),
                                        frequency == null
                                                ? ""
                                                : ", \"frequency\": \"" + frequency + "\""));
        Interest known = request("{\"frequency\": \"" + before + "\"}").interest();
        Frequency frequencyNow = asked.interest(known).frequency();
        assertThat(frequencyNow).isEqualTo(after);
        assertThat(asked.problemOfEvents(frequencyNow).isEmpty()).isEqualTo(good);
        if (before == Frequency.DAILY) {
            assertThat(asked.interest().frequency()).isEqualTo(after);
        }
    }

    @Test
    void saysOfNoEventsThatNothingWouldBeSent() {
        assertThat(request("{\"events\": []}").problemOfEvents(Frequency.DAILY)).isPresent();
    }
}
