package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLinesTest {

    private static List<String> lines(String text, int most) throws IOException {
        return lines(text.getBytes(StandardCharsets.UTF_8), most);
    }

    private static List<String> lines(byte[] text, int most) throws IOException {
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(text), most);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }

    @Test
    void endsLinesAtEitherEnd() throws IOException {
        assertThat(lines("a\r\nb\n\nc", 9)).containsExactly("a", "b", "", "c");
        assertThat(lines("", 9)).isEmpty();
        assertThat(lines("a\n", 9)).containsExactly("a");
    }

    /** As programs of old Macs write them, and Excel's "CSV (Macintosh)". */
    @Test
    void endsLinesAtACarriageReturnAlone() throws IOException {
        assertThat(lines("a\rb\r\rc\n\rd\r", 9)).containsExactly("a", "b", "", "c", "", "d");
        assertThat(lines("abcd\re\r\n", 3)).containsExactly("abcd", "e");
    }

    /** PowerShell and Excel's "Unicode text" write UTF-16. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void readsWhicheverEncodingOfUnicode(Charset charset) throws IOException {
        assertThat(lines("address\r\nÖ@example.org\r\n".getBytes(charset), 99))
                .containsExactly("address", "Ö@example.org");
        assertThat(lines("\uFEFFaddress\nb".getBytes(charset), 99)).containsExactly("address", "b");
    }

    @Test
    void leavesOutAByteOrderMark() throws IOException {
        assertThat(lines("\uFEFFa\n\uFEFFb", 9)).containsExactly("a", "\uFEFFb");
    }

    @Test
    void showsThatALineIsTooLongAndKeepsNoMoreOfIt() throws IOException {
        assertThat(lines("abc\n" + "x".repeat(100_000) + "\nabcd", 3))
                .containsExactly("abc", "xxxx", "abcd");
    }
}
