package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.RenderedMessage;

class DeliveryRecordsTest {

    @Test
    void countsAttemptsByHowTheyEnded() {
        DeliveryCounts counts = new DeliveryCounts();
        assertThat(counts.server()).isEqualTo("not used yet");
        counts.add(Transition.ACCEPT);
        counts.add(Transition.ACCEPT);
        counts.add(Transition.REJECT);
        counts.server("reachable");
        assertThat(counts.count(Transition.ACCEPT)).isEqualTo(2);
        assertThat(counts.count(Transition.REJECT)).isOne();
        assertThat(counts.count(Transition.DEFER)).isZero();
        assertThat(counts.server()).isEqualTo("reachable");
        assertThatThrownBy(() -> counts.count(Transition.CLAIM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLAIM");
    }

    @Test
    void readsEachMessageOnce() {
        Map<String, Integer> asked = new HashMap<>();
        MailTemplates templates =
                new MailTemplates(id -> {
                    asked.merge(id, 1, Integer::sum);
                    return Optional.of(new RenderedMessage("Tides", "text", "html"));
                });
        assertThat(templates.get("a")).isSameAs(templates.get("a"));
        assertThat(templates.get("b")).isNotSameAs(templates.get("a"));
        assertThat(asked).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void asksAgainForAMessageThatWasGone() {
        Map<String, RenderedMessage> messages = new HashMap<>();
        MailTemplates templates = new MailTemplates(id -> Optional.ofNullable(messages.get(id)));
        assertThatThrownBy(() -> templates.get("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("content is gone");
        messages.put("a", new RenderedMessage("Tides", "text", "html"));
        assertThat(templates.get("a")).isNotNull();
    }
}
