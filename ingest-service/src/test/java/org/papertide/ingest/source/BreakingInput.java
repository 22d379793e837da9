package org.papertide.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of a client that goes away behind these bytes, which come as a network brings them. */
public final class BreakingInput extends InputStream {

    private static final int SEGMENT = 1_460;

    private final ByteArrayInputStream bytes;

    public BreakingInput(String text) {
        bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = bytes.read(into, offset, Math.min(length, SEGMENT));
        if (read < 0) {
            throw new IOException("Connection was closed");
        }
        return read;
    }
}
