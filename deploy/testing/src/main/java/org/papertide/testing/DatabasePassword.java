package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The database password of a stack, in the file of its directory in which the stack looks. */
final class DatabasePassword {

    private DatabasePassword() {}

    /** The password; made if there is none yet, so that it is known while the server is down. */
    static String of(Path directory) {
        Path file = directory.resolve("postgres-password");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                Files.writeString(file, UUID.randomUUID().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
