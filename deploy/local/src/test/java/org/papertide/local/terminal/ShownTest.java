package org.papertide.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownTest {

    /** Every character that is no letter, mark, digit, sign or blank, and the pairs beyond. */
    private static final String ALL =
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, (_, _) -> {})
                    .toString();

    @Test
    void noCharacterThatMovesATerminalComesThrough() {
        assertThat(Shown.text(ALL, Integer.MAX_VALUE).codePoints())
                .noneMatch(ShownTest::isDangerous)
                .contains((int) 'ä', (int) '漢', 0x1F600);
    }

    @Test
    void jsonKeepsItsMeaning() throws IOException {
        ObjectMapper json = new ObjectMapper();

        String shown = Shown.json(json.writeValueAsString(ALL));

        assertThat(shown.codePoints()).noneMatch(ShownTest::isDangerous);
        assertThat(json.readValue(shown, String.class)).isEqualTo(ALL);
    }

    @Test
    void cutsAtCharactersNotWithinThem() {
        assertThat(Shown.text("😀😀😀", 2)).isEqualTo("😀😀…");
    }

    private static boolean isDangerous(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == 0x2028
                || c == 0x2029;
    }
}
