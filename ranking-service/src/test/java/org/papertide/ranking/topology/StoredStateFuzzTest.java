package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.testing.Checkout;
import org.papertide.testing.fuzz.Fuzz;

/** Damaged bytes of a store are read or refused by the declared exception, whatever they hold. */
class StoredStateFuzzTest {

    @Test
    void paperStates() throws IOException {
        refusesOrReads(input -> PaperState.fromBytes("arxiv:2501.00001", input));
    }

    @Test
    void paperEntries() throws IOException {
        refusesOrReads(PaperEntry::fromBytes);
    }

    @Test
    void mergeInputs() throws IOException {
        refusesOrReads(MergeInput::fromBytes);
    }

    @Test
    void mergedPapers() throws IOException {
        refusesOrReads(input -> MergedPaper.fromBytes("cs.LG", "arxiv:2501.00001", input));
    }

    private static void refusesOrReads(Consumer<byte[]> reader) throws IOException {
        Fuzz.bytes(
                frozenForms(),
                input -> {
                    try {
                        reader.accept(input);
                    } catch (UnreadableBytesException e) {
                        assertThat(e.getMessage()).isNotBlank();
                    }
                });
    }

    /** Of every kind, so that one kind's bytes are read as another's as well. */
    private static List<byte[]> frozenForms() throws IOException {
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
