package org.papertide.bounce.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** Each language in which something can be said of a mailbox. */
    private static Stream<String> languages() {
        return WordClasses.names()
                .filter(name -> name.endsWith("-mailbox"))
                .map(name -> name.substring(0, name.indexOf('-')));
    }

    /** However it is put together, and whatever code is beside it. */
    @ParameterizedTest
    @MethodSource("languages")
    void whatIsSaidOfASenderCondemnsNobody(String language) {
        List<String> statements =
                Stream.of(
                                "{sender} {missing}",
                                "{sender} @ {missing}",
                                "{mailbox} {sender} {missing}",
                                "{mailbox} {sender} @ x y z {missing}",
                                "{sender} {mailbox} {missing}")
                        .map(form -> form.replace("{", "{" + language + "-"))
                        .flatMap(WordClasses::expand)
                        .toList();
        assertThat(some(statements))
                .hasSizeGreaterThan(20)
                .allSatisfy(statement ->
                        assertThat(
                                        Diagnosis.ofReport(
                                                        null,
                                                        "550 5.1.1 <a@b.example>: " + statement,
                                                        Phase.RCPT)
                                                .fault())
                                .isNotEqualTo(Meaning.Fault.ADDRESS));
    }

    /** Of very many, from all parts; no class has 1,009 words, or a multiple of it. */
    private static List<String> some(List<String> statements) {
        return statements.size() < 1_009
                ? statements
                : IntStream.range(0, 1_009)
                        .mapToObj(n -> statements.get((int) (n * (long) statements.size() / 1_009)))
                        .toList();
    }

    /** The sender is named elsewhere, and greeted, or it is told that the mail comes back. */
    @ParameterizedTest
    @MethodSource("languages")
    void whatIsSaidOfARecipientCondemnsItBesideASender(String language) {
        List<String> statements =
                Stream.of("{mailbox} {missing}", "{sender}: {mailbox} {missing}")
                        .map(form -> form.replace("{", "{" + language + "-"))
                        .flatMap(WordClasses::expand)
                        .toList();
        assertThat(some(statements))
                .hasSizeGreaterThan(20)
                .allSatisfy(statement ->
                        assertThat(
                                        Diagnosis.ofReport(
                                                        null, "550 5.1.1 " + statement, Phase.RCPT)
                                                .fault())
                                .isEqualTo(Meaning.Fault.ADDRESS));
    }

    @Test
    void takesTheArabicAddresseeForNoSender() {
        assertThat(Meanings.inReply(PlainWords.of("عنوان المرسل إليه غير صالح")))
                .contains(Meaning.MAILBOX_UNKNOWN);
        assertThat(Meanings.inReply(PlainWords.of("عنوان المرسل غير صالح")))
                .contains(Meaning.SENDER_UNKNOWN);
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
