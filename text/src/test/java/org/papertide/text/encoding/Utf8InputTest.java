package org.papertide.text.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8InputTest {

    /** Characters of one to four bytes, so that blocks end in each of their bytes. */
    private static final String TEXT = "<a>Ö中😀".repeat(10_000);

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE", "UTF-32LE"})
    void decodesHoweverTheInputIsCut(Charset charset) throws IOException {
        byte[] bytes = TEXT.getBytes(charset);

        assertThat(read(new ByteArrayInputStream(bytes))).isEqualTo(TEXT);
        assertThat(read(new SequenceInputStream(part(bytes, 0, 3), part(bytes, 3, bytes.length))))
                .isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "3c00, UTF-16LE",
        "003c, UTF-16BE",
        "fffe3c00, UTF-16LE",
        "feff003c, UTF-16BE",
        "fffe0000, UTF-32LE",
        "0000feff, UTF-32BE",
        "3c000000, UTF-32LE",
        "0000003c, UTF-32BE",
        "3c000001, UTF-16LE",
        "fffe2d4e, UTF-16LE",
        "3c61, UTF-8",
        "3c, UTF-8",
        "'', UTF-8",
        "efbbbf3c, UTF-8",
        "00000000, UTF-8",
        "000102, UTF-8"
    })
    void knowsTheEncodingByTheFirstBytes(String bytes, Charset charset) {
        assertThat(UnicodeEncoding.of(HexFormat.of().parseHex(bytes))).isEqualTo(charset);
    }

    @Test
    void marksWhatIsNoCharacter() throws IOException {
        // It takes the second half with the first one.
        assertThat(read("feff0061d8000062")).isEqualTo("a\u001a");
        assertThat(read("feff0061dc000062")).isEqualTo("a\u001ab");
        assertThat(read("feff006100")).isEqualTo("a\u001a");
        assertThat(read("0000feff0000006100110000")).isEqualTo("a\u001a");
        assertThat(read("feff")).isEmpty();
        assertThat(read("feff0061feff0062")).isEqualTo("a\ufeffb");
    }

    @Test
    void givesAllThatCameBeforeABreak() throws IOException {
        for (int length : List.of(10, 300, 20_000)) {
            byte[] bytes = Arrays.copyOf(TEXT.getBytes(StandardCharsets.UTF_16BE), length);
            Utf8Input input =
                    new Utf8Input(
                            new SequenceInputStream(new ByteArrayInputStream(bytes), new Broken()),
                            UnicodeEncoding::of);

            byte[] read =
                    input.readNBytes(
                            new String(bytes, StandardCharsets.UTF_16BE)
                                            .getBytes(StandardCharsets.UTF_8)
                                            .length
                                    - 4);

            assertThat(TEXT).startsWith(new String(read, StandardCharsets.UTF_8).replace("�", ""));
            assertThatIOException().isThrownBy(input::readAllBytes);
        }
    }

    /** A client that has gone away. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("Connection was closed");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    private static InputStream part(byte[] bytes, int from, int to) {
        return new ByteArrayInputStream(bytes, from, to - from);
    }

    private static String read(String hex) throws IOException {
        return read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
    }

    private static String read(InputStream in) throws IOException {
        return new String(
                new Utf8Input(in, UnicodeEncoding::of).readAllBytes(), StandardCharsets.UTF_8);
    }
}
