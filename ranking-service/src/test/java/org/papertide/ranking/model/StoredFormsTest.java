package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.FrozenBytes;
import org.papertide.ranking.bytes.UnreadableBytesException;

/** What is stored of the score can be read by every later release. */
class StoredFormsTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");

    @Test
    void signals() {
        SignalHistory signals =
                SignalHistory.none()
                        .with("UPVOTES", "huggingface", 3, AT)
                        .with("UPVOTES", "huggingface", 300, AT.plus(Duration.ofHours(30)))
                        .with("UPVOTES", "huggingface", 290, AT.plus(Duration.ofHours(31)))
                        .with("GITHUB_STARS", "g\u00eet", 70_000_000_000L, Instant.EPOCH);
        byte[] frozen = FrozenBytes.of("signals-1", signals.toBytes());
        assertThat(SignalHistory.fromBytes(frozen)).isEqualTo(signals);
        assertThat(FrozenBytes.of("signals-none-1", SignalHistory.none().toBytes())).hasSize(2);
    }

    @Test
    void breakouts() {
        BreakoutState state = new BreakoutState(3, true, AT.plusMillis(1));
        ByteWriter out = new ByteWriter(BreakoutState.BYTES);
        state.writeTo(out);
        byte[] frozen = FrozenBytes.of("breakout-1", out.toBytes());
        assertThat(frozen).hasSize(BreakoutState.BYTES);
        assertThat(BreakoutState.readFrom(new ByteReader("x", frozen))).isEqualTo(state);
    }

    @Test
    void anUnknownFormatIsNamed() {
        byte[] later = SignalHistory.none().with("UPVOTES", "a", 3, AT).toBytes();
        later[0] = 9;
        assertThatThrownBy(() -> SignalHistory.fromBytes(later))
                .isInstanceOf(UnreadableBytesException.class)
                .hasMessage("signals: written in format 9");
    }

    @Test
    void everyTruncationIsNoticed() {
        byte[] whole = SignalHistory.none().with("UPVOTES", "a", 3, AT).toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SignalHistory.fromBytes(cut))
                    .isInstanceOf(UnreadableBytesException.class);
        }
    }
}
