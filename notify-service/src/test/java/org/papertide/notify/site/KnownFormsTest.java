package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.papertide.events.EventJson;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.testing.KnownCases;

/** What readers wrote, and did not get back. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownFormsTest {

    @Test
    void areSavedUnchangedAsTheyWereShown() throws IOException {
        JsonNode given = EventJson.mapper().readTree(KnownCases.text("80-preferences-comma.json"));
        JsonNode asked = given.at("/step1").elements().next();
        Interest interest =
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of(),
                        texts(asked.path("include")),
                        List.of(),
                        texts(asked.path("authors")),
                        null,
                        10);
        FormView shown = SubscriptionForm.of(interest);
        MultivaluedMap<String, String> sent = new MultivaluedHashMap<>();
        Stream.of("include", "authors").forEach(field -> sent.putSingle(field, shown.value(field)));
        // A thousand to some readers, and one to others.
        assertThat(given.at("/also").fieldNames())
                .toIterable()
                .singleElement()
                .asString()
                .startsWith("minimumScore typed as ");
        String typed = given.at("/also").fieldNames().next().replaceFirst(".* ", "");

        SubscriptionForm.Entered saved = SubscriptionForm.read(sent);
        assertThat(saved.problems()).isEmpty();
        assertThat(saved.request().authors()).isEqualTo(texts(given.at("/expected/authors")));
        assertThat(saved.request().include()).isEqualTo(interest.include());

        sent.putSingle("minimumScore", typed);
        assertThat(SubscriptionForm.read(sent).problems()).hasSize(1);
    }

    private static List<String> texts(JsonNode list) {
        assertThat(list.isEmpty()).isFalse();
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
