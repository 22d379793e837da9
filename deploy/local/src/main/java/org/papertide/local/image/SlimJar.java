package org.papertide.local.image;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar in as few bytes as the JVM reads. Sizes stand before what they are the sizes of: who
 * writes without looking ahead writes them behind it again, 16 bytes each, for 44,000 entries.
 */
final class SlimJar implements AutoCloseable {

    private final ZipOutputStream out;
    private final LocalDateTime time;

    /**
     * @param time of each entry
     */
    SlimJar(OutputStream file, Instant time) {
        this.out = new ZipOutputStream(file);
        this.out.setLevel(Deflater.BEST_COMPRESSION);
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** Adds a file. */
    void add(String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        int compressed = compressed(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        entry.setCrc(sum.getValue());
        entry.setSize(content.length);
        entry.setMethod(compressed < content.length ? ZipEntry.DEFLATED : ZipEntry.STORED);
        entry.setCompressedSize(Math.min(compressed, content.length));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static int compressed(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[8_192];
            int size = 0;
            while (!deflater.finished()) {
                size += deflater.deflate(buffer);
            }
            return size;
        } finally {
            deflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
