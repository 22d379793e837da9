package org.papertide.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Schemas;

/**
 * Records of the past are read by the present, and records of the present by the past: every sample
 * that was ever released, and every sample of today.
 */
class ReleasedSamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES =
            Path.of(System.getProperty("papertide.root", ".."), "events/src/test/resources");

    static List<Path> released() throws IOException {
        return Contract.files(RESOURCES.resolve("released/v1/samples"));
    }

    static List<Path> present() throws IOException {
        return Contract.files(RESOURCES.resolve("samples"));
    }

    @ParameterizedTest
    @MethodSource("released")
    void theCodecReadsWhatWasReleased(Path sample) throws IOException {
        byte[] value = Files.readAllBytes(sample);
        assertThat(codec(sample).decode(value)).isInstanceOf(Decoded.Event.class);
        assertThat(Schemas.named(schema(sample)).validate(JSON.readTree(value))).isEmpty();
    }

    /** A consumer that was written for the release meets the events of today. */
    @ParameterizedTest
    @MethodSource("present")
    void theReleasedSchemaTakesWhatIsSentNow(Path sample) throws IOException {
        JsonSchema schema = Schemas.released(schema(sample));
        JsonNode sent = JSON.readTree(encodedAgain(codec(sample), Files.readAllBytes(sample)));
        assertThat(schema.validate(sent)).isEmpty();
    }

    /** Whatever comes within {@code v1}, anywhere in an event, those who do not know it go on. */
    @ParameterizedTest
    @MethodSource("released")
    void whatIsNotKnownIsIgnored(Path sample) throws IOException {
        JsonNode event = JSON.readTree(Files.readAllBytes(sample));
        EventCodec<?> codec = codec(sample);
        Decoded<?> known = codec.decode(JSON.writeValueAsBytes(event));
        addEverywhere(event, schema(sample));
        assertThat(codec.decode(JSON.writeValueAsBytes(event))).isEqualTo(known);
        assertThat(Schemas.released(schema(sample)).validate(event)).isEmpty();
    }

    private static void addEverywhere(JsonNode node, String name) {
        // A score's windows are named by the window; a model's numbers are kept as they came.
        boolean ours = !name.equals("windows") && !name.equals("priors");
        if (node instanceof ObjectNode object && ours) {
            object.putObject("ofTheFuture").putArray("values").add(1).addNull();
        }
        for (var member : List.copyOf(node.properties())) {
            if (!member.getKey().equals("ofTheFuture")) {
                addEverywhere(member.getValue(), member.getKey());
            }
        }
        if (node instanceof ArrayNode) {
            node.forEach(element -> addEverywhere(element, name));
        }
    }

    private static <T> byte[] encodedAgain(EventCodec<T> codec, byte[] value) {
        return switch (codec.decode(value)) {
            case Decoded.Event<T>(T event) -> codec.encode(event);
            case Decoded.Tombstone<T> _, Decoded.Malformed<T> _ ->
                    throw new AssertionError("not to be read by " + codec);
        };
    }

    /** Such as {@code score.v1} for {@code score.v1-trial.json}. */
    private static String schema(Path sample) {
        return sample.getFileName().toString().replaceFirst("(\\.v1).*", "$1");
    }

    private static EventCodec<?> codec(Path sample) {
        return Stream.of(
                        EventCodec.PAPER,
                        EventCodec.SIGNAL,
                        EventCodec.SCORE,
                        EventCodec.RANKING,
                        EventCodec.PAST_RANKINGS,
                        EventCodec.EMBEDDING,
                        EventCodec.BREAKOUT,
                        EventCodec.TICK,
                        EventCodec.PRIORS,
                        EventCodec.DELIVERY)
                .filter(codec -> codec.eventType().equals("org.papertide." + schema(sample)))
                .findFirst()
                .orElseThrow();
    }
}
