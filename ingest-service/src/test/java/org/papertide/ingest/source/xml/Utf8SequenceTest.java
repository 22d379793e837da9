package org.papertide.ingest.source.xml;

import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8SequenceTest {

    private final Utf8Sequence sequence = new Utf8Sequence();

    /** The bytes are a character: whole with the last of them, and good. */
    private boolean takes(byte[] bytes) {
        sequence.clear();
        for (byte next : bytes) {
            int value = next & 0xff;
            if (!sequence.isEmpty()
                    && (sequence.isWhole() || sequence.isBad() || !sequence.continuesWith(value))) {
                return false;
            }
            sequence.add(value);
        }
        return sequence.isWhole() && !sequence.isBad();
    }

    @Test
    void takesEveryCharacterOfXmlBeyondAscii() {
        for (int character = 0x80; character <= Character.MAX_CODE_POINT; character++) {
            if (Character.getType(character) == Character.SURROGATE) {
                continue;
            }
            byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            boolean ofXml = character != 0xfffe && character != 0xffff;
            if (takes(bytes) != ofXml) {
                fail("U+%04X", character);
            }
        }
    }

    /** Every first byte and every second one that the first may have, as the JDK reads them. */
    @Test
    void refusesWhatIsNoCharacter() {
        for (int first = 0x80; first <= 0xff; first++) {
            for (int second = 0; second <= 0xff; second++) {
                byte[] two = {(byte) first, (byte) second};
                byte[] three = {(byte) first, (byte) second, (byte) 0x80};
                byte[] four = {(byte) first, (byte) second, (byte) 0x80, (byte) 0x80};
                for (byte[] bytes : new byte[][] {two, three, four}) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    boolean one =
                            text.codePointCount(0, text.length()) == 1
                                    && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
                    if (takes(bytes) != one) {
                        fail("%s", sequence);
                    }
                }
            }
        }
    }
}
