package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.platform.hashing.Sha256;
import org.papertide.ranking.SampleTexts;
import org.papertide.text.PaperText;

class IndexFormatTest {

    /** Else an index that was filled before has words of texts that nobody looks for any more. */
    @Test
    void isRaisedWhenTextsBecomeOtherWords() {
        String words =
                SampleTexts.ALL.stream()
                        .map(PaperText::readable)
                        .flatMap(text ->
                                Stream.of(Words.TEXT, Words.STOP_WORDS, Words.NAMES)
                                        .map(analyzer -> Words.of(analyzer, text, 64).toString()))
                        .collect(Collectors.joining("\n"));

        assertThat(PaperIndex.FORMAT + " " + Sha256.hex(words).substring(0, 16))
                .as("texts become other words: raise PaperIndex.FORMAT, and expect this")
                .isEqualTo("7 631c0fb8211a2ddf");
    }
}
