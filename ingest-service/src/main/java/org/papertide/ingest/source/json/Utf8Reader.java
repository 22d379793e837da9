package org.papertide.ingest.source.json;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 strictly. Everything before a malformed byte is read first, where {@link
 * java.io.InputStreamReader} loses what it decoded together with it.
 */
final class Utf8Reader extends Reader {

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(8_192).flip();
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private boolean ended;

    Utf8Reader(InputStream in) {
        this.in = in;
    }

    /**
     * {@inheritDoc}
     *
     * @throws CharConversionException at a malformed byte
     */
    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        CharBuffer characters = CharBuffer.wrap(into, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, characters, ended);
            int count = characters.position();
            if (count > 0) {
                return count;
            }
            if (result.isError()) {
                throw new CharConversionException("Invalid UTF-8 byte");
            }
            if (result.isOverflow()) {
                throw new IOException("no room for one character");
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }
}
