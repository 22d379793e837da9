package org.papertide.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.mime.HtmlText;
import org.papertide.bounce.mime.MailPart;
import org.papertide.bounce.mime.ParsedMail;
import org.papertide.bounce.notice.NoticeText;
import org.papertide.bounce.notice.Section;
import org.papertide.bounce.report.DeliveryStatus;
import org.papertide.bounce.report.SesNotification;
import org.papertide.bounce.rule.Diagnosis;
import org.papertide.bounce.rule.NoticeEvidence;
import org.papertide.bounce.rule.Phase;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;
import org.papertide.bounce.rule.StatusCode;

/** Decides what a mail is, from the exact evidence to the vague. */
final class Judge {

    private static final PhraseBook NOTICE_SUBJECTS = PhraseBook.read("notice-subjects.txt");
    private static final PhraseBook NOTICE_TEXTS = PhraseBook.read("notice-texts.txt");
    private static final PhraseBook DELAYS = PhraseBook.read("delayed.txt");
    private static final PhraseBook AUTO_SUBJECTS = PhraseBook.read("auto-reply-subjects.txt");
    private static final PhraseBook AUTO_TEXTS = PhraseBook.read("auto-reply-texts.txt");
    private static final PhraseBook CHALLENGES = PhraseBook.read("challenges.txt");
    private static final PhraseBook UNSUBSCRIBE = PhraseBook.read("unsubscribe.txt");
    private static final PhraseBook UNSUBSCRIBE_SUBJECTS =
            PhraseBook.read("unsubscribe-subjects.txt");

    private static final PhraseBook COMPLAINT_SUBJECTS = PhraseBook.read("complaint-subjects.txt");
    private static final PhraseBook DELIVERED = PhraseBook.read("delivered.txt");
    private static final PhraseBook FORWARDS = PhraseBook.read("forwards.txt");
    private static final PhraseBook FORWARDED = PhraseBook.read("forwarded-texts.txt");
    private static final PhraseBook FILTER_SIGNS = PhraseBook.read("filter-signs.txt");
    private static final PhraseBook MACHINE_NAMES = PhraseBook.read("machine-names.txt");

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

    /** Exchange writes as this name and a number. */
    private static final String EXCHANGE = "microsoftexchange";

    private static final String EXPANDED = "(expanded from";

    /** How the addresses of those who take unsubscriptions begin; ours is {@code u+token}. */
    private static final List<String> UNSUBSCRIBERS =
            List.of("u+", "unsubscribe", "unsub", "leave-", "signoff");

    /** What means it only if it is all that a mail says. */
    private static final Set<String> REQUESTS =
            Set.of("remove", "stop", "cancel", "leave", "signoff", "quit", "out", "end");

    /** Who only asks to be unsubscribed writes no more, in characters. */
    private static final int LONGEST_REQUEST = 400;

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

    private Judge(ParsedMail mail) {
        this.mail = mail;
        this.fields = mail.fields();
        this.text = text(mail);
        this.notice = NoticeText.of(text);
        this.subject = PlainWords.of(fields.find("subject").orElse(""));
    }

    static Finding judge(ParsedMail mail) {
        return new Judge(mail).judge();
    }

    private Finding judge() {
        return complaint()
                .or(this::notification)
                .or(this::challenge)
                .or(this::report)
                .or(this::receipt)
                .or(this::notice)
                .or(this::addressedReply)
                .or(this::unsubscribe)
                .or(this::autoReply)
                .orElseGet(() -> Finding.of(Kind.UNKNOWN, null, "neither a report nor a notice"));
    }

    /** What the server or the person wrote, without what is attached. */
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
     * The parts of a type; those within an attached mail only if a server sends it: a bounce that a
     * person forwards is no bounce.
     */
    private Stream<MailPart> parts(String type) {
        boolean signed = isFromMachine() || isNullSender();
        return mail.parts().stream()
                .filter(part -> part.type().equals(type) && (signed || !part.quoted()));
    }

    private Optional<Finding> complaint() {
        Optional<HeaderFields> feedback =
                parts("message/feedback-report")
                        .findFirst()
                        .map(part -> HeaderFields.of(part.text().lines().toList()));
        return feedback.map(this::complaint).or(this::attachedComplaint);
    }

    /** A provider that only attaches the mail that somebody calls unwanted. */
    private Optional<Finding> attachedComplaint() {
        boolean attached = mail.parts().stream().anyMatch(MailPart::quoted);
        return attached && COMPLAINT_SUBJECTS.isIn(subject)
                ? Optional.of(
                        Finding.of(
                                Kind.COMPLAINT,
                                copyRecipient().orElse(null),
                                "complaint with the mail attached"))
                : Optional.empty();
    }

    private Finding complaint(HeaderFields feedback) {
        String type = feedback.find("feedback-type").orElse("abuse").toLowerCase(Locale.ROOT);
        String recipient =
                Stream.of("original-rcpt-to", "removal-recipient")
                        .flatMap(feedback::all)
                        .flatMap(value -> Addresses.first(value).stream())
                        .findFirst()
                        .or(this::copyRecipient)
                        .orElse(null);
        Kind kind = type.startsWith("not-spam") ? Kind.UNKNOWN : Kind.COMPLAINT;
        return Finding.of(kind, recipient, "feedback report: " + type);
    }

    /** Amazon's own form. */
    private Optional<Finding> notification() {
        return SesNotification.find(text)
                .flatMap(told -> {
                    @Nullable String recipient =
                            Stream.of("emailAddress", "recipients")
                                    .flatMap(name -> told.value(name).stream())
                                    .flatMap(value -> Addresses.first(value).stream())
                                    .findFirst()
                                    .orElse(null);
                    return switch (told.type()) {
                        case "Complaint" ->
                                Optional.of(
                                        Finding.of(
                                                Kind.COMPLAINT,
                                                recipient,
                                                "feedback report: abuse"));
                        case "Delivery" ->
                                Optional.of(Finding.of(Kind.SUCCESS, recipient, "delivered"));
                        case "Bounce" ->
                                Optional.of(
                                        Finding.failure(
                                                Diagnosis.ofReport(
                                                        told.value("status")
                                                                .flatMap(StatusCode::find)
                                                                .orElse(null),
                                                        told.value("diagnosticCode").orElse(""),
                                                        Phase.UNKNOWN),
                                                recipient));
                        default -> Optional.empty();
                    };
                });
    }

    private Optional<Finding> report() {
        List<DeliveryStatus> told = new ArrayList<>();
        Stream.of("message/delivery-status", "message/global-delivery-status")
                .flatMap(this::parts)
                .forEach(part -> told.addAll(DeliveryStatus.read(part.text())));
        if (told.isEmpty() && isNotice()) {
            DeliveryStatus.read(notice.text()).stream()
                    .filter(status -> status.recipient() != null)
                    .forEach(told::add);
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(report(told));
    }

    private Finding report(List<DeliveryStatus> told) {
        List<Finding> failures = new ArrayList<>();
        Optional<Finding> other = Optional.empty();
        NoticeEvidence evidence = NoticeEvidence.of(notice.text());
        Optional<String> named =
                told.stream().allMatch(status -> status.recipient() != null)
                        ? Optional.empty()
                        : namedRecipient();
        for (DeliveryStatus status : told) {
            Finding finding = report(status, named, evidence);
            if (finding.kind() == Kind.SUCCESS || finding.kind() == Kind.DELAYED) {
                other =
                        other.filter(known -> known.kind() == Kind.DELAYED)
                                .or(() -> Optional.of(finding));
            } else {
                failures.add(finding);
            }
        }
        return failures.isEmpty() ? other.orElseThrow() : mildest(failures);
    }

    private Finding report(DeliveryStatus status, Optional<String> named, NoticeEvidence evidence) {
        @Nullable String recipient =
                status.recipient() == null ? named.orElse(null) : status.recipient();
        @Nullable StatusCode code = status.status();
        String shown = code == null ? null : code.toString();
        return switch (status.action()) {
            case "delivered", "relayed", "expanded", "deliverable" ->
                    new Finding(Kind.SUCCESS, shown, recipient, status.action());
            case "delayed" ->
                    new Finding(Kind.DELAYED, shown, recipient, "delayed: " + status.diagnostic());
            default ->
                    Finding.failure(
                            Diagnosis.ofReport(status.status(), status.diagnostic(), evidence),
                            recipient);
        };
    }

    /** A read receipt (RFC 8098). */
    private Optional<Finding> receipt() {
        return parts("message/disposition-notification")
                .findFirst()
                .map(part -> HeaderFields.of(part.text().lines().toList()))
                .map(receipt ->
                        Finding.of(
                                Kind.AUTO_REPLY,
                                receipt.find("final-recipient")
                                        .flatMap(Addresses::first)
                                        .orElse(null),
                                "receipt: " + receipt.find("disposition").orElse("")));
    }

    private boolean isNotice() {
        if (fields.has("x-failed-recipients")) {
            return true;
        }
        boolean machine = isFromMachine();
        boolean bySubject = NOTICE_SUBJECTS.isIn(subject);
        PlainWords words = PlainWords.of(notice.text());
        boolean personal = AUTO_SUBJECTS.isIn(subject) || AUTO_TEXTS.isIn(words);
        if (!machine && !bySubject && (personal || isAutomatic())) {
            return false;
        }
        boolean signed = machine || isNullSender();
        if (!signed && (isForwarded() || AUTO_SUBJECTS.isIn(subject))) {
            return false;
        }
        boolean byText = NOTICE_TEXTS.isIn(words);
        return (byText && (signed || bySubject))
                || (machine && bySubject)
                || (machine && !personal && saysWhy(notice.text()))
                || (machine && !personal && isNullSender());
    }

    private static boolean saysWhy(String text) {
        return Diagnosis.ofNotice(text).isSure();
    }

    /** Whether a person sends on, or answers, what the subject names. */
    private boolean isForwarded() {
        String start = subject.toString();
        return FORWARDS.isIn(
                        PlainWords.of(start.substring(0, Math.min(start.length(), FORWARD_MARK))))
                && (text.lines().anyMatch(line -> line.startsWith(">"))
                        || FORWARDED.isIn(PlainWords.of(text)));
    }

    private boolean isFromMachine() {
        return Stream.of("from", "sender", "return-path")
                .flatMap(fields::all)
                .anyMatch(value ->
                        Addresses.all(value).stream().anyMatch(Judge::isMachine)
                                || MACHINE_NAMES.isIn(PlainWords.of(value)));
    }

    private boolean isNullSender() {
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

    private Optional<Finding> notice() {
        if (!isNotice()) {
            return Optional.empty();
        }
        if (isDelivered()) {
            return Optional.of(
                    Finding.of(Kind.SUCCESS, namedRecipient().orElse(null), "delivered"));
        }
        if (DELAYS.isIn(PlainWords.of(notice.text()))) {
            return Optional.of(
                    Finding.of(Kind.DELAYED, namedRecipient().orElse(null), "not delivered yet"));
        }
        Predicate<String> isRecipient = mayBeRecipient();
        List<Section> sections = Section.of(notice.text(), isRecipient);
        Diagnosis whole = Diagnosis.ofNotice(notice.text());
        if (sections.size() > 1) {
            return Optional.of(
                    mildest(
                            sections.stream()
                                    .map(section ->
                                            failure(
                                                    Diagnosis.ofNotice(section.text()).or(whole),
                                                    section.recipient()))
                                    .toList()));
        }
        String recipient =
                fields.find("x-failed-recipients")
                        .flatMap(Addresses::first)
                        .or(this::expandedAddress)
                        .or(() -> sections.stream().map(Section::recipient).findFirst())
                        .or(this::namedRecipient)
                        .orElse(null);
        return Optional.of(failure(whole, recipient));
    }

    private boolean isDelivered() {
        return (DELIVERED.isIn(subject) || DELIVERED.isIn(PlainWords.of(notice.text())))
                && !saysWhy(notice.text());
    }

    /**
     * As a notice says, but some gateways say of each mail that they filter that its user is
     * unknown, and what no mail server sends condemns nobody.
     */
    private Finding failure(Diagnosis diagnosis, @Nullable String recipient) {
        Finding finding = Finding.failure(diagnosis, recipient);
        boolean filtered =
                (finding.code() == null || !finding.code().contains("."))
                        && FILTER_SIGNS.isIn(signs());
        boolean unsigned = !isFromMachine() && !isNullSender();
        return finding.kind() == Kind.HARD && (filtered || unsigned)
                ? new Finding(Kind.SOFT, finding.code(), recipient, finding.reason())
                : finding;
    }

    /** What names the maker of a notice: the host that it comes from, and its boundary. */
    private PlainWords signs() {
        String sender = Objects.requireNonNullElse(sender(), "");
        String boundary = fields.find("content-type").orElse("");
        return PlainWords.of(sender.substring(sender.lastIndexOf('@') + 1) + " " + boundary);
    }

    /** Hard only if all are: who shares a notice was reached by a list or an alias. */
    private static Finding mildest(List<Finding> failures) {
        return failures.stream()
                .filter(failure -> failure.kind() != Kind.HARD)
                .findFirst()
                .orElse(failures.getFirst());
    }

    /** What the sender wrote, where a server names what it made of it. */
    private Optional<String> expandedAddress() {
        int at = notice.text().indexOf(EXPANDED);
        return at < 0
                ? Optional.empty()
                : notice.text().substring(at).lines().findFirst().flatMap(Addresses::first);
    }

    private Optional<String> namedRecipient() {
        return fields.find("x-failed-recipients")
                .flatMap(Addresses::first)
                .or(() ->
                        Addresses.all(notice.text()).stream().filter(mayBeRecipient()).findFirst())
                .or(this::copyRecipient);
    }

    /** To whom the mail went that came back, as its copy says. */
    private Optional<String> copyRecipient() {
        Stream<HeaderFields> copies =
                Stream.concat(
                        mail.parts().stream().filter(MailPart::quoted).map(MailPart::fields),
                        Stream.of(notice.copy()));
        return copies.flatMap(copy ->
                        Stream.of("x-hmxmroriginalrecipient", "delivered-to", "x-original-to", "to")
                                .flatMap(copy::all))
                .flatMap(value -> Addresses.all(value).stream())
                .findFirst();
    }

    private Predicate<String> mayBeRecipient() {
        Set<String> others =
                Stream.concat(
                                Stream.of("from", "to", "cc", "reply-to", "delivered-to")
                                        .flatMap(fields::all),
                                Stream.concat(
                                                mail.parts().stream()
                                                        .filter(MailPart::quoted)
                                                        .map(MailPart::fields),
                                                Stream.of(notice.copy()))
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

    /** A machine that answers, except those by which a person asks to be unsubscribed. */
    private Optional<Finding> addressedReply() {
        boolean answers = AUTO_SUBJECTS.isIn(subject) || (isAutomaticReply() && !subjectAsks());
        return answers ? autoReply() : Optional.empty();
    }

    /** Whether the header says that a machine answers a mail (RFC 3834, 5.1). */
    private boolean isAutomaticReply() {
        return fields.find("auto-submitted")
                        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("auto-replied"))
                        .isPresent()
                || fields.has("x-autoreply")
                || fields.has("x-autorespond");
    }

    private boolean isAutomatic() {
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

    private Optional<Finding> unsubscribe() {
        boolean asks =
                !isFromMachine()
                        && !isNullSender()
                        && (subjectAsks() || isToUnsubscriber() || requests());
        return asks
                ? Optional.of(
                        Finding.of(
                                Kind.UNSUBSCRIBE,
                                fields.find("from").flatMap(Addresses::first).orElse(null),
                                "asks to be unsubscribed"))
                : Optional.empty();
    }

    private boolean subjectAsks() {
        return UNSUBSCRIBE.isIn(subject) || UNSUBSCRIBE_SUBJECTS.isIn(subject);
    }

    private boolean isToUnsubscriber() {
        return Stream.of("to", "delivered-to", "x-original-to")
                .flatMap(fields::all)
                .flatMap(value -> Addresses.all(value).stream())
                .map(address -> address.toLowerCase(Locale.ROOT))
                .anyMatch(address -> UNSUBSCRIBERS.stream().anyMatch(address::startsWith));
    }

    /** Whether the mail says little of its own, and begins by asking for it; a question is none. */
    private boolean requests() {
        String own =
                notice.text()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .takeWhile(line -> !line.startsWith(">") && !line.equals("--"))
                        .collect(Collectors.joining("\n"));
        if (REQUESTS.contains(PlainWords.of(own).toString())) {
            return true;
        }
        String start = own.lines().limit(2).collect(Collectors.joining("\n"));
        return own.length() <= LONGEST_REQUEST
                && !start.contains("?")
                && UNSUBSCRIBE.isIn(PlainWords.of(start));
    }

    /** A machine that asks the sender to prove to be human. */
    private Optional<Finding> challenge() {
        boolean asks =
                !isFromMachine()
                        && (CHALLENGES.isIn(PlainWords.of(notice.text()))
                                || CHALLENGES.isIn(subject));
        return asks
                ? Optional.of(Finding.of(Kind.AUTO_REPLY, sender(), "asks the sender to confirm"))
                : Optional.empty();
    }

    private Optional<Finding> autoReply() {
        boolean automatic =
                isAutomatic()
                        || isNullSender()
                        || AUTO_SUBJECTS.isIn(subject)
                        || AUTO_TEXTS.isIn(PlainWords.of(notice.text()));
        return automatic
                ? Optional.of(Finding.of(Kind.AUTO_REPLY, sender(), "answered automatically"))
                : Optional.empty();
    }

    private @Nullable String sender() {
        return fields.find("from").flatMap(Addresses::first).orElse(null);
    }
}
