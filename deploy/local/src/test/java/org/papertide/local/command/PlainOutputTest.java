package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainOutputTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintStream out =
            PlainOutput.to(new PrintStream(terminal, true, StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    plain
                    café über straße
                    日本語 한국어 ไทย עברית
                    “quoted” – 10 € … ½ × ≤ ⁰
                    😀
                    """)
    void printsWhatPeopleWrite(String text) {
        out.print(text + "\t\n");

        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo(text + "\t\n");
    }

    /** All of the plane that has them all. */
    @Test
    void printsNoCharacterThatControlsATerminal() {
        for (int c = 0; c < 0x10000; c++) {
            terminal.reset();
            out.print("a" + (char) c + "b");
            String shown = terminal.toString(StandardCharsets.UTF_8);
            boolean plain = c == '\n' || c == '\t' || !(Character.isISOControl(c) || isHidden(c));
            if (!Character.isSurrogate((char) c)) {
                assertThat(shown).as("U+%04X", c).isEqualTo(plain ? "a" + (char) c + "b" : "a?b");
            }
        }
    }

    private static boolean isHidden(int c) {
        return c == 0xad
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f);
    }

    /** Broken UTF-8 hides no control: neither from who decodes it, nor from who does not. */
    @Test
    void printsNoControlOfAnyBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            terminal.reset();
            byte[] bytes = new byte[40];
            random.nextBytes(bytes);
            out.writeBytes(bytes);
            out.print("end");
            assertThat(terminal.toString(StandardCharsets.UTF_8).chars())
                    .noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c));
            assertThat(terminal.toString(StandardCharsets.US_ASCII)).endsWith("end");
        }
        terminal.reset();
        out.writeBytes(new byte[] {'a', (byte) 0x9b, 'b', (byte) 0xc2, (byte) 0xe2, 'c'});
        assertThat(terminal.toByteArray()).containsExactly('a', '?', 'b', '?', '?', 'c');
    }

    @Test
    void saysThatTheTerminalIsGone() {
        PrintStream gone =
                PlainOutput.to(
                        new PrintStream(
                                new OutputStream() {
                                    @Override
                                    public void write(int b) throws IOException {
                                        throw new IOException("gone");
                                    }
                                }));
        gone.println("a");

        assertThat(gone.checkError()).isTrue();
    }
}
