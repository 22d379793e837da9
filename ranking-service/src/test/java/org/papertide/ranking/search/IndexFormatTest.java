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
                                Stream.of(
                                        Words.of(Words.TEXT, text, 64),
                                        Words.of(Words.STOP_WORDS, text, 64),
                                        Words.of(Words.NAMES, text, 64),
                                        Words.of(Words.INITIALS, text, 64),
                                        JoinedWords.compounds(text),
                                        PaperDocument.wholeTitle(text)))
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));

        assertThat(PaperIndex.FORMAT + " " + Sha256.hex(words).substring(0, 16))
                .as("texts become other words: raise PaperIndex.FORMAT, and expect this")
                .isEqualTo("7 d4eb65175fc4455c");
    }
}
