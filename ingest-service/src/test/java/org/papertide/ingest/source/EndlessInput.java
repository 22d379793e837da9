package org.papertide.ingest.source;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A beginning, the same thing again and again, and an end: large, and nowhere as a whole. */
final class EndlessInput extends InputStream {

    private final byte[] middle;
    private final byte[] last;
    private byte[] now;
    private int at;
    private long left;
    private boolean ended;

    EndlessInput(String begin, String again, long bytes, String end) {
        now = begin.getBytes(StandardCharsets.UTF_8);
        middle = again.repeat(1 + 8_192 / again.length()).getBytes(StandardCharsets.UTF_8);
        last = end.getBytes(StandardCharsets.UTF_8);
        left = bytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        while (at == now.length) {
            if (ended) {
                return -1;
            }
            at = 0;
            ended = left <= 0;
            now = ended ? last : middle;
            left -= now.length;
        }
        int count = Math.min(length, now.length - at);
        System.arraycopy(now, at, target, offset, count);
        at += count;
        return count;
    }
}
