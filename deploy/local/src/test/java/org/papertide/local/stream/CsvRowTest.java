package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventJson;

class CsvRowTest {

    @Test
    void quotesWhatNeedsIt() {
        assertThat(row("a", "b,c", "say \"x\"", "two\nlines", " blank", ""))
                .isEqualTo("a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\" blank\",\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "  =cmd|' /C calc'!A0",
                "＝1+1",
                "\t=1",
                "\r=1",
                "\u00a0=1"
            })
    void noTextIsAFormula(String text) {
        assertThat(row(text).replaceFirst("^\"", "")).startsWith("'");
    }

    @Test
    void numbersStayNumbers() {
        assertThat(
                        CsvRow.of(
                                List.of(
                                        CsvRow.Cell.of(EventJson.mapper().valueToTree(-1.5)),
                                        CsvRow.Cell.of(EventJson.mapper().valueToTree(true)),
                                        CsvRow.Cell.of(
                                                EventJson.mapper()
                                                        .valueToTree(List.of("x", "=y"))))))
                .isEqualTo("-1.5,true,x; =y\r\n");
    }

    @Test
    void noControlCharacterComesThrough() {
        assertThat(row("a\u0000b\u001b[2J\u009bc")).isEqualTo("a\ufffdb\ufffd[2J\ufffdc\r\n");
    }

    private static String row(String... texts) {
        return CsvRow.of(List.of(texts).stream().map(text -> new CsvRow.Cell(text, true)).toList());
    }
}
