package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.RenderedMessage;

class DeliveryRecordsTest {

    @Test
    void countsAttemptsByHowTheyEnded() {
        DeliveryCounts counts = new DeliveryCounts();
        assertThat(counts.server()).isEqualTo("not used yet");
        counts.add(Transition.ACCEPT, "google");
        counts.add(Transition.ACCEPT, "other");
        counts.add(Transition.REJECT, "google");
        assertThat(counts.serverFailed("away")).as("the first is told").isTrue();
        assertThat(counts.serverFailed("gone")).isFalse();
        assertThat(counts.server()).isEqualTo("gone");
        counts.serverWorks();
        assertThat(counts.count(Transition.ACCEPT)).isEqualTo(2);
        assertThat(counts.count(Transition.REJECT)).isOne();
        assertThat(counts.count(Transition.DEFER)).isZero();
        assertThat(counts.count(Transition.ACCEPT, "google")).isOne();
        assertThat(counts.count(Transition.ACCEPT, "yahoo")).isZero();
        assertThat(counts.server()).isEqualTo("reachable");
        assertThatThrownBy(() -> counts.count(Transition.CLAIM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLAIM");
        assertThatThrownBy(() -> counts.add(Transition.CLAIM, "google"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RenderedMessage message() {
        return new RenderedMessage("Tides", "text", "html");
    }

    @Test
    void readsEachMessageOnceAndThoseOfAClaimTogether() {
        List<Set<String>> asked = new ArrayList<>();
        MailTemplates templates =
                new MailTemplates(ids -> {
                    asked.add(ids);
                    return ids.stream()
                            .collect(Collectors.toMap(Function.identity(), _ -> message()));
                });
        templates.prepare(Set.of("a", "b"));
        assertThat(templates.get("a")).isSameAs(templates.get("a"));
        assertThat(templates.get("b")).isNotSameAs(templates.get("a"));
        templates.prepare(Set.of("b", "c"));
        assertThat(templates.get("d")).isSameAs(templates.get("d"));
        assertThat(asked).containsExactly(Set.of("a", "b"), Set.of("c"), Set.of("d"));
    }

    @Test
    void asksAgainForAMessageThatWasGone() {
        Map<String, RenderedMessage> messages = new HashMap<>();
        MailTemplates templates = new MailTemplates(_ -> Map.copyOf(messages));
        templates.prepare(Set.of("a"));
        assertThatThrownBy(() -> templates.get("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("content is gone");
        messages.put("a", message());
        assertThat(templates.get("a")).isNotNull();
    }

    @Test
    void tellsOnlyTheMailsOfAMessageThatCannotBeSent() {
        MailTemplates templates =
                new MailTemplates(ids -> {
                    if (ids.contains("bad")) {
                        throw new IllegalArgumentException("subject: blank or too long");
                    }
                    return Map.of("good", message());
                });
        templates.prepare(Set.of("bad", "good"));
        assertThat(templates.get("good")).isNotNull();
        assertThatThrownBy(() -> templates.get("bad")).hasMessage("subject: blank or too long");
    }
}
