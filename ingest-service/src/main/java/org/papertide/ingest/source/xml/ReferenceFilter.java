package org.papertide.ingest.source.xml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Lets a parser go on past what sources get wrong between tags: an ampersand that begins no
 * reference, a reference to a character or entity that XML does not have, a control character. Each
 * is replaced by a processing instruction {@value #TARGET}, which the parser reports where it
 * stands; its text says what was there. In attributes, where no instruction may be, an ampersand is
 * written as one, and a control character as a space. White space before the document is dropped.
 *
 * <p>Works on the bytes of any encoding in which ASCII is itself. Rejected: cutting the input into
 * records before it is parsed, which needs a second parser for comments, CDATA and prefixes.
 */
final class ReferenceFilter extends InputStream {

    /** The target of the processing instructions. */
    static final String TARGET = "papertide-flaw";

    private static final int BLOCK = 16_384;

    /** Longer names are of no entity; also bounds what is kept of a bare ampersand's text. */
    private static final int MAX_REFERENCE = 34;

    private static final Set<String> PREDEFINED = Set.of("amp", "lt", "gt", "quot", "apos");
    private static final byte[] AMPERSAND = ascii("&amp;");

    /** Where in the document a byte is. */
    private enum Place {
        TEXT,
        MARKUP,
        TAG,
        QUOTE,
        CDATA,
        COMMENT,
        INSTRUCTION
    }

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private byte[] ready = new byte[BLOCK + 1_024];
    private int readyAt;
    private int readyEnd;
    private boolean ended;
    private boolean begun;
    private boolean passesAll;
    private Place place = Place.TEXT;
    private int quote;
    private int before;
    private int beforeThat;

    /** What follows {@code <} or {@code &} until it is clear what it is. */
    private final StringBuilder pending = new StringBuilder();

    private boolean inReference;

    ReferenceFilter(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[readyAt++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, readyEnd - readyAt);
        System.arraycopy(ready, readyAt, bytes, offset, count);
        readyAt += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (readyAt == readyEnd) {
            if (ended) {
                return false;
            }
            readyAt = 0;
            readyEnd = 0;
            int count = in.read(block, 0, block.length);
            if (count < 0) {
                ended = true;
                // What is pending is cut off; the parser says where.
                put(ascii((inReference ? "&" : "") + pending));
            } else {
                filter(count);
            }
        }
        return true;
    }

    private void filter(int count) {
        int at = 0;
        if (!begun) {
            while (at < count && isSpace(block[at])) {
                at++;
            }
            if (at == count) {
                return;
            }
            begun = true;
            // UTF-16 and UTF-32 have a mark or a zero in their first two bytes.
            passesAll = (block[at] & 0xff) >= 0xfe || (at + 1 < count && block[at + 1] == 0);
        }
        if (passesAll) {
            put(block, at, count);
            return;
        }
        int from = at;
        for (; at < count; at++) {
            int character = block[at] & 0xff;
            if (!inReference && isPlain(character)) {
                beforeThat = before;
                before = character;
                continue;
            }
            put(block, from, at);
            from = at + 1;
            take(character);
            beforeThat = before;
            before = character;
        }
        put(block, from, count);
    }

    /** Whether a byte changes nothing where it is. */
    private boolean isPlain(int character) {
        if (character < ' ' && character != '\t' && character != '\n' && character != '\r') {
            return false;
        }
        return switch (place) {
            case TEXT -> character != '<' && character != '&';
            case MARKUP -> false;
            case TAG -> character != '>' && character != '"' && character != '\'';
            case QUOTE -> character != quote && character != '&';
            case CDATA, COMMENT, INSTRUCTION -> character != '>';
        };
    }

    private void take(int character) {
        if (inReference) {
            takeReference(character);
        } else if (character < ' ' && !isSpace((byte) character)) {
            takeControl(character);
        } else {
            switch (place) {
                case TEXT -> takeText(character);
                case MARKUP -> takeMarkup(character);
                case TAG -> {
                    if (character == '>') {
                        place = Place.TEXT;
                    } else if (character == '"' || character == '\'') {
                        place = Place.QUOTE;
                        quote = character;
                    }
                    put(character);
                }
                case QUOTE -> {
                    if (character == '&') {
                        inReference = true;
                        pending.setLength(0);
                    } else {
                        place = character == quote ? Place.TAG : Place.QUOTE;
                        put(character);
                    }
                }
                case CDATA -> takeEnd(character, ']', ']');
                case COMMENT -> takeEnd(character, '-', '-');
                case INSTRUCTION -> takeEnd(character, beforeThat, '?');
            }
        }
    }

    private void takeText(int character) {
        if (character == '&') {
            inReference = true;
            pending.setLength(0);
        } else if (character == '<') {
            place = Place.MARKUP;
            pending.setLength(0);
            pending.append('<');
        } else {
            put(character);
        }
    }

    /** After {@code <}: decides between a tag, a comment, CDATA and an instruction. */
    private void takeMarkup(int character) {
        pending.append((char) character);
        String text = pending.toString();
        if ("<![CDATA[".equals(text)) {
            place = Place.CDATA;
        } else if ("<!--".equals(text)) {
            place = Place.COMMENT;
        } else if ("<?".equals(text)) {
            place = Place.INSTRUCTION;
        } else if (!"<![CDATA[".startsWith(text) && !"<!--".startsWith(text)) {
            place =
                    switch (character) {
                        case '>' -> Place.TEXT;
                        case '"', '\'' -> Place.QUOTE;
                        default -> Place.TAG;
                    };
            quote = character;
        } else {
            return;
        }
        putPending();
    }

    private void takeEnd(int character, int first, int second) {
        if (character == '>' && before == second && beforeThat == first) {
            place = Place.TEXT;
        }
        put(character);
    }

    private void takeReference(int character) {
        if (character == ';') {
            inReference = false;
            String reference = pending.toString();
            pending.setLength(0);
            if (exists(reference)) {
                put(ascii("&" + reference + ";"));
            } else if (place == Place.QUOTE) {
                put(AMPERSAND);
                put(ascii(reference + ";"));
            } else {
                flaw("&" + reference + "; stands for no character of XML");
            }
        } else if (pending.length() < MAX_REFERENCE && isOfReference(character)) {
            pending.append((char) character);
        } else {
            inReference = false;
            if (place == Place.QUOTE) {
                put(AMPERSAND);
            } else {
                flaw("an ampersand that begins no reference");
            }
            putPending();
            if (isPlain(character)) {
                put(character);
            } else {
                take(character);
            }
        }
    }

    private void takeControl(int character) {
        String what = "the control character U+%04X".formatted(character);
        switch (place) {
            case TEXT -> flaw(what);
            case CDATA -> {
                put(ascii("]]>"));
                flaw(what);
                put(ascii("<![CDATA["));
            }
            case MARKUP -> {
                putPending();
                place = Place.TAG;
                put(' ');
            }
            case TAG, QUOTE, COMMENT, INSTRUCTION -> put(' ');
        }
    }

    private static boolean isOfReference(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '#';
    }

    /** Whether XML has such a reference without a document type. */
    private static boolean exists(String reference) {
        if (!reference.startsWith("#")) {
            return PREDEFINED.contains(reference);
        }
        boolean hex = reference.startsWith("#x");
        try {
            int character = Integer.parseInt(reference.substring(hex ? 2 : 1), hex ? 16 : 10);
            return character == '\t'
                    || character == '\n'
                    || character == '\r'
                    || (character >= 0x20 && character <= 0xd7ff)
                    || (character >= 0xe000 && character <= 0xfffd)
                    || (character >= 0x10000 && character <= 0x10ffff);
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private void flaw(String what) {
        put(ascii("<?" + TARGET + " " + what + "?>"));
    }

    private void putPending() {
        for (int at = 0; at < pending.length(); at++) {
            put(pending.charAt(at));
        }
        pending.setLength(0);
    }

    private void put(int character) {
        reserve(1);
        ready[readyEnd++] = (byte) character;
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, ready, readyEnd, to - from);
        readyEnd += to - from;
    }

    private void reserve(int more) {
        if (readyEnd + more > ready.length) {
            ready = Arrays.copyOf(ready, Math.max(ready.length * 2, readyEnd + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
