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

/** The upload of one file. A long one prints its progress. */
final class Upload implements AutoCloseable {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
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
        Thread.ofVirtual().start(this::reportRegularly);
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

    private void reportRegularly() {
        try {
            while (!over.await(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                report();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() {
        long now = sent.get();
        String progressed =
                size > 0 && now < size
                        ? "%.1f of %.1f MB sent".formatted(now / MEGABYTE, size / MEGABYTE)
                        : "%.1f MB sent, waiting for the answer".formatted(now / MEGABYTE);
        progress.printf("%s: %s%n", file, progressed);
    }

    /** Stops the reports. */
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
