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

    @Test
    void printsNoCharacterThatControlsATerminalOrIsNotSeen() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            terminal.reset();
            String character = Character.toString(c);
            out.print("a" + character + "b");
            String shown = terminal.toString(StandardCharsets.UTF_8);
            assertThat(shown).isEqualTo(isShown(c) ? "a" + character + "b" : "a?b");
        }
    }

    private static boolean isShown(int c) {
        return c == '\n' || c == '\t' || !Character.toString(c).matches("[\\p{C}\\p{Zl}\\p{Zp}]");
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
