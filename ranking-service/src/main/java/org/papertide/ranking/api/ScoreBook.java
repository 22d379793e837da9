package org.papertide.ranking.api;

import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;

/** All present scores, one after another. */
@Singleton
public class ScoreBook {

    private final ReadingStream stream;

    ScoreBook(ReadingStream stream) {
        this.stream = stream;
    }

    /**
     * Shows every score to a visitor.
     *
     * @throws org.papertide.ranking.http.ProblemException if the stream is not there yet
     */
    public void each(Consumer<Score> visitor) {
        try (KeyValueIterator<String, byte[]> all = stream.store(ReadStores.SCORES).all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                if (EventCodec.SCORE.decode(stored.value)
                        instanceof Decoded.Event<Score>(Score score)) {
                    visitor.accept(score);
                }
            }
        }
    }
}
