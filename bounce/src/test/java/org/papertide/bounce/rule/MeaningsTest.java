package org.papertide.bounce.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of phrases say what they mean to say, each phrase of each. */
class MeaningsTest {

    @ParameterizedTest
    @EnumSource
    void itsExamplesHaveTheMeaning(Meaning meaning) {
        PhraseBook book = PhraseBook.read(meaning.file());

        assertThat(book.examples())
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(Meanings.inReply(PlainWords.of(example))).contains(meaning));
    }

    /** Else an earlier meaning hides the phrase, and it is dead or blames the wrong one. */
    @ParameterizedTest
    @EnumSource
    void eachPhraseByItselfIsNobodyElsesFault(Meaning meaning) {
        assertThat(PhraseBook.read(meaning.file()).phrases())
                .allSatisfy(phrase ->
                        assertThat(
                                        Meanings.inReply(
                                                PlainWords.of(String.join(" ", phrase.pieces()))))
                                .map(Meaning::fault)
                                .contains(meaning.fault()));
    }

    @ParameterizedTest
    @EnumSource
    void noPhraseStandsTwice(Meaning meaning) {
        assertThat(PhraseBook.read(meaning.file()).lines()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto-reply-subjects.txt",
                "auto-reply-texts.txt",
                "challenges.txt",
                "complaint-subjects.txt",
                "copy-begins.txt",
                "delayed.txt",
                "delivered.txt",
                "filter-signs.txt",
                "forwarded-texts.txt",
                "forwards.txt",
                "hedges.txt",
                "machine-names.txt",
                "notice-subjects.txt",
                "notice-texts.txt",
                "phase-connect.txt",
                "phase-data.txt",
                "phase-mail.txt",
                "phase-rcpt.txt",
                "unsubscribe-subjects.txt",
                "unsubscribe.txt"
            })
    void examplesHaveAPhrase(String file) {
        PhraseBook book = PhraseBook.read(file);

        assertThat(book.lines()).doesNotHaveDuplicates();
        assertThat(book.examples())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(book.isIn(PlainWords.of(example))).isTrue());
    }

    @Test
    void whatClearsAnAddressComesBeforeWhatCondemnsIt() {
        List<Meaning.Fault> faults =
                Arrays.stream(Meaning.values())
                        .filter(meaning -> meaning != Meaning.SURELY_UNKNOWN)
                        .map(Meaning::fault)
                        .toList();

        assertThat(faults.lastIndexOf(Meaning.Fault.PASSING))
                .isLessThan(faults.indexOf(Meaning.Fault.ADDRESS));
        assertThat(Stream.of("550 User unknown, mailbox full", "552 full: no such user"))
                .allSatisfy(reply ->
                        assertThat(
                                        Meanings.inReply(
                                                PlainWords.of(
                                                        reply.replace("552 full", "mailbox full"))))
                                .contains(Meaning.MAILBOX_FULL));
    }
}
