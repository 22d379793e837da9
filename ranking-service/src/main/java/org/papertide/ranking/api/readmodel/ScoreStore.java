package org.papertide.ranking.api.readmodel;

import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;

/** Reads the present scores of all papers. */
@Singleton
public class ScoreStore {

    private final ReadModelStream stream;

    ScoreStore(ReadModelStream stream) {
        this.stream = stream;
    }

    /**
     * Passes every score to a visitor, in no particular order.
     *
     * @throws org.papertide.platform.loop.UnavailableException while the store is not available
     */
    public void each(Consumer<Score> visitor) {
        try (KeyValueIterator<String, byte[]> all = stream.store(ReadModelStores.SCORES).all()) {
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
