package org.papertide.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.mime.HtmlText;
import org.papertide.bounce.mime.MailPart;
import org.papertide.bounce.mime.ParsedMail;
import org.papertide.bounce.notice.NoticeText;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;

/**
 * A mail that came back, and what its header and its text show of who wrote it, and about whom.
 *
 * <p>None of it decides what the mail is; {@link Judge} does.
 */
final class IncomingMail {

    private static final PhraseBook FORWARDS = PhraseBook.read("forwards.txt");
    private static final PhraseBook FORWARDED = PhraseBook.read("forwarded-texts.txt");
    private static final PhraseBook MACHINE_NAMES = PhraseBook.read("machine-names.txt");
    private static final PhraseBook AUTO_SUBJECTS = PhraseBook.read("auto-reply-subjects.txt");
    private static final PhraseBook AUTO_TEXTS = PhraseBook.read("auto-reply-texts.txt");

    /** Who writes notices: local parts. */
    private static final Set<String> MACHINES =
            Set.of(
                    "mailer-daemon",
                    "mailerdaemon",
                    "mailer_daemon",
                    "mail-daemon",
                    "maildaemon",
                    "mailer",
                    "postmaster",
                    "post_master",
                    "mdaemon",
                    "double-bounce",
                    "smtpd",
                    "mmdf");

    /** What programs write for programs. */
    private static final Set<String> REPORTS =
            Set.of(
                    "message/delivery-status",
                    "message/global-delivery-status",
                    "message/feedback-report",
                    "message/disposition-notification");

    /** Exchange writes as this name and a number. */
    private static final String EXCHANGE = "microsoftexchange";

    /** How far into a subject the mark of a forwarded mail stands, in characters. */
    private static final int FORWARD_MARK = 8;

    /** How the addresses of those who run mailing lists end. */
    private static final List<String> LIST_MANAGERS =
            List.of("-admin", "-owner", "-request", "-bounces", "listserv", "majordomo");

    private final ParsedMail mail;
    private final HeaderFields fields;
    private final String text;
    private final NoticeText notice;
    private final PlainWords subject;

    IncomingMail(ParsedMail mail) {
        this.mail = mail;
        this.fields = mail.fields();
        this.text = text(mail);
        NoticeText whole = NoticeText.of(text);
        String written = fields.find("subject").orElse("");
        List<String> copies = copies(mail, whole).flatMap(copy -> copy.all("subject")).toList();
        boolean isByMachine = isSigned() || isAutomatic();
        SubjectLine line = SubjectLine.of(written, copies, isFromMachine(), isByMachine);
        this.notice = new NoticeText(line.cutFrom(whole.text()), whole.copy());
        // A person who says nothing else says it there.
        boolean saysAll = !isByMachine && copies.isEmpty() && whole.text().isBlank();
        this.subject = PlainWords.of(saysAll ? written : line.own());
    }

    HeaderFields fields() {
        return fields;
    }

    /** What the server or the person wrote, without what is attached. */
    String text() {
        return text;
    }

    NoticeText notice() {
        return notice;
    }

    /** What its author added to the subject of the mail that it is about. */
    PlainWords subject() {
        return subject;
    }

    /** Whether another mail is attached. */
    boolean hasCopy() {
        return mail.parts().stream().anyMatch(MailPart::quoted);
    }

    private static String text(ParsedMail mail) {
        String plain = texts(mail, "text/plain");
        if (!plain.isBlank()) {
            return plain;
        }
        String html = HtmlText.of(texts(mail, "text/html"));
        if (!html.isBlank()) {
            return html;
        }
        return texts(mail, "");
    }

    private static String texts(ParsedMail mail, String type) {
        return mail.parts().stream()
                .filter(part -> !part.quoted() && part.type().startsWith(type))
                .map(MailPart::text)
                .collect(Collectors.joining("\n"));
    }

    /**
     * The parts of a type. Those within an attached mail only if a machine sends nothing but that:
     * a bounce that a person forwards is no bounce, and a report about a mail that was itself a
     * report says what it says, whatever the older one said.
     */
    Stream<MailPart> parts(String type) {
        boolean believesAttached = isFromMachine() && !hasOwnReport();
        return mail.parts().stream()
                .filter(part -> part.type().equals(type) && (believesAttached || !part.quoted()));
    }

    /** Whether a part is a report for programs, and not of an attached mail. */
    boolean hasOwnReport() {
        return mail.parts().stream()
                .anyMatch(part -> !part.quoted() && REPORTS.contains(part.type()));
    }

    boolean isFromMachine() {
        return Stream.of("from", "sender", "return-path")
                .flatMap(fields::all)
                .anyMatch(value ->
                        Addresses.all(value).stream().anyMatch(IncomingMail::isMachine)
                                || MACHINE_NAMES.isIn(PlainWords.of(value)));
    }

    boolean isNullSender() {
        return fields.find("return-path")
                .or(() -> fields.find("from"))
                .filter("<>"::equals)
                .isPresent();
    }

    private static boolean isMachine(String address) {
        String local = address.substring(0, address.lastIndexOf('@')).toLowerCase(Locale.ROOT);
        return MACHINES.contains(local)
                || local.startsWith(EXCHANGE)
                || LIST_MANAGERS.stream().anyMatch(local::endsWith);
    }

    /** Whether the header or the sender shows that a server wrote it. */
    boolean isSigned() {
        return isFromMachine() || isNullSender();
    }

    /** Whether a person sends on, or answers, what the subject names. */
    boolean isForwarded() {
        String start = subject.toString();
        return FORWARDS.isIn(
                        PlainWords.of(start.substring(0, Math.min(start.length(), FORWARD_MARK))))
                && (text.lines().anyMatch(line -> line.startsWith(">"))
                        || FORWARDED.isIn(PlainWords.of(text)));
    }

    /** Whether its subject is one that machines give their answers. */
    boolean answersBySubject() {
        return AUTO_SUBJECTS.isIn(subject);
    }

    /** Whether subject or text are such as machines write that answer in a person's place. */
    boolean answersInWords() {
        return answersBySubject() || AUTO_TEXTS.isIn(PlainWords.of(notice.text()));
    }

    /** Whether the header says that a machine answers a mail (RFC 3834, 5.1). */
    boolean isAutomaticReply() {
        return fields.find("auto-submitted")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("auto-replied"))
                        .isPresent()
                || fields.has("x-autoreply")
                || fields.has("x-autorespond");
    }

    /** Whether the header says that a machine wrote it. */
    boolean isAutomatic() {
        return fields.find("auto-submitted")
                        .filter(value -> !value.toLowerCase(Locale.ROOT).startsWith("no"))
                        .isPresent()
                || fields.has("x-autoreply")
                || fields.has("x-autorespond")
                || fields.has("x-autoresponder")
                || fields.has("x-auto-response-suppress")
                || fields.find("precedence")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("auto"))
                        .isPresent();
    }

    /** About whom it is, as far as its header, text or copy says. */
    Optional<String> namedRecipient() {
        return fields.find("x-failed-recipients")
                .flatMap(Addresses::first)
                .or(() ->
                        Addresses.all(notice.text()).stream().filter(mayBeRecipient()).findFirst())
                .or(this::copyRecipient);
    }

    /** To whom the mail went that came back, as its copy says. */
    Optional<String> copyRecipient() {
        return copies(mail, notice)
                .flatMap(copy ->
                        Stream.of("x-hmxmroriginalrecipient", "delivered-to", "x-original-to", "to")
                                .flatMap(copy::all))
                .flatMap(value -> Addresses.all(value).stream())
                .findFirst();
    }

    /** The headers of the mails that are attached, or quoted with their header. */
    private static Stream<HeaderFields> copies(ParsedMail mail, NoticeText notice) {
        return Stream.concat(
                mail.parts().stream().filter(MailPart::quoted).map(MailPart::fields),
                Stream.of(notice.copy()));
    }

    /** Which addresses it can be about: none that header and copy explain, and no machine's. */
    Predicate<String> mayBeRecipient() {
        Set<String> others =
                Stream.concat(
                                Stream.of("from", "to", "cc", "reply-to", "delivered-to")
                                        .flatMap(fields::all),
                                copies(mail, notice)
                                        .flatMap(copy ->
                                                Stream.of(
                                                                "from",
                                                                "sender",
                                                                "return-path",
                                                                "message-id")
                                                        .flatMap(copy::all)))
                        .flatMap(value -> Addresses.all(value).stream())
                        .map(address -> address.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return address -> !others.contains(address.toLowerCase(Locale.ROOT)) && !isMachine(address);
    }

    @Nullable String sender() {
        return fields.find("from").flatMap(Addresses::first).orElse(null);
    }
}
