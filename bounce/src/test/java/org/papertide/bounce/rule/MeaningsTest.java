package org.papertide.bounce.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "asks-how.txt",
                "auto-reply-subjects.txt",
                "auto-reply-texts.txt",
                "challenges.txt",
                "author-labels.txt",
                "complaint-subjects.txt",
                "copy-begins.txt",
                "delayed.txt",
                "delivered-subjects.txt",
                "delivered.txt",
                "failure-subjects.txt",
                "filter-signs.txt",
                "forwarded-texts.txt",
                "forwards.txt",
                "given-up.txt",
                "hedges.txt",
                "machine-names.txt",
                "notice-subjects.txt",
                "notice-texts.txt",
                "office-names.txt",
                "polite-endings.txt",
                "polite-questions.txt",
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

    /** In the same sentence, and before it. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Your message was successfully delivered.,                            true
                    Your message was not successfully delivered.,                        false
                    It was not sent twice. It was successfully delivered.,               true
                    Die Mail konnte nicht den folgenden Empfängern zugestellt werden:,    false
                    Die Mail wurde den folgenden Empfängern zugestellt:,                 true
                    Il messaggio non è stato consegnato ai seguenti destinatari:,        false
                    A mensagem não foi entregue aos seguintes destinatários:,            false
                    Uw bericht kon niet worden bezorgd bij de volgende personen:,        false
                    """)
    void whatIsDeniedIsNotAffirmed(String text, boolean isAffirmed) {
        assertThat(PhraseBook.read("delivered.txt").isAffirmed(PlainWords.of(text)))
                .isEqualTo(isAffirmed);
    }

    /** A subject speaks of other things as well. */
    @ParameterizedTest
    @CsvSource({
        "Delivered: Papertide daily, true",
        "Mail delivered, true",
        "Not delivered: Papertide daily, false",
        "Undelivered: Papertide daily, false",
        "Mail delivered to a closed mailbox, false",
        "No mail delivered, false",
    })
    void aSubjectSaysAsAWholeThatAMailWasDelivered(String subject, boolean isDelivered) {
        assertThat(PhraseBook.read("delivered-subjects.txt").isLabel(PlainWords.of(subject)))
                .isEqualTo(isDelivered);
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

    /** What is missing is named before its owner, or before a state that names nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Quota record of mailbox not found",
                "The server of the recipient could not be found in the last four hours",
                "Encryption key for reader@example.net not found",
                "Rejected by the policy for unknown recipient",
                "TLS certificate of recipient server is not valid",
                "Unable to open the mailbox file of recipient: database of user not found",
                "no route to the server of the addressee, route unknown in the table",
                "Der Server für den Empfänger wurde nicht gefunden",
                "Le serveur de messagerie du destinataire est introuvable depuis quatre heures",
                "El servidor de correo del destinatario no fue encontrado",
                "O certificado do destinatário é inválido",
                "Il server del destinatario non esiste",
                "De server van de ontvanger is niet gevonden",
                "Сервер получателя не найден",
                "Zertifikat des Empfängers nicht gefunden",
                "Klucz odbiorcy nie istnieje",
                "Máy chủ của người nhận không tồn tại",
                "Alıcının sunucusu bulunamadı",
                "A címzett kiszolgálója nem található",
                "Serverul destinatarului nu a fost găsit",
                "受信者の公開鍵が見つかりません",
                "收件人的证书不存在",
                "수신자 서버의 인증서가 존재하지 않습니다",
                "Could not find the private key for recipient",
                "Nameserver of the domain not found",
                "The cache of recipient addresses is invalid",
                "Server penerima tidak ditemukan",
                "Máy chủ người nhận không tồn tại",
                "The lookup of recipients failed",
                "Das Postfach hat zu wenig Speicher",
                "Espace disque du destinataire épuisé",
                "Alıcının depolama alanı bitti",
                "The mailbox server is in maintenance, mailbox not available",
                "Wegen Wartungsarbeiten ist das Postfach nicht erreichbar"
            })
    void whatIsSaidOfAThingCondemnsNobody(String statement) {
        assertThat(Diagnosis.ofReport(null, "550 " + statement, Phase.RCPT).fault())
                .isNotEqualTo(Meaning.Fault.ADDRESS);
        assertThat(Diagnosis.ofNotice(statement).fault()).isNotEqualTo(Meaning.Fault.ADDRESS);
    }

    /** The thing is where the recipient should be, or who says it; a clear code needs no words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 User reader on this server does not exist",
                "550 Recipient on our mail server not found",
                "550 El usuario en este servidor no existe",
                "550 пользователь на сервере не найден",
                "550 このサーバーの宛先は存在しません",
                "550 host mx.example.net: reader is nobody here",
                "550 The server says no such user",
                "550 The server for example.net reports: recipient not found",
                "550 5.1.1 LDAP record for user not found",
                "550 reader is nobody here (gateway.example.org)",
                "550 reader is nobody here on relay-2.example.net",
                "550 nobody by this alias",
                "550 5.1.1 <reader@example.net> unknown; the staff for maintenance will help",
                "550 5.1.1 <reader@wartung.example> unbekannt",
                "550 5.1.1 받는 사람 주소를 점검해 주십시오"
            })
    void whatIsSaidOfARecipientCondemnsItBesideAThing(String reply) {
        assertThat(Diagnosis.ofReport(null, reply, Phase.RCPT).fault())
                .isEqualTo(Meaning.Fault.ADDRESS);
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
                        .filter(meaning ->
                                meaning != Meaning.SURELY_UNKNOWN
                                        && meaning != Meaning.THING_MISSING)
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
