package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.source.TextLines.Line;

class TextLinesTest {

    @Test
    void readsLinesWhateverTheirEnd() {
        assertThat(lines("one\ntwo\r\n\nfour"))
                .containsExactly(
                        new Line.Text(1, "one", true),
                        new Line.Text(2, "two", true),
                        new Line.Text(3, "", true),
                        new Line.Text(4, "four", false));
        assertThat(lines("")).isEmpty();
        assertThat(lines("one\rtwo\r\rfour\n\rsix\r"))
                .containsExactly(
                        new Line.Text(1, "one", true),
                        new Line.Text(2, "two", true),
                        new Line.Text(3, "", true),
                        new Line.Text(4, "four", true),
                        new Line.Text(5, "", true),
                        new Line.Text(6, "six", true));
        assertThat(lines("one\r\n")).containsExactly(new Line.Text(1, "one", true));
    }

    @Test
    void takesAReturnAndALineFeedForOneEndWhereverTheInputIsCut() {
        for (int before = 65_533; before < 65_539; before++) {
            String line = "x".repeat(before);
            assertThat(lines((line + "\r\ntwo").getBytes(StandardCharsets.UTF_8), 100_000))
                    .containsExactly(new Line.Text(1, line, true), new Line.Text(2, "two", false));
        }
    }

    @Test
    void dropsAByteOrderMarkFromTheFirstLineOnly() {
        assertThat(lines("\ufeffone\n\ufefftwo\n"))
                .containsExactly(
                        new Line.Text(1, "one", true), new Line.Text(2, "\ufefftwo", true));
    }

    @Test
    void passesOverALineThatIsNotUtf8() {
        byte[] bytes = "good\nbad Ö\ngood\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(lines(bytes, 100))
                .containsExactly(
                        new Line.Text(1, "good", true),
                        new Line.NotText(2),
                        new Line.Text(3, "good", true));
    }

    @Test
    void passesOverALineThatIsTooLongAndTakesOneOfTheLimit() {
        String line = "x".repeat(100_000);
        assertThat(
                        lines(
                                (line + "\n" + line + "x\nlast").getBytes(StandardCharsets.UTF_8),
                                100_000))
                .containsExactly(
                        new Line.Text(1, line, true),
                        new Line.TooLong(2),
                        new Line.Text(3, "last", false));
    }

    private static List<Line> lines(String text) {
        return lines(text.getBytes(StandardCharsets.UTF_8), 1_000);
    }

    private static List<Line> lines(byte[] bytes, int limit) {
        InputStream in = new ByteArrayInputStream(bytes);
        TextLines lines = new TextLines(in, limit);
        List<Line> all = new ArrayList<>();
        for (Line line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }
}
