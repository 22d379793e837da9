package org.papertide.bounce;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.notice.Section;
import org.papertide.bounce.rule.Diagnosis;
import org.papertide.bounce.rule.Meaning;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;

/** Notices that a mail was not delivered, written for people, and what can be read of them. */
final class Notices {

    private static final PhraseBook NOTICE_SUBJECTS = PhraseBook.read("notice-subjects.txt");
    private static final PhraseBook NOTICE_TEXTS = PhraseBook.read("notice-texts.txt");
    private static final PhraseBook DELAYS = PhraseBook.read("delayed.txt");
    private static final PhraseBook DELIVERED = PhraseBook.read("delivered.txt");
    private static final PhraseBook DELIVERED_SUBJECTS = PhraseBook.read("delivered-subjects.txt");
    private static final PhraseBook FAILURE_SUBJECTS = PhraseBook.read("failure-subjects.txt");
    private static final PhraseBook GIVEN_UP = PhraseBook.read("given-up.txt");
    private static final PhraseBook FILTER_SIGNS = PhraseBook.read("filter-signs.txt");

    private static final String EXPANDED = "(expanded from";

    private final IncomingMail mail;

    Notices(IncomingMail mail) {
        this.mail = mail;
    }

    /** Whether it is one: by its header, its sender, its subject and its words together. */
    boolean isNotice() {
        if (mail.fields().has("x-failed-recipients")) {
            return true;
        }
        boolean bySubject = NOTICE_SUBJECTS.isIn(mail.subject());
        if (!bySubject && isAnswer()) {
            return false;
        }
        boolean machine = mail.isFromMachine();
        if (!mail.isFromProgram() && !mail.isNullSender() && isPersonal(machine && bySubject)) {
            return false;
        }
        boolean personal = mail.answersInWords();
        boolean byText = NOTICE_TEXTS.isIn(PlainWords.of(mail.notice().text()));
        return (byText && (mail.isSigned() || bySubject))
                || (machine && bySubject)
                || (machine && !personal && saysWhy(mail.notice().text()))
                || (machine && !personal && mail.isNullSender());
    }

    /** Whether somebody who is no program sends it on, or answers. */
    private boolean isPersonal(boolean saysFailed) {
        return mail.isForwarded()
                || (!saysFailed && (mail.answersBySubject() || mail.isPersonal()));
    }

    /**
     * Whether somebody answers, or a machine in their place. Programs that only write notices do
     * not, unless the header and the words are those of an answer, and there is neither a report
     * nor a code. In the name of an office, or without a sender, both write: there a code tells
     * them apart.
     */
    private boolean isAnswer() {
        if (mail.answersBySubject()) {
            return true;
        }
        if (mail.isFromProgram()) {
            return mail.isAutomaticReply()
                    && mail.answersInWords()
                    && !mail.hasOwnReport()
                    && code(mail.notice().text()) == null;
        }
        boolean answers = mail.answersInWords() || mail.isAutomaticReply() || mail.hasMark();
        return mail.isFromMachine()
                ? answers && code(mail.notice().text()) == null
                : mail.answersInWords()
                        || mail.isAutomatic()
                        || (mail.hasMark() && !namesCause(code(mail.notice().text())));
    }

    private static @Nullable String code(String text) {
        return Diagnosis.ofNotice(text).code();
    }

    /** Whether it is an enhanced code: three digits may be anything, where a person writes. */
    private static boolean namesCause(@Nullable String code) {
        return code != null && code.contains(".");
    }

    private static boolean saysWhy(String text) {
        return Diagnosis.ofNotice(text).isSure();
    }

    /** What the notice says, if it is one. */
    Optional<Classification> notice() {
        if (!isNotice()) {
            return Optional.empty();
        }
        if (isDelivered()) {
            return Optional.of(
                    Classification.of(
                            Kind.SUCCESS, mail.namedRecipient().orElse(null), "delivered"));
        }
        if (speaksOfDelay()) {
            return Optional.of(
                    Classification.of(
                            Kind.DELAYED, mail.namedRecipient().orElse(null), "not delivered yet"));
        }
        Predicate<String> isRecipient = mail.mayBeRecipient();
        List<Section> sections = Section.of(mail.notice().text(), isRecipient);
        Diagnosis whole = Diagnosis.ofNotice(mail.notice().text());
        if (sections.size() > 1) {
            return Optional.of(
                    Classification.mildest(
                            sections.stream()
                                    .map(section ->
                                            failure(
                                                    Diagnosis.ofNotice(section.text()).or(whole),
                                                    section.recipient()))
                                    .toList()));
        }
        String recipient =
                mail.fields()
                        .find("x-failed-recipients")
                        .flatMap(Addresses::first)
                        .or(this::expandedAddress)
                        .or(() -> sections.stream().map(Section::recipient).findFirst())
                        .or(mail::namedRecipient)
                        .orElse(null);
        return Optional.of(failure(whole, recipient));
    }

    /** A notice of a failure tells how far the mail came: "was delivered to" a gateway. */
    private boolean isDelivered() {
        PlainWords words = PlainWords.of(mail.notice().text());
        boolean said =
                DELIVERED.isAffirmed(mail.subject())
                        || DELIVERED_SUBJECTS.isLabel(mail.subject())
                        || (DELIVERED.isAffirmed(words)
                                && !FAILURE_SUBJECTS.isIn(mail.subject())
                                && !GIVEN_UP.isIn(words));
        return said && !saysWhy(mail.notice().text());
    }

    /** Whether the text says that it is tried again, and not that it is no longer. */
    boolean speaksOfDelay() {
        PlainWords words = PlainWords.of(mail.notice().text());
        return DELAYS.isIn(words) && !GIVEN_UP.isIn(words);
    }

    /** Whether the subject says that the mail failed, and does not speak of a delay, too. */
    boolean isOfFailure() {
        return FAILURE_SUBJECTS.isIn(mail.subject()) && !DELAYS.isIn(mail.subject());
    }

    /**
     * As a notice says, but some gateways say of each mail that they filter that its user is
     * unknown, and what no mail server sends condemns nobody: people who left say so without a
     * sender, too, and in the name of their office. Nor does one that speaks of trying again,
     * unless a code says that it is over: a delay may tell when it will be given up.
     */
    private Classification failure(Diagnosis diagnosis, @Nullable String recipient) {
        Classification classification = Classification.failure(diagnosis, recipient);
        boolean namesCause = namesCause(classification.code());
        boolean filtered = !namesCause && FILTER_SIGNS.isIn(signs());
        boolean unsigned = !mail.isSigned() || (!namesCause && mayBeByPerson(classification));
        boolean mayBeDelayed =
                DELAYS.isIn(PlainWords.of(mail.notice().text()))
                        && (classification.code() == null
                                || !classification.code().startsWith("5"));
        return classification.kind() == Kind.HARD && (filtered || unsigned || mayBeDelayed)
                ? classification.soft()
                : classification;
    }

    /**
     * Whether neither the sender nor the subject is such as only servers have. A postmaster without
     * a return path is a server, too, unless somebody has moved.
     */
    private boolean mayBeByPerson(Classification failure) {
        boolean byPostmaster =
                mail.isFromPostmaster()
                        && mail.isNullSender()
                        && !failure.reason().equals(Meaning.MOVED.reason());
        return !mail.isFromProgram() && !byPostmaster && !NOTICE_SUBJECTS.isIn(mail.subject());
    }

    /** What names the maker of a notice: the host that it comes from, and its boundary. */
    private PlainWords signs() {
        String sender = Objects.requireNonNullElse(mail.sender(), "");
        String boundary = mail.fields().find("content-type").orElse("");
        return PlainWords.of(sender.substring(sender.lastIndexOf('@') + 1) + " " + boundary);
    }

    /** What the sender wrote, where a server names what it made of it. */
    private Optional<String> expandedAddress() {
        int at = mail.notice().text().indexOf(EXPANDED);
        return at < 0
                ? Optional.empty()
                : mail.notice().text().substring(at).lines().findFirst().flatMap(Addresses::first);
    }
}
