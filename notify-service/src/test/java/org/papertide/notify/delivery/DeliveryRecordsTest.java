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
        MailTemplates.OfClaim first = templates.of(List.of("a", "b", "a"));
        assertThat(first.get("a")).isSameAs(first.get("a"));
        assertThat(first.get("b")).isNotSameAs(first.get("a"));
        MailTemplates.OfClaim second = templates.of(List.of("b", "c"));
        assertThat(second.get("b")).isSameAs(first.get("b"));
        assertThat(second.get("d")).isSameAs(second.get("d"));
        assertThat(asked).containsExactly(Set.of("a", "b"), Set.of("c"), Set.of("d"));
    }

    /**
     * Far more contents than the common cache holds, each of two mails, as ten claims take them.
     */
    @Test
    void readsEachMessageOfAClaimOnceWhateverTheCacheRefuses() {
        Map<String, Integer> read = new HashMap<>();
        String large = "Tides rise and fall. ".repeat(4_000);
        MailTemplates templates =
                new MailTemplates(ids -> {
                    assertThat(ids).hasSizeLessThanOrEqualTo(MailTemplates.AT_ONCE);
                    ids.forEach(id -> read.merge(id, 1, Integer::sum));
                    return ids.stream()
                            .collect(
                                    Collectors.toMap(
                                            Function.identity(),
                                            _ -> new RenderedMessage("Tides", large, large)));
                });
        for (int claim = 0; claim < 10; claim++) {
            List<String> contents = new ArrayList<>();
            for (int n = 0; n < 25; n++) {
                contents.addAll(List.of("%d-%d".formatted(claim, n), "%d-%d".formatted(claim, n)));
            }
            MailTemplates.OfClaim own = templates.of(contents);
            contents.forEach(own::get);
        }
        assertThat(read).hasSize(250).allSatisfy((_, times) -> assertThat(times).isOne());
    }

    @Test
    void asksAgainForAMessageThatWasGone() {
        Map<String, RenderedMessage> messages = new HashMap<>();
        MailTemplates templates = new MailTemplates(_ -> Map.copyOf(messages));
        MailTemplates.OfClaim own = templates.of(List.of("a"));
        assertThatThrownBy(() -> own.get("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("content is gone");
        messages.put("a", message());
        assertThat(templates.of(List.of("a")).get("a")).isNotNull();
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
        MailTemplates.OfClaim own = templates.of(List.of("bad", "good"));
        assertThatThrownBy(() -> own.get("bad")).hasMessage("subject: blank or too long");
        assertThat(own.get("good")).isNotNull();
        assertThat(templates.of(List.of("good", "bad")).get("good")).isNotNull();
    }
}
