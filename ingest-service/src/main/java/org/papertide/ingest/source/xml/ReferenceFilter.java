package org.papertide.ingest.source.xml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets a parser go on past what sources get wrong between tags: an ampersand that begins no
 * reference, a reference to a character or entity that XML does not have, a control character, a
 * byte that is not UTF-8. Each is replaced by a processing instruction {@value #TARGET}, which the
 * parser reports where it stands; its text says what was there. In attributes, where no instruction
 * may be, an ampersand is written as one, a control character as a space, and for a bad byte the
 * instruction follows the tag, as it does for a name that is too long, whose rest is left out.
 * White space before the document is dropped.
 *
 * <p>What a parser cannot go on past, such as tags that do not match, ends one record: {@link
 * #skipToNextRecord} goes on where the next one begins. Only what the parser has read ahead of that
 * place is kept for it, some kilobytes. What was taken for a comment is read again as markup, but
 * no more of it than {@value #AGAIN} times the input: after that a comment is one.
 *
 * <p>Works on UTF-8: what is in another encoding is decoded before, see {@link XmlEncoding}.
 * Rejected: cutting the input into records before it is parsed, which needs a second parser for
 * comments, CDATA and prefixes; and a parser for HTML, which guesses what a broken record was meant
 * to be.
 */
final class ReferenceFilter extends InputStream {

    /** The target of the processing instructions, or how it begins. */
    static final String TARGET = "papertide-flaw";

    /**
     * The target of an instruction behind a record that is not closed, the next one being in it.
     */
    static final String UNCLOSED = "papertide-unclosed";

    private static final int BLOCK = 16_384;

    /** Longer names are of no record. */
    private static final int MAX_NAME = 64;

    /** Bytes of a name of an element, attribute or instruction, of which parsers keep the whole. */
    private static final int LONGEST_NAME = 1_000;

    private static final String LONG_NAME = "a name of more than 1,000 bytes";

    /**
     * Times that a byte is read again, on the average; a block is read again for each broken record
     * of an eighth of its size.
     */
    private static final int AGAIN = 8;

    /** Bytes that may be read again of the smallest input: those that are kept. */
    private static final long LEAST_AGAIN = 4 << 20;

    private static final int NONE = -1;

    /** Stands for what could not be decoded (ISO 6429). */
    private static final int SUBSTITUTE = 0x1a;

    private static final String CDATA = "<![CDATA[";
    private static final String COMMENT = "<!--";
    private static final byte[] NOTHING = {};
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
    private final String record;
    private final String target;

    /** Bytes since the last that can be in no name. */
    private int nameBytes;

    /** What is read before the rest of the input, from {@link #againAt} to its end. */
    private byte[] again = NOTHING;

    private int againAt;
    private long readOnce;
    private long readAgain;
    private final byte[] block = new byte[BLOCK];
    private final RestartBuffer ready = new RestartBuffer(BLOCK + 1_024);
    private boolean ended;
    private boolean begun;
    private Place place = Place.TEXT;
    private int quote;
    private int before;
    private int beforeThat;

    /** What follows {@code <} or {@code &} until it is clear what it is. */
    private final StringBuilder pending = new StringBuilder();

    private boolean inReference;

    private final Utf8Sequence sequence = new Utf8Sequence();

    /** What was bad in the tag that is not closed yet. */
    private @Nullable String flawOfTag;

    /** Where a tag may begin in a comment, CDATA section or instruction, and its name so far. */
    private long hiddenTag = NONE;

    private final StringBuilder hiddenName = new StringBuilder();

    /**
     * @param record local name of the elements that are records, such as {@code entry}
     */
    ReferenceFilter(InputStream in, String record) {
        this(in, record, TARGET);
    }

    private ReferenceFilter(InputStream in, String record, String target) {
        this.in = in;
        this.record = record;
        this.target = target;
    }

    /** With a target that no input can guess: such an instruction is read, however long it is. */
    static ReferenceFilter withOwnTarget(InputStream in, String record) {
        return new ReferenceFilter(in, record, TARGET + "-" + UUID.randomUUID());
    }

    /** The target of the processing instructions. */
    String target() {
        return target;
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready.next() : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        return ready.next(bytes, offset, length);
    }

    /** The parser has come to the next record. */
    void beginRecord() {
        ready.beginRecord();
    }

    /**
     * Goes on where the next record begins that the parser has not come to; false if none does. The
     * parser has to be a new one.
     */
    boolean skipToNextRecord() throws IOException {
        ready.fail();
        while (true) {
            RestartBuffer.Start start = ready.goToStart();
            if (start == null) {
                if (ended) {
                    return false;
                }
                ready.skipAll();
                readBlock();
            } else if (!start.hidden()) {
                return true;
            } else if (readAgain > AGAIN * readOnce + LEAST_AGAIN) {
                ready.dropStart();
            } else {
                readAgain();
            }
        }
    }

    /** Takes for markup what was taken for a comment or the like. */
    private void readAgain() {
        String asItWas =
                ready.takeBack()
                        .replace(missingEnd("]]>", CDATA), "")
                        .replace(missingEnd("-->", COMMENT), "");
        prepend(ascii(asItWas + unfinished()));
        pending.setLength(0);
        sequence.clear();
        inReference = false;
        flawOfTag = null;
        hiddenTag = NONE;
        ended = false;
        place = Place.TEXT;
    }

    /** What was read of the input but not put, since it was not clear what it is. */
    private String unfinished() {
        return (inReference ? "&" : "")
                + pending
                + new String(sequence.bytes(), 0, sequence.length(), StandardCharsets.ISO_8859_1);
    }

    private void prepend(byte[] bytes) {
        readAgain += bytes.length;
        if (bytes.length > againAt) {
            int rest = again.length - againAt;
            byte[] larger = new byte[2 * (bytes.length + rest)];
            System.arraycopy(again, againAt, larger, larger.length - rest, rest);
            again = larger;
            againAt = larger.length - rest;
        }
        againAt -= bytes.length;
        System.arraycopy(bytes, 0, again, againAt, bytes.length);
    }

    private boolean fill() throws IOException {
        while (ready.isRead()) {
            if (ended) {
                return false;
            }
            readBlock();
        }
        return true;
    }

    private void readBlock() throws IOException {
        ready.dropWhatWasRead(hiddenTag == NONE ? ready.position() : hiddenTag);
        int count = nextBytes();
        if (count > 0) {
            filter(count);
        } else {
            ended = true;
            // What is pending is cut off; the parser says where.
            put(ascii(unfinished()));
            sequence.clear();
            pending.setLength(0);
            inReference = false;
        }
    }

    private int nextBytes() throws IOException {
        if (againAt < again.length) {
            int count = Math.min(block.length, again.length - againAt);
            System.arraycopy(again, againAt, block, 0, count);
            againAt += count;
            return count;
        }
        again = NOTHING;
        againAt = 0;
        int count = in.read(block, 0, block.length);
        readOnce += Math.max(0, count);
        return count;
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
        }
        int from = at;
        for (; at < count; at++) {
            int character = block[at] & 0xff;
            if (isBeyondName(character)) {
                put(block, from, at);
                from = at + 1;
                beforeThat = before;
                before = character;
                continue;
            }
            if (!inReference && sequence.isEmpty() && isPlain(character)) {
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

    /** Whether a byte is left out, as its name is too long; so is a word of an instruction. */
    private boolean isBeyondName(int character) {
        if (place != Place.TAG && place != Place.INSTRUCTION) {
            return false;
        }
        if (!isOfName(character) && character < 0x80) {
            nameBytes = 0;
            return false;
        }
        if (nameBytes < LONGEST_NAME) {
            nameBytes++;
            return false;
        }
        if (place == Place.TAG) {
            flawOfTag = LONG_NAME;
        }
        return true;
    }

    /** Whether a byte changes nothing where it is. */
    private boolean isPlain(int character) {
        if (character < ' ' && character != '\t' && character != '\n' && character != '\r') {
            return false;
        }
        if (character >= 0x80) {
            return false;
        }
        return switch (place) {
            case TEXT -> character != '<' && character != '&';
            case MARKUP -> false;
            case TAG ->
                    character != '>' && character != '"' && character != '\'' && character != '<';
            case QUOTE -> character != quote && character != '&' && character != '<';
            case CDATA, COMMENT, INSTRUCTION ->
                    character != '>' && character != '<' && hiddenTag == NONE;
        };
    }

    private void take(int character) {
        if (!sequence.isEmpty()) {
            takeSequence(character);
        } else if (inReference) {
            takeReference(character);
        } else if (character < ' ' && !isSpace((byte) character)) {
            takeControl(character);
        } else if (character >= 0x80) {
            if (place == Place.MARKUP) {
                beginTag();
            }
            takeSequence(character);
        } else {
            switch (place) {
                case TEXT -> takeText(character);
                case MARKUP -> takeMarkup(character);
                case TAG -> takeTag(character);
                case QUOTE -> {
                    if (character == '&') {
                        inReference = true;
                        pending.setLength(0);
                    } else if (character == '<') {
                        beginMarkup();
                    } else {
                        place = character == quote ? Place.TAG : Place.QUOTE;
                        put(character);
                    }
                }
                case CDATA -> takeHidden(character, ']', ']');
                case COMMENT -> takeHidden(character, '-', '-');
                case INSTRUCTION -> takeHidden(character, beforeThat, '?');
            }
        }
    }

    private void takeText(int character) {
        if (character == '&') {
            inReference = true;
            pending.setLength(0);
        } else if (character == '<') {
            beginMarkup();
        } else {
            put(character);
        }
    }

    private void takeTag(int character) {
        switch (character) {
            // No tag has one: the tag before was not closed.
            case '<' -> beginMarkup();
            case '>' -> {
                place = Place.TEXT;
                put(character);
                if (flawOfTag != null) {
                    flaw(flawOfTag);
                    flawOfTag = null;
                }
            }
            case '"', '\'' -> {
                place = Place.QUOTE;
                quote = character;
                put(character);
            }
            default -> put(character);
        }
    }

    private void beginMarkup() {
        // If a tag is still open, the parser fails there.
        flawOfTag = null;
        place = Place.MARKUP;
        pending.setLength(0);
        pending.append('<');
    }

    /** After {@code <}: decides between a tag, a comment, CDATA and an instruction. */
    private void takeMarkup(int character) {
        boolean first = pending.length() == 1;
        if (first && character == '?') {
            pending.append('?');
            hide(Place.INSTRUCTION);
        } else if (first ? character == '!' : pending.charAt(1) == '!') {
            pending.append((char) character);
            String text = pending.toString();
            if (text.equals(CDATA)) {
                hide(Place.CDATA);
            } else if (text.equals(COMMENT)) {
                hide(Place.COMMENT);
            } else if (!CDATA.startsWith(text) && !COMMENT.startsWith(text)) {
                pending.setLength(pending.length() - 1);
                beginTag();
                takeTag(character);
            }
        } else if (isOfName(character) && pending.length() <= MAX_NAME) {
            pending.append((char) character);
        } else {
            beginTag();
            takeTag(character);
        }
    }

    private void hide(Place where) {
        putPending();
        place = where;
        hiddenTag = NONE;
    }

    /** The pending name is one of a tag. */
    private void beginTag() {
        if (isRecord(pending.substring(1))) {
            ready.addStart(ready.position(), false);
        }
        putPending();
        place = Place.TAG;
    }

    private boolean isRecord(String name) {
        return name.endsWith(record)
                && (name.length() == record.length()
                        || name.charAt(name.length() - record.length() - 1) == ':');
    }

    private static boolean isOfName(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == ':'
                || character == '_'
                || character == '-'
                || character == '.';
    }

    /** One byte of a character of UTF-8: puts it when it is whole, or what is wrong with it. */
    private void takeSequence(int character) {
        if (!sequence.isEmpty() && !sequence.continuesWith(character)) {
            flawedBytes();
            take(character);
            return;
        }
        sequence.add(character);
        if (sequence.isBad()) {
            flawedBytes();
        } else if (sequence.isWhole()) {
            put(sequence.bytes(), 0, sequence.length());
            sequence.clear();
        }
    }

    private void flawedBytes() {
        String what = "bytes that are no character in UTF-8: " + sequence;
        sequence.clear();
        switch (place) {
            case TEXT -> flaw(what);
            case CDATA -> flawInCdata(what);
            case MARKUP, TAG, QUOTE -> {
                put('?');
                flawOfTag = what;
            }
            case COMMENT, INSTRUCTION -> put('?');
        }
    }

    private void takeHidden(int character, int first, int second) {
        if (character == '<') {
            hiddenTag = ready.position();
            hiddenName.setLength(0);
        } else if (hiddenTag != NONE) {
            boolean name =
                    isOfName(character)
                            || (hiddenName.isEmpty()
                                    ? character == '!'
                                    : hiddenName.charAt(0) == '!' && character == '[');
            if (name && hiddenName.length() < MAX_NAME) {
                hiddenName.append((char) character);
            } else {
                if (isRecord(hiddenName.toString())) {
                    ready.addStart(hiddenTag, true);
                }
                hiddenTag = NONE;
            }
        }
        put(character);
        if (hiddenTag != NONE && place == Place.CDATA && opensAgain(CDATA)) {
            unclosed("]]>", CDATA);
        } else if (hiddenTag != NONE && place == Place.COMMENT && opensAgain(COMMENT)) {
            unclosed("-->", COMMENT);
        }
        if (character == '>' && before == second && beforeThat == first) {
            place = Place.TEXT;
            hiddenTag = NONE;
        }
    }

    /**
     * Whether a comment or CDATA section that has the tag of a record in it opens a second time:
     * then its end is missing, and the next one is that of another record.
     */
    private boolean opensAgain(String opening) {
        return hiddenName.length() == opening.length() - 1
                && hiddenName.toString().equals(opening.substring(1))
                && ready.endsHidden();
    }

    private static String missingEnd(String close, String open) {
        return close + "<?" + UNCLOSED + " ?>" + open;
    }

    /** Reports the missing end to the parser, so that it fails and goes back. */
    private void unclosed(String close, String open) {
        put(ascii(missingEnd(close, open)));
        hiddenTag = NONE;
    }

    private void takeReference(int character) {
        if (character == ';') {
            inReference = false;
            String reference = pending.toString();
            pending.setLength(0);
            if (XmlReference.exists(reference)) {
                put(ascii("&" + reference + ";"));
            } else if (place == Place.QUOTE) {
                put(AMPERSAND);
                put(ascii(reference + ";"));
            } else {
                flaw("&" + reference + "; stands for no character of XML");
            }
        } else if (pending.length() < XmlReference.MAX_LENGTH && XmlReference.isPart(character)) {
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
        String what =
                character == SUBSTITUTE
                        ? "what is no character in its encoding (U+001A)"
                        : "the control character U+%04X".formatted(character);
        switch (place) {
            case TEXT -> flaw(what);
            case CDATA -> flawInCdata(what);
            case MARKUP -> {
                beginTag();
                takeControlOfTag(character, what);
            }
            case TAG, QUOTE -> takeControlOfTag(character, what);
            case COMMENT, INSTRUCTION -> put(' ');
        }
    }

    private void takeControlOfTag(int character, String what) {
        put(' ');
        if (character == SUBSTITUTE) {
            flawOfTag = what;
        }
    }

    private void flawInCdata(String what) {
        put(ascii("]]>"));
        flaw(what);
        put(ascii(CDATA));
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private void flaw(String what) {
        put(ascii("<?" + target + " " + what + "?>"));
    }

    private void putPending() {
        for (int at = 0; at < pending.length(); at++) {
            put(pending.charAt(at));
        }
        pending.setLength(0);
    }

    private void put(int character) {
        ready.put(character);
    }

    private void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int to) {
        ready.put(bytes, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
