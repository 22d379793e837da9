package org.papertide.ingest.source.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.papertide.text.encoding.UnicodeEncoding;

/**
 * JSON as characters, which a parser can leave at a broken object and another one take up at the
 * next. What is no character in its encoding becomes {@value #SUBSTITUTE}, which JSON does not
 * have.
 *
 * <p>Places are counted in characters from the beginning of the input.
 */
public final class JsonText extends Reader {

    /** U+001A SUBSTITUTE stands for a character that is in error (ISO 6429). */
    static final char SUBSTITUTE = '\u001a';

    /** No good object is longer; of a longer one only the end is searched for the next. */
    private static final int MAX_KEPT = 1 << 20;

    private static final int BLOCK = 8_192;

    /** Spaces and a name: more than these are not looked at to know an object again. */
    private static final int MAX_BEGINNING = 300;

    private final Reader in;
    private char[] chars = new char[2 * BLOCK];
    private long base;
    private int at;
    private int end;
    private long keep;
    private boolean ended;

    /** The place of the parser's first character. */
    private long origin;

    /** Whether the parser gets a bracket first, since it begins inside of an array. */
    private boolean opens;

    private JsonText(Reader in) {
        this.in = in;
    }

    /** The text of an input, which is not closed. */
    public static JsonText of(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(4);
        Charset charset = UnicodeEncoding.of(buffered.readNBytes(4));
        buffered.reset();
        JsonText text =
                new JsonText(
                        new InputStreamReader(
                                buffered,
                                charset.newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPLACE)
                                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                                        .replaceWith(String.valueOf(SUBSTITUTE))));
        text.skipMark();
        return text;
    }

    private void skipMark() throws IOException {
        if (fill() && chars[0] == '\ufeff') {
            at = 1;
            origin = 1;
        }
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (opens) {
            opens = false;
            into[offset] = '[';
            return 1;
        }
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(chars, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() {
        // The input is its owner's.
    }

    /** The place of the parser's character of that number, from 0. */
    public long placeOf(long character) {
        return origin + character;
    }

    /** What is before this place will not be asked for again. */
    public void keepFrom(long place) {
        keep = place;
    }

    /** Some characters from a place on, as far as they were read and kept. */
    public String beginning(long place) {
        int from = Math.clamp(place - base, 0, end);
        return new String(chars, from, Math.min(end - from, MAX_BEGINNING));
    }

    /**
     * Goes on at the next object that begins with one of some fields. The parser has to be a new
     * one, and finds itself inside of an array.
     *
     * @param place where to look from
     * @return whether there is such an object
     */
    public boolean skipToObject(long place, Collection<String> firstFields) throws IOException {
        Pattern beginning =
                Pattern.compile(
                        firstFields.stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|", "\\{\\s*\"(?:", ")\"\\s*:")));
        at = Math.clamp(place - base, 0, end);
        while (true) {
            if (end - at < MAX_BEGINNING && !ended) {
                keep = base + at;
                var _ = fill();
            } else if (at == end) {
                return false;
            } else if (chars[at] == '{' && begins(beginning)) {
                origin = base + at - 1;
                opens = true;
                return true;
            } else {
                at++;
            }
        }
    }

    private boolean begins(Pattern beginning) {
        return beginning
                .matcher(CharBuffer.wrap(chars, at, Math.min(end - at, MAX_BEGINNING)))
                .lookingAt();
    }

    /** Reads on; keeps what is not read yet, and what may be searched. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        long from = Math.min(keep, base + at);
        if (base + end - from > MAX_KEPT) {
            from = base + at;
        }
        int dropped = (int) (from - base);
        if (dropped > 0) {
            System.arraycopy(chars, dropped, chars, 0, end - dropped);
            base = from;
            at -= dropped;
            end -= dropped;
        }
        if (end + BLOCK > chars.length) {
            chars = Arrays.copyOf(chars, chars.length * 2);
        }
        int count = in.read(chars, end, BLOCK);
        if (count < 0) {
            ended = true;
            return false;
        }
        end += count;
        return true;
    }
}
