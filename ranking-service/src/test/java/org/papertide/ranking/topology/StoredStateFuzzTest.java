package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.testing.Checkout;
import org.papertide.testing.fuzz.Fuzz;

/** Damaged bytes of a store are read or refused by the declared exception, whatever they hold. */
class StoredStateFuzzTest {

    static List<Consumer<byte[]>> readers() {
        return List.of(
                input -> PaperState.fromBytes("arxiv:2501.00001", input),
                PaperEntry::fromBytes,
                MergeInput::fromBytes,
                input -> MergedPaper.fromBytes("cs.LG", "arxiv:2501.00001", input));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void refusesOrReads(Consumer<byte[]> reader) throws IOException {
        Fuzz.bytes(samples(), input -> check(reader, input));
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        readers().forEach(reader -> Fuzz.check(input, bytes -> check(reader, bytes)));
    }

    private static void check(Consumer<byte[]> reader, byte[] input) {
        try {
            reader.accept(input);
        } catch (UnreadableBytesException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Of every kind, so that one kind's bytes are read as another's as well. */
    static List<byte[]> samples() throws IOException {
        Path folder =
                Checkout.root()
                        .resolve("ranking-service/src/test/resources/org/papertide/ranking/state");
        List<byte[]> forms = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                forms.add(HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", "")));
            }
        }
        return forms;
    }
}
