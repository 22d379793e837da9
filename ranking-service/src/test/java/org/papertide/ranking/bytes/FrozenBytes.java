package org.papertide.ranking.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The bytes of stored forms as a release wrote them, one file in hexadecimal per form and format. A
 * later release must read every one of them, for ever; it may write a newer format only under a new
 * name.
 *
 * <p>{@code -Dpapertide.golden.write=true} writes the files that do not exist. An existing one is
 * never changed.
 */
public final class FrozenBytes {

    private static final String FOLDER = "/org/papertide/ranking/state/";
    private static final int WIDTH = 96;

    private FrozenBytes() {}

    /** The bytes of a form, such as {@code signals-1}, for which today's code writes these. */
    public static byte[] of(String name, byte[] written) {
        try (InputStream in = FrozenBytes.class.getResourceAsStream(FOLDER + name + ".hex")) {
            if (in == null && Boolean.getBoolean("papertide.golden.write")) {
                write(name, HexFormat.of().formatHex(written));
                return written;
            }
            assertThat(in).as("no frozen bytes of %s", name).isNotNull();
            String hex = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] frozen = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
            assertThat(HexFormat.of().formatHex(written))
                    .as("today's bytes of %s", name)
                    .isEqualTo(HexFormat.of().formatHex(frozen));
            return frozen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, String hex) throws IOException {
        Path file =
                Path.of(System.getProperty("papertide.root", ".."))
                        .resolve("ranking-service/src/test/resources" + FOLDER + name + ".hex");
        Files.createDirectories(file.getParent());
        StringBuilder lines = new StringBuilder();
        for (int from = 0; from < hex.length(); from += WIDTH) {
            lines.append(hex, from, Math.min(hex.length(), from + WIDTH)).append('\n');
        }
        Files.writeString(file, lines);
    }
}
