package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what is rendered with a file that somebody has looked at, in {@code
 * src/test/resources/approved}. What is rendered now is in {@code target/rendered}, to be looked
 * at; with {@code -Dpapertide.approve=true} it becomes the approved file.
 */
public final class ApprovedFile {

    private static final Path APPROVED = Path.of("src", "test", "resources", "approved");
    private static final Path RENDERED = Path.of("target", "rendered");

    private ApprovedFile() {}

    /**
     * Fails if the text differs from the approved one.
     *
     * @param name of the file, such as {@code mail/digest.html}
     */
    public static void assertApproved(String name, String text) throws IOException {
        write(RENDERED.resolve(name), text);
        Path approved = APPROVED.resolve(name);
        if (Boolean.getBoolean("papertide.approve")) {
            write(approved, text);
        }
        assertThat(text)
                .as("%s; if it is meant, look at it and run with -Dpapertide.approve=true", name)
                .isEqualTo(Files.readString(approved));
    }

    /** A file beside what is rendered, such as a style sheet. */
    public static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Where what is rendered is written. */
    public static Path rendered(String name) {
        return RENDERED.resolve(name);
    }
}
