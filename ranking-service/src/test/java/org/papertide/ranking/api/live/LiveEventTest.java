package org.papertide.ranking.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.ranking.api.parameter.LiveStream;
import org.papertide.ranking.api.readmodel.Readers;

class LiveEventTest {

    @ParameterizedTest
    @CsvSource({"cs.lg, true", "cs, true", "cs.l, false", "math, false", "math-ph, true"})
    void isTakenByItsCategoriesAndTheirArchives(String wanted, boolean taken) {
        Score score =
                Readers.score(
                        Readers.paper(1, Readers.NOW, "cs.LG", "math-ph"),
                        5,
                        Readers.upvotes(),
                        Map.of(Window.DAY, true));
        LiveFilter filter = new LiveFilter(Set.of(LiveStream.SCORES), Set.of(wanted), 0);
        ConsumerRecord<byte[], byte[]> event =
                new ConsumerRecord<>("t", 0, 0, new byte[0], EventCodec.SCORE.encode(score));

        assertThat(LiveEvent.of(LiveStream.SCORES, event, filter).isPresent()).isEqualTo(taken);
        assertThat(LiveEvent.of(LiveStream.SCORES, event, LiveFilter.all()))
                .hasValueSatisfying(read -> assertThat(filter.takes(read)).isEqualTo(taken));
    }
}
