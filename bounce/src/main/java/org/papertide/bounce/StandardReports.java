package org.papertide.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.report.DeliveryStatus;
import org.papertide.bounce.report.SesNotification;
import org.papertide.bounce.rule.Diagnosis;
import org.papertide.bounce.rule.NoticeEvidence;
import org.papertide.bounce.rule.Phase;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.StatusCode;

/** What says what it is in a form of a standard, or of a provider: nothing has to be guessed. */
final class StandardReports {

    private static final PhraseBook COMPLAINT_SUBJECTS = PhraseBook.read("complaint-subjects.txt");

    private static final String COMPLAINED = "x-hmxmroriginalrecipient";

    private final IncomingMail mail;
    private final Notices notices;

    StandardReports(IncomingMail mail, Notices notices) {
        this.mail = mail;
        this.notices = notices;
    }

    /** A complaint: a feedback report (RFC 5965), or the mail with a word about it. */
    Optional<Classification> complaint() {
        Optional<HeaderFields> feedback =
                mail.parts("message/feedback-report")
                        .findFirst()
                        .map(part -> HeaderFields.of(part.text().lines().toList()));
        return feedback.map(this::complaint).or(this::sentOn).or(this::attachedComplaint);
    }

    /**
     * Microsoft sends the mail itself on, or attaches it and writes nothing, with the address of
     * who complains in its header. Who attaches such a mail and writes is somebody else.
     */
    private Optional<Classification> sentOn() {
        Stream<String> attached =
                mail.text().isBlank() && !mail.hasMark() && !mail.isAutomaticReply()
                        ? mail.attached(COMPLAINED)
                        : Stream.empty();
        return Stream.concat(mail.fields().all(COMPLAINED), attached)
                .flatMap(value -> Addresses.first(value).stream())
                .findFirst()
                .map(recipient ->
                        Classification.of(
                                Kind.COMPLAINT, recipient, "complaint with the mail sent on"));
    }

    /** A provider that only attaches the mail that somebody calls unwanted, and no report. */
    private Optional<Classification> attachedComplaint() {
        return mail.hasCopy() && !mail.hasOwnReport() && COMPLAINT_SUBJECTS.isIn(mail.subject())
                ? Optional.of(
                        Classification.of(
                                Kind.COMPLAINT,
                                mail.copyRecipient().orElse(null),
                                "complaint with the mail attached"))
                : Optional.empty();
    }

    private Classification complaint(HeaderFields feedback) {
        String type = feedback.find("feedback-type").orElse("abuse").toLowerCase(Locale.ROOT);
        String recipient =
                Stream.of("original-rcpt-to", "removal-recipient")
                        .flatMap(feedback::all)
                        .flatMap(value -> Addresses.first(value).stream())
                        .findFirst()
                        .or(mail::copyRecipient)
                        .orElse(null);
        return feedback(type, recipient);
    }

    private static Classification feedback(String type, @Nullable String recipient) {
        Kind kind = type.startsWith("not-spam") ? Kind.UNKNOWN : Kind.COMPLAINT;
        return Classification.of(kind, recipient, ReturnedMail.FEEDBACK + type);
    }

    /** Amazon's own form; that a person sends it on, or quotes it, says nothing. */
    Optional<Classification> notification() {
        return SesNotification.find(mail.text())
                .filter(_ -> !mail.isForwarded())
                .flatMap(sent -> {
                    @Nullable String recipient =
                            Stream.of("emailAddress", "recipients", "destination")
                                    .flatMap(name -> sent.value(name).stream())
                                    .flatMap(value -> Addresses.first(value).stream())
                                    .findFirst()
                                    .orElse(null);
                    return switch (sent.type()) {
                        case "Complaint" ->
                                Optional.of(
                                        feedback(
                                                sent.value("complaintFeedbackType").orElse("abuse"),
                                                recipient));
                        case "Delivery" ->
                                Optional.of(
                                        Classification.of(Kind.SUCCESS, recipient, "delivered"));
                        case "DeliveryDelay" ->
                                Optional.of(
                                        Classification.of(
                                                Kind.DELAYED,
                                                sent.value("status").orElse(null),
                                                recipient,
                                                "delayed: "
                                                        + sent.value("diagnosticCode")
                                                                .or(() -> sent.value("delayType"))
                                                                .orElse("")));
                        case "Reject" ->
                                Optional.of(
                                        Classification.of(
                                                Kind.POLICY,
                                                recipient,
                                                "rejected: " + sent.value("reason").orElse("")));
                        case "Bounce" -> Optional.of(bounce(sent, recipient));
                        default -> Optional.empty();
                    };
                });
    }

    /** What a report says comes before what Amazon makes of it. */
    private static Classification bounce(SesNotification sent, @Nullable String recipient) {
        if (sent.isAbsence()) {
            return Classification.of(Kind.AUTO_REPLY, recipient, "bounced without a report");
        }
        Optional<String> said = sent.value("diagnosticCode");
        return Classification.failure(
                Diagnosis.ofReport(
                        sent.value("status").flatMap(StatusCode::find).orElse(null),
                        said.or(sent::cause).orElse(""),
                        said.isEmpty() && sent.isOfAddress() ? Phase.RCPT : Phase.UNKNOWN,
                        recipient),
                recipient);
    }

    /** A report of a server (RFC 3464), also where it stands in the text of a notice. */
    Optional<Classification> report() {
        List<DeliveryStatus> statuses = new ArrayList<>();
        Stream.of("message/delivery-status", "message/global-delivery-status")
                .flatMap(mail::parts)
                .forEach(part -> statuses.addAll(DeliveryStatus.read(part.text())));
        if (statuses.isEmpty() && notices.isNotice()) {
            DeliveryStatus.read(mail.notice().text()).stream()
                    .filter(status -> status.recipient() != null)
                    .forEach(statuses::add);
        }
        return statuses.isEmpty() ? Optional.empty() : Optional.of(report(statuses));
    }

    private Classification report(List<DeliveryStatus> statuses) {
        List<Classification> failures = new ArrayList<>();
        List<Classification> others = new ArrayList<>();
        NoticeEvidence evidence = NoticeEvidence.of(mail.notice().text());
        Optional<String> named =
                statuses.stream().allMatch(status -> status.recipient() != null)
                        ? Optional.empty()
                        : mail.namedRecipient();
        for (DeliveryStatus status : statuses) {
            Classification classification = report(status, named, evidence);
            boolean failed =
                    classification.kind() != Kind.SUCCESS && classification.kind() != Kind.DELAYED;
            (failed ? failures : others).add(classification);
        }
        if (failures.isEmpty()) {
            return others.stream()
                    .filter(other -> other.kind() == Kind.DELAYED)
                    .findFirst()
                    .orElseGet(others::getFirst);
        }
        Classification failure = Classification.mildest(failures);
        return failure.kind() == Kind.HARD && mayReach(others, failure.recipient())
                ? failure.soft()
                : failure;
    }

    /**
     * Whether others may have got the mail by the same address, an alias or a list: unless its copy
     * went to the one that failed, and to no other.
     */
    private boolean mayReach(List<Classification> others, @Nullable String failed) {
        return !others.isEmpty()
                && (failed == null
                        || mail.copyRecipient().filter(failed::equalsIgnoreCase).isEmpty()
                        || others.stream()
                                .anyMatch(other -> failed.equalsIgnoreCase(other.recipient())));
    }

    private Classification report(
            DeliveryStatus status, Optional<String> named, NoticeEvidence evidence) {
        @Nullable String recipient =
                status.recipient() == null ? named.orElse(null) : status.recipient();
        @Nullable StatusCode code = status.status();
        String shown = code == null ? null : code.toString();
        return switch (action(status)) {
            case "delivered", "relayed", "expanded", "deliverable" ->
                    Classification.of(Kind.SUCCESS, shown, recipient, action(status));
            case "delayed" ->
                    Classification.of(
                            Kind.DELAYED, shown, recipient, "delayed: " + status.diagnostic());
            default ->
                    Classification.failure(
                            Diagnosis.ofReport(
                                    status.status(), status.diagnostic(), evidence, recipient),
                            recipient);
        };
    }

    /**
     * What happened: a report that does not say has a code, and a notice beside it. How long it was
     * tried is said of a delay as of a failure: there the subject tells them apart.
     */
    private String action(DeliveryStatus status) {
        @Nullable StatusCode code = status.status();
        if (!status.action().isEmpty() || code == null) {
            return status.action();
        }
        return switch (code.success()) {
            case 2 -> "delivered";
            case 4 -> isDelay(code) ? "delayed" : "failed";
            default -> "failed";
        };
    }

    private boolean isDelay(StatusCode code) {
        return !code.isOfExpiry() && notices.speaksOfDelay() && !notices.isOfFailure();
    }

    /** A receipt (RFC 8098). */
    Optional<Classification> receipt() {
        return mail.parts("message/disposition-notification")
                .findFirst()
                .map(part -> HeaderFields.of(part.text().lines().toList()))
                .map(this::receipt);
    }

    /**
     * That a mail was read, or that it was not taken: filters refuse it so (RFC 5429, 2.1.2), with
     * the reason in words. It reached them, and so they condemn no address.
     */
    private Classification receipt(HeaderFields receipt) {
        @Nullable String recipient =
                receipt.find("final-recipient").flatMap(Addresses::first).orElse(null);
        String disposition = receipt.find("disposition").orElse("");
        Diagnosis diagnosis = Diagnosis.ofNotice(mail.notice().text());
        if (!disposition.startsWith("automatic-action")
                || !disposition.endsWith("deleted")
                || !diagnosis.isSure()) {
            return Classification.of(Kind.AUTO_REPLY, recipient, "receipt: " + disposition);
        }
        Classification refused = Classification.failure(diagnosis, recipient);
        return refused.kind() == Kind.HARD ? refused.soft() : refused;
    }
}
