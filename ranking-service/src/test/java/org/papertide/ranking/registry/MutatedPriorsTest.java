package org.papertide.ranking.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;
import org.papertide.testing.SecureKafka;
import org.papertide.testing.fuzz.MutatedEvents;

/** Almost good announcements: the registry reads the good one behind them. */
class MutatedPriorsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final Topics topics = new Topics("t.", 1, (short) 1);

    @Test
    void readsTheGoodAnnouncementBehindManyMutatedOnes() throws JsonProcessingException {
        TrendModel model = TrendModel.shipped();
        ModelVersion good =
                new ModelVersion(
                        model.version(),
                        model.learntFrom(),
                        List.of("Learnt anew."),
                        NOW,
                        NOW,
                        EventJson.mapper().readTree(model.toJson()));
        MutatedEvents mutations = new MutatedEvents(EventCodec.PRIORS.encode(good));
        List<byte[]> log =
                Stream.concat(
                                IntStream.range(0, MutatedEvents.count())
                                        .mapToObj(mutations::mutation),
                                Stream.of(EventCodec.PRIORS.encode(good)))
                        .toList();

        NavigableMap<Integer, ModelVersion> versions =
                new ModelRegistry(
                                SecureKafka.clients("ranking"),
                                topics,
                                Clock.fixed(NOW, ZoneOffset.UTC),
                                () -> consumer(log))
                        .versions();

        assertThat(versions).containsEntry(good.version(), good);
        assertThat(new ModelSchedule(model.version(), versions.values()).findActive(NOW))
                .isPresent();
    }

    private Consumer<byte[], byte[]> consumer(List<byte[]> log) {
        TopicPartition part = new TopicPartition(topics.name(Topic.PRIORS), 0);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(part, 0L));
        consumer.updateEndOffsets(Map.of(part, (long) log.size()));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < log.size(); offset++) {
                consumer.addRecord(
                        new ConsumerRecord<>(
                                part.topic(), 0, offset, new byte[] {'k'}, log.get(offset)));
            }
        });
        return consumer;
    }
}
