package org.papertide.bounce.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    private static final List<String> NO_MAILBOX =
            List.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10");

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
                "plainly-unknown.txt",
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

    /** Every language that has words for mailboxes has words for what will pass. */
    @ParameterizedTest
    @MethodSource("languages")
    void whatIsSoForNowCondemnsNobodyWhateverTheCode(String language) {
        List<String> words =
                Stream.of("{" + language + "-for-now}", "{" + language + "-at-present}")
                        .flatMap(WordClasses::expand)
                        .toList();
        assertThat(words)
                .hasSizeGreaterThan(2)
                .allSatisfy(word ->
                        assertThat(NO_MAILBOX)
                                .allSatisfy(code ->
                                        assertThat(
                                                        Diagnosis.ofReport(
                                                                StatusCode.find(code).orElseThrow(),
                                                                code + " xyz " + word + " xyz",
                                                                Phase.RCPT))
                                                .returns(Meaning.Fault.PASSING, Diagnosis::fault)));
    }

    /** The same of English, whose classes have no name of a language. */
    @ParameterizedTest
    @ValueSource(strings = {"for-now", "at-present", "under-way"})
    void whatIsSoForNowInEnglishCondemnsNobodyWhateverTheCode(String name) {
        assertThat(WordClasses.ofNames(name::equals))
                .hasSizeGreaterThan(2)
                .allSatisfy(word ->
                        assertThat(NO_MAILBOX)
                                .allSatisfy(code ->
                                        assertThat(
                                                        Diagnosis.ofReport(
                                                                null,
                                                                "550 " + code + " xyz " + word,
                                                                Phase.RCPT))
                                                .returns(Meaning.Fault.PASSING, Diagnosis::fault)));
    }

    /** Without the word, the code condemns. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 The mailbox is temporarily not provisioned",
                "550 5.1.1 User is currently locked",
                "550 5.1.1 address momentarily not reachable",
                "550 5.1.1 Benutzer zur Zeit nicht erreichbar",
                "550 5.1.1 Postfach derzeit nicht verfügbar",
                "550 5.1.1 Empfänger wird gerade umgezogen",
                "550 5.1.1 compte temporairement suspendu",
                "550 5.1.1 boîte momentanément bloquée",
                "550 5.1.1 el buzón se encuentra temporalmente bloqueado",
                "550 5.1.1 conta temporariamente bloqueada",
                "550 5.1.1 casella temporaneamente bloccata",
                "550 5.1.1 postvak tijdelijk niet bereikbaar",
                "550 5.1.1 skrzynka chwilowo niedostępna",
                "550 5.1.1 brevlådan är för tillfället spärrad",
                "550 5.1.1 почтовый ящик временно недоступен",
                "550 5.1.1 用户暂时被锁定",
                "550 5.1.1 アカウントは一時的にロックされています",
                "550 5.1.1 사용자 계정이 일시적으로 잠겼습니다",
                "550 5.1.1 recipient mailbox under migration",
                "550 5.1.1 Address verification in progress",
                "550 5.1.1 mailbox over limit",
                "550 5.1.1 recipient opted out of your mailings",
                "550 5.1.1 mailbox currently unavailable",
                "550 5.1.6 mailbox is being moved, retry",
                "550 5.1.2 next hop down",
                "550 5.1.2 DNSSEC validation failure",
                "550 5.1.10 domain is temporarily parked",
                "550 5.1.1 Unable to open mailbox file mail\\jane.nsf: File does not exist"
            })
    void whatMayPassClearsWhatACodeCondemns(String reply) {
        assertThat(Diagnosis.ofReport(null, reply, Phase.RCPT).fault())
                .isEqualTo(Meaning.Fault.PASSING);
    }

    /** The mailbox is there, or what servers look it up in is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailbox is being rebuilt",
                "Recipient database offline",
                "User lookup unavailable",
                "Directory not reachable",
                "Postfach wird migriert",
                "mailbox awaiting reactivation",
                "backend could not be reached",
                "mailbox is closed for the time being",
                "account has been temporarily closed",
                "account is closed for now",
                "mailbox is temporarily no longer available",
                "El usuario temporalmente no se encuentra disponible",
                "mailbox unavailable, try again later",
                "mailbox not available at this time",
                "L'annuaire est indisponible",
                "Benutzerverzeichnis nicht erreichbar",
                "Directorio no disponible",
                "User unknown: temporary lookup failure",
                "user not found, mailbox is being migrated",
                "Каталог недоступен",
                "ящик переносится на другой сервер",
                "почтовый ящик заблокирован",
                "учетная запись заблокирована",
                "ящик переполнен",
                "mailbox temporarily moved",
                "Mailbox is temporarily closed",
                "Konto vorübergehend geschlossen",
                "Postfach derzeit gesperrt",
                "Boîte indisponible pour le moment",
                "Cuenta bloqueada por el momento",
                "Casella al momento non disponibile",
                "Mailbox tijdelijk geblokkeerd",
                "Kontot är tillfälligt spärrat",
                "Konto chwilowo zablokowane",
                "Ящик временно заблокирован",
                "Почтовый ящик пока не активирован",
                "邮箱暂停使用",
                "メールボックスは一時的に利用できません",
                "현재 계정이 잠겨 있습니다",
                "Account not yet activated",
                "Mailbox is being set up",
                "The mailbox store is offline",
                "LDAP server is not responding",
                "user database timed out",
                "mailbox locked by another process, try again",
                "Recipient is on vacation hold right now",
                "User account awaiting confirmation"
            })
    void whatIsSaidOfAMailboxThatIsThereClearsWhatACodeCondemns(String words) {
        assertThat(List.of("5.1.1", "5.1.10"))
                .allSatisfy(code ->
                        assertThat(asReplyReportAndNotice(code, words))
                                .containsOnly(Meaning.Fault.PASSING));
    }

    /**
     * What servers say of a mailbox that is gone, with words of time within, before and behind, or
     * with what they ask of the sender.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No such user here. Register right now at https://example.net/",
                "El usuario no existe en este momento",
                "L'utente al momento non esiste",
                "Der Benutzer ist momentan nicht vorhanden",
                "Gebruiker bestaat op dit moment niet",
                "Användaren finns för närvarande inte",
                "Такого пользователя в настоящий момент нет",
                "该用户暂时不存在",
                "Domain user not found, account deletion in progress",
                "user unknown; please check the address and retry later",
                "unknown user, see http://example.net/not_yet",
                "User currently unknown",
                "There is currently nobody at this address",
                "User does not currently exist",
                "このメールアドレスは現在使われておりません",
                "お客様がお送りしたメールアドレスは現在使用されておりません",
                "현재 사용되지 않는 메일 주소입니다",
                "No such user; currently 12 recipients are known",
                "Currently no such user here",
                "Benutzer existiert nicht, derzeit keine Weiterleitung",
                "<reader@example.net> user unknown in the current table",
                "Adresse inconnue actuellement",
                "Пользователь не найден. Показать справку",
                "Нет такого пользователя, попробуйте позже",
                "User unknown, please try again later",
                "User unknown, try again",
                "Recipient does not exist. Please retry",
                "No such user at this time",
                "That user is not here at the moment; unknown user",
                "L'utilisateur n'existe pas pour le moment",
                "L'utilisateur n'existe pas pour l'instant",
                "O usuário não existe no momento",
                "Utilizador inexistente neste momento",
                "Użytkownik w tej chwili nie istnieje",
                "Brugeren findes i øjeblikket ikke",
                "Brukeren finnes ikke for øyeblikket",
                "Käyttäjää ei löydy tällä hetkellä",
                "Uživatel momentálně neexistuje",
                "A felhasználó jelenleg nem létezik",
                "Utilizatorul nu există momentan",
                "Böyle bir kullanıcı şu anda yok",
                "Kullanıcı şu anda bulunamadı",
                "Ο χρήστης δεν υπάρχει αυτή τη στιγμή",
                "Користувач наразі не існує",
                "Такого користувача зараз немає",
                "收件人目前不存在",
                "用户目前不存在",
                "此用户暂时不存在",
                "没有此用户，请稍后再试",
                "没有这个用户",
                "그런 사용자가 현재 없습니다",
                "사용자를 현재 찾을 수 없습니다",
                "المستخدم غير موجود حاليا",
                "המשתמש לא קיים כרגע",
                "Pengguna saat ini tidak ditemukan",
                "Người dùng hiện tại không tồn tại",
                "Recipient not found at the moment",
                "Mailbox does not exist. Please contact the recipient at the moment of your choice",
                "User unknown. This is a permanent error, not temporary",
                "There is no such mailbox; do not retry later",
                "Diesen Benutzer gibt es hier derzeit nicht",
                "Diese Adresse gibt es zurzeit nicht",
                "Adresse unbekannt, bitte versuchen Sie es später noch einmal",
                "unknown recipient (not yet)",
                "Email address could not be found right now",
                "<jane@example.net>: see http://example.net/not_yet/right_now",
                "Показать: пользователь не найден",
                "Адрес не найден, показано на сайте",
                "Пользователь не существует, попробуйте позже",
                "Sorry, that user is not currently known here",
                "mailbox for jane does not exist right now",
                "The recipient's address does not presently exist",
                "No account by that name at present",
                "Unknown recipient; currently only staff have mailboxes here",
                "There's no one here by that name at the moment",
                "User jane@example.net does not exist at this time",
                "Recipient address rejected: User unknown in virtual mailbox table, try again",
                "Adresse e-mail inconnue, veuillez réessayer plus tard",
                "El destinatario actualmente no existe en el sistema",
                "Destinatário desconhecido, tente novamente",
                "L'indirizzo attualmente non esiste",
                "Il destinatario al momento è sconosciuto",
                "Empfänger derzeit unbekannt",
                "Der Empfänger ist hier zur Zeit nicht bekannt",
                "Postfach aktuell nicht vorhanden",
                "Ontvanger momenteel onbekend",
                "Mottagaren är för tillfället okänd",
                "Odbiorca obecnie nieznany",
                "Получатель на данный момент не найден",
                "Адресат временно не существует",
                "收件人暂时不存在，请稍后再试",
                "用戶目前不存在",
                "宛先は現在存在しません",
                "ユーザーは現在登録されていません",
                "수신자가 현재 존재하지 않습니다",
                "Alıcı şu anda mevcut değil",
                "Vastaanottaja on tällä hetkellä tuntematon",
                "המשתמש אינו קיים כרגע",
                "Recipient unknown; migration of the domain in progress"
            })
    void whatIsPlainlyGoneIsClearedByNoWordOfTime(String words) {
        assertThat(List.of("5.1.1", "5.1.10"))
                .allSatisfy(code ->
                        assertThat(asReplyReportAndNotice(code, words))
                                .containsOnly(Meaning.Fault.ADDRESS));
    }

    private static List<Meaning.Fault> asReplyReportAndNotice(String code, String words) {
        String reply = "550 " + code + " " + words;
        return Stream.of(
                        Diagnosis.ofReport(null, reply, Phase.RCPT),
                        Diagnosis.ofReport(
                                StatusCode.find(code).orElseThrow(),
                                words,
                                Phase.UNKNOWN,
                                "jane@example.net"),
                        Diagnosis.ofNotice(
                                """
                                This is the mail system at host relay.example.org.

                                <jane@example.net>: host mx.example.net[192.0.2.1] said: %s
                                    (in reply to RCPT TO command)
                                """
                                        .formatted(reply)))
                .map(Diagnosis::fault)
                .toList();
    }

    /** Each way to say so plainly blames the address, also where words of time are taken out. */
    @Test
    void whatSaysPlainlyThatThereIsNoMailboxBlamesTheAddress() {
        PhraseBook book = PhraseBook.read("plainly-unknown.txt");

        assertThat(book.lines()).doesNotHaveDuplicates();
        assertThat(book.phrases())
                .allSatisfy(phrase ->
                        assertThat(
                                        Meanings.inReply(
                                                PlainWords.of(
                                                        String.join(" ", phrase.pieces())
                                                                + " at the moment, try again later")))
                                .map(Meaning::fault)
                                .contains(Meaning.Fault.ADDRESS));
    }

    /** Greek and Cyrillic words begin where they begin, and only long ones have endings. */
    @ParameterizedTest
    @CsvSource({
        "пока, показать, false",
        "пока, пока нет, true",
        "пока, не пока, true",
        "ящик, ящики, false",
        "заблокирован, заблокирована, true",
        "заблокирован, разблокирован, false",
        "найден, найденный, true",
        "найден, найденышами, false",
        "χρήστης, ο χρήστης, true",
        "στο, στο χρήστη, true",
        "στο, χρήστο, false"
    })
    void wordsOfScriptsWithSpacesAreWhole(String phrase, String text, boolean isIn) {
        assertThat(Phrase.parse(phrase))
                .allSatisfy(each -> assertThat(each.isIn(PlainWords.of(text))).isEqualTo(isIn));
    }

    @Test
    void theNameOfAPageHasNoWordsOfItsOwn() {
        assertThat(Meanings.inReply(PlainWords.of("rejected: see https://example.net/not_yet")))
                .isNotEqualTo(Optional.of(Meaning.FOR_NOW));
    }

    /** Who reports is named in each notice, and was not looked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.4.1 Recipient address rejected: Access denied",
                "unknown user: \"jane\"",
                "no such domain",
                "DNS Error: Domain name not found",
                "542 jane@example.net Rejected at host mx.filter.example",
                "Host or domain name not found. Name service error for name=example.net type=A"
            })
    void whoReportsIsNoHostThatIsSought(String words) {
        assertThat(
                        List.of(
                                "This is the mail system at host relay.example.org.\n\n",
                                "This is the mail system at host relay.example.org. ",
                                "Reporting host relay.example.org\n",
                                "I am the mail program of relay.example.org.\n\n"))
                .allSatisfy(banner ->
                        assertThat(
                                        Diagnosis.ofNotice(banner + "<jane@example.net>: " + words)
                                                .fault())
                                .isEqualTo(Meaning.Fault.ADDRESS));
    }

    /** "Currently" is said of what is so for long, too, and some words are a server's for gone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 No such user; currently 12 recipients are known",
                "550 5.1.1 Currently no such user here",
                "550 5.1.1 Benutzer existiert nicht, derzeit keine Weiterleitung",
                "550 5.1.1 <reader@example.net> user unknown in the current table",
                "550 5.1.1 Adresse inconnue actuellement",
                "550 5.4.1 Recipient address rejected: Access denied at this time"
            })
    void whatIsGoneIsNotClearedByWhatIsSoAtPresent(String reply) {
        assertThat(Diagnosis.ofReport(null, reply, Phase.RCPT).fault())
                .isEqualTo(Meaning.Fault.ADDRESS);
    }

    /** A relay says so of the server behind it, and then of every recipient. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host or domain name not found. Name service error for name=%s type=A: Host not found",
                "Name service error for domain %s: Host not found",
                "550 5.1.2 Host unknown (Name server: %s.: host not found)",
                "550 5.1.2 unable to look up host %s",
                "550 5.1.2 cannot resolve \"%s\"",
                "Sorry, I couldn't find any host named %s. (#5.1.2)",
                "DNS lookup failure: host %s not found",
                "unrouteable mail domain \"%s\"",
                "550 Domain name not found: %s",
                "DNS type 'mx' lookup of %s responded with code NXDOMAIN"
            })
    void aHostThatIsNotFoundCondemnsItsOwnDomainAlone(String reply) {
        assertThat(List.of("example.net", "EXAMPLE.net", "bücher.example", "xn--bcher-kva.example"))
                .allSatisfy(domain ->
                        assertThat(ofHost(reply, domain, "jane@" + domain))
                                .isEqualTo(Meaning.Fault.ADDRESS));
        assertThat(ofHost(reply, "xn--bcher-kva.example", "jane@bücher.example"))
                .isEqualTo(Meaning.Fault.ADDRESS);
        assertThat(List.of("backend.internal", "mx1.example.net", "example.org", "ample.net"))
                .allSatisfy(host -> {
                    assertThat(ofHost(reply, host, "jane@example.net"))
                            .isEqualTo(Meaning.Fault.PASSING);
                    assertThat(
                                    Diagnosis.ofNotice(
                                                    "<jane@example.net>: " + reply.formatted(host))
                                            .fault())
                            .isEqualTo(Meaning.Fault.PASSING);
                });
    }

    private static Meaning.Fault ofHost(String reply, String host, String recipient) {
        return Diagnosis.ofReport(null, reply.formatted(host), Phase.UNKNOWN, recipient).fault();
    }

    /** Who speaks was not looked for, and without a name it can be the domain alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.2 Host unknown",
                "host mx.example.org said: 550 5.1.2 unknown domain",
                "host mx.example.org[192.0.2.1] said: 550 5.1.2 no such domain",
                "550 5.1.2 domain does not exist (192.0.2.1)"
            })
    void aDomainThatIsNotFoundCondemnsWhereNoOtherIsNamed(String reply) {
        assertThat(Diagnosis.ofReport(null, reply, Phase.RCPT, "jane@example.net").fault())
                .isEqualTo(Meaning.Fault.ADDRESS);
    }

    @Test
    void isAMannerOfSpeakingBesideAPolicy() {
        assertThat(
                        Diagnosis.ofReport(
                                        null,
                                        "550 5.7.1 Refused for the time being, see our pages",
                                        Phase.RCPT)
                                .fault())
                .isEqualTo(Meaning.Fault.SENDER);
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
                                !meaning.isSure()
                                        && meaning != Meaning.AT_PRESENT
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
