package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.testing.Checkout;

/**
 * Records that others published: each is an event, a tombstone or malformed; never an exception.
 */
class EventCodecFuzzTest {

    static List<EventCodec<?>> codecs() {
        return List.of(
                EventCodec.PAPER,
                EventCodec.SIGNAL,
                EventCodec.SCORE,
                EventCodec.RANKING,
                EventCodec.PAST_RANKINGS,
                EventCodec.EMBEDDING,
                EventCodec.BREAKOUT,
                EventCodec.TICK,
                EventCodec.PRIORS,
                EventCodec.DELIVERY);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T> void decodesAnything(EventCodec<T> codec) throws IOException {
        Fuzz.bytes(samples(), input -> check(codec, input));
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        codecs().forEach(codec -> Fuzz.check(input, bytes -> check(codec, bytes)));
    }

    @Test
    void namesTheInputThatBreaksAReader() {
        assertThatThrownBy(() ->
                        Fuzz.text(
                                Fuzz.texts("a good one"),
                                input -> assertThat(input).isEqualTo("a good one")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("input, in Base64: ");
    }

    private static <T> void check(EventCodec<T> codec, byte[] input) {
        switch (codec.decode(input)) {
            case Decoded.Event<T>(T event) ->
                    assertThat(codec.decode(codec.encode(event)))
                            .isEqualTo(new Decoded.Event<>(event));
            case Decoded.Malformed<T>(String reason, _) ->
                    assertThat(reason).isNotBlank().hasSizeLessThan(1_000);
            case Decoded.Tombstone<T>() -> throw new AssertionError("no tombstone");
        }
    }

    static List<byte[]> samples() throws IOException {
        Path folder = Checkout.root().resolve("events/src/test/resources/samples");
        List<byte[]> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                samples.add(Files.readAllBytes(file));
            }
        }
        return samples;
    }
}
