package org.papertide.local.stream;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.papertide.local.data.RefusedException;

/**
 * A file that is there once it is whole: until then it is {@code NAME.part}, which stays when it
 * ends early, and has whole lines.
 */
final class ExportFile implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean closed;

    private ExportFile(Path file, Path part, FileChannel channel, OutputStream out) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.out = out;
    }

    /**
     * Begins a file; one whose name ends in {@code .gz} is packed.
     *
     * @throws RefusedException if it cannot be written
     */
    static ExportFile begin(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            FileChannel channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
            OutputStream bytes = Channels.newOutputStream(channel);
            OutputStream packed =
                    file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes;
            return new ExportFile(file, part, channel, new BufferedOutputStream(packed, 1 << 16));
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    /** Writes a line, whole. */
    void write(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    /** Where the lines are that an interrupted export has written. */
    Path part() {
        return part;
    }

    /** All is written: the file gets its name. */
    void complete() {
        try {
            close();
            Files.move(
                    part,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel;
                out) {
            out.flush();
            if (channel.isOpen()) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    private static RefusedException failed(Path path, IOException e) {
        return new RefusedException("%s cannot be written: %s".formatted(path, e), e);
    }
}
