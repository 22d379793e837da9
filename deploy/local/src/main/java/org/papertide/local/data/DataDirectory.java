package org.papertide.local.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where a local stack keeps everything, {@code .papertide} by default.
 *
 * @param path of the directory
 */
public record DataDirectory(Path path) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** 192 bits: nobody guesses it. */
    private static final int TOKEN_BYTES = 24;

    private static final int KEY_BYTES = 32;

    private static final String OPERATOR_TOKEN = "operator-token";
    private static final String DATABASE_PASSWORD = "postgres-password";
    private static final String LOCK = "lock";

    /** Where it is kept how far the clock of the services is ahead of the machine's. */
    public static final String CLOCK_OFFSET = "clock-offset";

    /** The directory that was given, else {@code .papertide} in the checkout. */
    public static DataDirectory of(Path root, Optional<Path> given) {
        return new DataDirectory(
                given.orElse(root.resolve(".papertide")).toAbsolutePath().normalize());
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path mail() {
        return path.resolve("mail");
    }

    /** Where every process of the stack puts temporary files and unpacks native libraries. */
    public Path temporary() {
        return path.resolve("tmp");
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Held by the stack that runs on the directory; freed by the system when its process ends. */
    public static final class Lock implements AutoCloseable {

        private final FileChannel channel;
        private final FileLock lock;

        private Lock(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }

        @Override
        public void close() throws IOException {
            lock.release();
            channel.close();
        }
    }

    /**
     * Locks the directory, and creates it if it is missing. It and everything in it are for their
     * owner only from now on.
     *
     * @throws RefusedException if another stack runs on it, it holds the files of something else,
     *     or it cannot be written
     */
    public Lock lock() {
        try {
            refuseOthersFiles();
            OwnerOnly.createDirectory(path);
            OwnerOnly.tighten(path);
            OwnerOnly.createDirectory(temporary());
            FileChannel channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new RefusedException(
                        "The data directory %s is in use by another ./papertide up%s."
                                .formatted(
                                        path,
                                        RunningStack.read(this)
                                                .map(r -> " (process " + r.pid() + ")")
                                                .orElse("")));
            }
            return new Lock(channel, lock);
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException(path + " is not a directory", e);
        } catch (IOException e) {
            throw new RefusedException("%s cannot be used: %s".formatted(path, e), e);
        }
    }

    /**
     * The operator's token: created once, and kept in {@code operator-token} for its owner only.
     */
    public String operatorToken() {
        return secret(OPERATOR_TOKEN, () -> random(TOKEN_BYTES, Base64.getUrlEncoder()));
    }

    /** The file of {@link #operatorToken}. */
    public Path operatorTokenFile() {
        return path.resolve(OPERATOR_TOKEN);
    }

    /**
     * The keys that sign the links in mails, as {@code id=base64}: created once, since old links
     * must go on working.
     */
    public String tokenKeys() {
        return secret("token-keys", () -> "1=" + random(KEY_BYTES, Base64.getEncoder()));
    }

    /** The password of the databases' role: created once, and kept in a file for its owner only. */
    public String databasePassword() {
        return secret(DATABASE_PASSWORD, () -> random(TOKEN_BYTES, Base64.getUrlEncoder()));
    }

    /** The file of {@link #databasePassword}. */
    public Path databasePasswordFile() {
        return path.resolve(DATABASE_PASSWORD);
    }

    /** The content of a small file, if it is there. */
    public Optional<String> read(String name) {
        Path file = path.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new RefusedException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /**
     * How far the clock of the services is ahead of the machine's.
     *
     * @throws RefusedException if what is kept is no duration
     */
    public Duration clockOffset() {
        try {
            return read(CLOCK_OFFSET).map(Duration::parse).orElse(Duration.ZERO);
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    "%s does not hold a duration: delete it or use --clock"
                            .formatted(path.resolve(CLOCK_OFFSET)),
                    e);
        }
    }

    /** Writes a small file, as a whole or not at all. */
    public void write(String name, String content) {
        Path file = path.resolve(name);
        try {
            replace(file, content);
        } catch (IOException e) {
            throw new RefusedException("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    /** Deletes what is left in {@link #temporary}. */
    public void clearTemporary() {
        if (!Files.isDirectory(temporary())) {
            return;
        }
        try (Stream<Path> found = Files.walk(temporary())) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                if (!file.equals(temporary())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException("%s cannot be emptied: %s".formatted(temporary(), e), e);
        }
    }

    /** Deletes a small file. */
    public void delete(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            throw new RefusedException("%s cannot be deleted: %s".formatted(name, e), e);
        }
    }

    /** Somebody's home directory, say, must not lose its permissions to a slip of the hand. */
    private void refuseOthersFiles() throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !file.equals(temporary()))) {
                throw new RefusedException(
                        "%s holds files that are not Papertide's: choose a directory that is empty or does not exist"
                                .formatted(path));
            }
        }
    }

    private String secret(String name, Supplier<String> make) {
        Optional<String> kept = read(name).filter(s -> !s.isEmpty());
        if (kept.isPresent()) {
            return kept.get();
        }
        String made = make.get();
        write(name, made + "\n");
        return made;
    }

    private static String random(int count, Base64.Encoder encoder) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return encoder.withoutPadding().encodeToString(bytes);
    }

    /** Only its owner may read it, from the first byte on. */
    private static void replace(Path file, String content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(partial);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    partial,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(partial, content, StandardCharsets.UTF_8);
        Files.move(
                partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
