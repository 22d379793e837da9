package org.papertide.text.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text in whatever encoding as UTF-8, block by block. What is UTF-8 already comes out as it is;
 * of another encoding, what is no character becomes U+001A SUBSTITUTE (ISO 6429), and the byte
 * order mark is left out. All that came before a break is handed on before the break.
 */
public final class Utf8Input extends InputStream {

    /** A declaration with an encoding is shorter. */
    private static final int BEGINNING_BYTES = 256;

    private static final int BLOCK = 8_192;

    /** More than the bytes of one character in any encoding, which a block may cut. */
    private static final int CUT = 64;

    private final InputStream in;
    private final Function<byte[], Charset> encoding;
    private boolean begun;
    private @Nullable Decoding decoding;
    private byte[] ready = {};
    private int at;

    /**
     * @param encoding recognises the encoding from the first bytes
     */
    public Utf8Input(InputStream in, Function<byte[], Charset> encoding) {
        this.in = in;
        this.encoding = encoding;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!begun) {
            begin();
        }
        while (at == ready.length) {
            if (decoding == null) {
                return in.read(bytes, offset, length);
            }
            if (decoding.ended) {
                return -1;
            }
            byte[] block = new byte[BLOCK];
            int count = in.read(block, 0, BLOCK);
            show(decoding.decode(block, Math.max(0, count), count < 0));
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, bytes, offset, count);
        at += count;
        return count;
    }

    private void begin() throws IOException {
        byte[] first = beginning();
        begun = true;
        Charset charset = encoding.apply(first);
        if (charset.equals(StandardCharsets.UTF_8)) {
            show(first);
        } else {
            decoding = new Decoding(charset);
            show(decoding.decode(first, first.length, false));
        }
    }

    /** All that a declaration may be in, but for what an input that breaks off does not have. */
    private byte[] beginning() throws IOException {
        byte[] bytes = new byte[BEGINNING_BYTES];
        int count = 0;
        try {
            while (count < bytes.length) {
                int read = in.read(bytes, count, bytes.length - count);
                if (read < 0) {
                    break;
                }
                count += read;
            }
        } catch (IOException | RuntimeException e) {
            // The next read meets the break again.
            if (count == 0) {
                throw e;
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    private void show(byte[] bytes) {
        ready = bytes;
        at = 0;
    }

    /** From another encoding to UTF-8. */
    private static final class Decoding {
        private final CharsetDecoder decoder;
        private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK + CUT);
        private final CharBuffer chars;
        private boolean begun;
        private boolean ended;

        Decoding(Charset charset) {
            decoder =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE)
                            .replaceWith("\u001a");
            int most = (int) Math.ceil(decoder.maxCharsPerByte());
            chars = CharBuffer.allocate((BLOCK + CUT) * most + CUT);
        }

        /** What has become clear of a text with some more bytes. */
        byte[] decode(byte[] more, int count, boolean last) {
            bytes.put(more, 0, count).flip();
            chars.clear();
            var _ = decoder.decode(bytes, chars, last);
            if (last) {
                var _ = decoder.flush(chars);
                ended = true;
            }
            bytes.compact();
            String text = chars.flip().toString();
            boolean marked = !begun && text.startsWith("\ufeff");
            begun |= !text.isEmpty();
            return (marked ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8);
        }
    }
}
