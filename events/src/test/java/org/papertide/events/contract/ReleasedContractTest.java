package org.papertide.events.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What ships is what was released, or more. {@code -Dpapertide.approve=true} releases harmless
 * changes; nothing releases a breach.
 */
class ReleasedContractTest {

    private static final Path EVENTS =
            Path.of(System.getProperty("papertide.root", ".."), "events", "src");
    private static final Path PRESENT = EVENTS.resolve("main/resources/org/papertide/events");
    private static final Path SAMPLES = EVENTS.resolve("test/resources/samples");
    private static final Path RELEASED = EVENTS.resolve("test/resources/released/v1");

    @Test
    void breaksNoConsumer() throws IOException {
        requireNoBreach();
    }

    private static void requireNoBreach() throws IOException {
        assertThat(ContractComparison.compare(Contract.in(RELEASED), Contract.in(PRESENT)))
                .as("changes that break consumers: docs/contract.md says what to do instead")
                .isEmpty();
    }

    /** What has come since counts from now on: its removal breaks somebody's consumer as well. */
    @Test
    void theReleasedCopyIsComplete() throws IOException {
        Map<Path, byte[]> differing = new TreeMap<>();
        differing(PRESENT.resolve("asyncapi.yaml"), Path.of("asyncapi.yaml"), differing);
        for (Path file : Contract.files(PRESENT.resolve("schema"))) {
            differing(file, Path.of("schema").resolve(file.getFileName()), differing);
        }
        for (Path file : Contract.files(SAMPLES)) {
            Path copy = Path.of("samples").resolve(file.getFileName());
            if (!Files.exists(RELEASED.resolve(copy))) {
                differing.put(copy, Files.readAllBytes(file));
            }
        }
        if (differing.isEmpty()) {
            return;
        }
        if (!Boolean.getBoolean("papertide.approve")) {
            fail(
                    "Not in the released copy: %s. If no test of the contract fails,"
                            + " ./mvnw test -pl events -Dtest=ReleasedContractTest"
                            + " -Dpapertide.approve=true puts it there.",
                    differing.keySet());
        }
        requireNoBreach();
        for (Map.Entry<Path, byte[]> file : differing.entrySet()) {
            Path copy = RELEASED.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Path written = copy.resolveSibling(copy.getFileName() + ".new");
            Files.write(written, file.getValue());
            Files.move(written, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void theDocumentNamesEveryKindOfBreach() throws IOException {
        String document =
                Files.readString(EVENTS.resolve("../../docs/contract.md")).replaceAll("\\s+", " ");
        List<String> kinds = Arrays.stream(Rule.values()).map(Rule::words).toList();
        assertThat(kinds).allSatisfy(words -> assertThat(document).contains(words));
    }

    private static void differing(Path file, Path copy, Map<Path, byte[]> differing)
            throws IOException {
        byte[] present = Files.readAllBytes(file);
        Path released = RELEASED.resolve(copy);
        if (!Files.exists(released) || !Arrays.equals(present, Files.readAllBytes(released))) {
            differing.put(copy, present);
        }
    }
}
