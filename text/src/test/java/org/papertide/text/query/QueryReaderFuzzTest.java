package org.papertide.text.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

/** Whatever somebody types is read, and no word is read that was not typed. */
class QueryReaderFuzzTest {

    private static final QueryReader READER =
            new QueryReader(name -> name.matches("[a-zA-Z.]+"), text -> text.matches("\\d+"));

    static List<byte[]> samples() {
        return Fuzz.texts(
                "deep author:\"Ada\" -cat:cs.LG id:12 ANDNOT ti:\"x\" „y“",
                "author: “ -\" ti: AND NOT");
    }

    @Test
    void readsAnyText() {
        Fuzz.text(samples(), QueryReaderFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, QueryReaderFuzzTest::check);
    }

    private static void check(String input) {
        String line = QueryReader.line(input);
        for (QueryPart part : READER.read(line)) {
            if (part instanceof QueryPart.Text text) {
                assertThat(line).contains(text.text());
            }
        }
        assertThat(READER.readWanted(line)).noneMatch(QueryPart::excluded);
    }
}
