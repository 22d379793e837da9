package org.papertide.ranking.api.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.papertide.events.Breakout;
import org.papertide.events.Category;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;
import org.papertide.ranking.api.parameter.LiveStream;

/**
 * An event of a topic, ready to be sent.
 *
 * @param stream its topic
 * @param partition where it stands
 * @param offset in the partition
 * @param score of the paper
 * @param categories of the paper, with their archives, in lower case
 * @param json a breakout or score, of its paper what is shown: what is for filters alone may have
 *     200,000 characters
 */
record LiveEvent(
        LiveStream stream,
        int partition,
        long offset,
        double score,
        List<String> categories,
        String json) {

    LiveEvent {
        categories = List.copyOf(categories);
    }

    /**
     * The event of a record; empty for a tombstone, for what cannot be read, and for what the
     * filter does not take, which is not written.
     */
    static Optional<LiveEvent> of(
            LiveStream stream, ConsumerRecord<byte[], byte[]> taken, LiveFilter filter) {
        return switch (stream) {
            case BREAKOUTS ->
                    EventCodec.BREAKOUT.decode(taken.value())
                                    instanceof Decoded.Event<Breakout>(Breakout breakout)
                            ? of(taken, breakout, filter)
                            : Optional.empty();
            case SCORES ->
                    EventCodec.SCORE.decode(taken.value())
                                    instanceof Decoded.Event<Score>(Score score)
                            ? of(taken, score, filter)
                            : Optional.empty();
        };
    }

    private static Optional<LiveEvent> of(
            ConsumerRecord<byte[], byte[]> taken, Breakout breakout, LiveFilter filter) {
        List<String> categories = withArchives(breakout.paper().categories());
        if (!filter.takes(LiveStream.BREAKOUTS, breakout.score(), categories)) {
            return Optional.empty();
        }
        Breakout shown =
                new Breakout(
                        breakout.paper().asShown(),
                        breakout.score(),
                        breakout.bar(),
                        breakout.level(),
                        breakout.reasons(),
                        breakout.at());
        return Optional.of(
                new LiveEvent(
                        LiveStream.BREAKOUTS,
                        taken.partition(),
                        taken.offset(),
                        breakout.score(),
                        categories,
                        new String(EventCodec.BREAKOUT.encode(shown), StandardCharsets.UTF_8)));
    }

    private static Optional<LiveEvent> of(
            ConsumerRecord<byte[], byte[]> taken, Score score, LiveFilter filter) {
        List<String> categories = withArchives(score.paper().categories());
        if (!filter.takes(LiveStream.SCORES, score.score(), categories)) {
            return Optional.empty();
        }
        Score shown =
                new Score(
                        score.paper().asShown(),
                        score.score(),
                        score.windows(),
                        score.reasons(),
                        score.observedAt(),
                        score.model());
        return Optional.of(
                new LiveEvent(
                        LiveStream.SCORES,
                        taken.partition(),
                        taken.offset(),
                        score.score(),
                        categories,
                        new String(EventCodec.SCORE.encode(shown), StandardCharsets.UTF_8)));
    }

    private static List<String> withArchives(List<String> categories) {
        return categories.stream()
                .flatMap(each -> Category.withArchives(each.toLowerCase(Locale.ROOT)).stream())
                .distinct()
                .toList();
    }
}
