package org.papertide.local.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A file on its way; says how far it is when that takes a while. */
final class Upload implements AutoCloseable {

    private static final Duration SAY_EVERY = Duration.ofSeconds(2);
    private static final double MEGABYTE = 1e6;

    private final Path file;
    private final long size;
    private final PrintStream progress;
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    private Upload(Path file, long size, PrintStream progress) {
        this.file = file;
        this.size = size;
        this.progress = progress;
        Thread.ofVirtual().start(this::tell);
    }

    static Upload of(Path file, PrintStream progress) throws IOException {
        return new Upload(file, Files.size(file), progress);
    }

    HttpRequest.BodyPublisher body() {
        return HttpRequest.BodyPublishers.ofInputStream(this::open);
    }

    private InputStream open() {
        try {
            return new Counting(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell() {
        try {
            while (!over.await(SAY_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                say();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void say() {
        long now = sent.get();
        String much =
                size > 0 && now < size
                        ? "%.1f of %.1f MB sent".formatted(now / MEGABYTE, size / MEGABYTE)
                        : "%.1f MB sent, being taken".formatted(now / MEGABYTE);
        progress.printf("%s: %s%n", file, much);
    }

    /** Nothing more is said. */
    void finish() {
        over.countDown();
    }

    @Override
    public void close() {
        finish();
    }

    private final class Counting extends FilterInputStream {

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            sent.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            sent.addAndGet(Math.max(read, 0));
            return read;
        }
    }
}
