package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

    private static List<String> lines(String text, int most) throws IOException {
        BoundedLines lines =
                new BoundedLines(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), most);
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
