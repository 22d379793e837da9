package org.papertide.notify.returned;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail;
import org.papertide.bounce.rule.Meaning;
import org.papertide.bounce.rule.StatusCode;
import org.papertide.notify.suppression.Suppressions.Failure;

/** Says what follows from a report, and does nothing of it. */
final class ReturnRules {

    /** Whoever calls it hard beside such a code has given up, no more. */
    private static final Pattern TEMPORARY = Pattern.compile("4\\.\\d{1,3}\\.\\d{1,3}|4\\d\\d");

    /** The message's fault, or the size of it: blame no address (RFC 3463). */
    private static final Pattern MESSAGE_FAULT =
            Pattern.compile("[45]\\.(2\\.3|3\\.4|5\\.\\d{1,3}|6\\.\\d{1,3})");

    /** Policy and reputation, whatever else a report makes of it. */
    private static final Pattern POLICY = Pattern.compile("[45]\\.7\\.\\d{1,3}");

    /** The address itself is wrong. */
    private static final Set<String> NO_MAILBOX = Set.of("5.1.1", "5.1.3", "5.1.6", "5.1.10");

    private static final String NO_DOMAIN = "5.1.2";

    private static final String DISABLED = "5.2.1";

    /** Of networks and routes, and of them a loop (RFC 3463). */
    private static final int NETWORK = 4;

    private static final int LOOP = 6;

    private static final Set<Meaning> UNREACHED = Set.of(Meaning.NETWORK, Meaning.EXPIRED);

    private ReturnRules() {}

    static Consequence consequence(Subject subject, Report report) {
        return switch (subject) {
            case Subject.OfDelivery _ -> ofDelivery(report);
            case Subject.OfSubscription _ -> ofSubscription(report);
        };
    }

    /**
     * Whether nothing follows and there is nothing to look up: the mail was accepted, and a
     * provider reports so of every mail.
     */
    static boolean isOnlyCounted(Report report) {
        return report.kind() == ReturnedMail.Kind.SUCCESS;
    }

    /** Whether the mail did not end as the ledger has it: it is counted, and published, again. */
    static boolean endsOtherwise(Subject subject, Report report) {
        return subject instanceof Subject.OfDelivery
                && switch (report.kind()) {
                    case HARD, SOFT, POLICY, COMPLAINT -> true;
                    case UNSUBSCRIBE, AUTO_REPLY, SUCCESS, DELAYED, UNKNOWN -> false;
                };
    }

    private static Consequence ofDelivery(Report report) {
        return switch (report.kind()) {
            case HARD, SOFT -> ofFailure(report);
            case POLICY -> new Consequence.NotifyOperator(fault(report));
            case COMPLAINT -> new Consequence.Complaint();
            case UNSUBSCRIBE -> new Consequence.Unsubscribe();
            case AUTO_REPLY, SUCCESS, DELAYED, UNKNOWN -> new Consequence.Nothing();
        };
    }

    /**
     * Who writes to the address that unsubscribes wants to, whatever the mail says; what machines
     * report to it is about no mail of ours.
     */
    private static Consequence ofSubscription(Report report) {
        return switch (report.kind()) {
            case UNSUBSCRIBE, UNKNOWN -> new Consequence.Unsubscribe();
            case COMPLAINT -> new Consequence.Complaint();
            case HARD, SOFT, POLICY, AUTO_REPLY, SUCCESS, DELAYED -> new Consequence.Nothing();
        };
    }

    private static ReturnedMailCounts.Fault fault(Report report) {
        return matches(MESSAGE_FAULT, report.code())
                ? ReturnedMailCounts.Fault.MESSAGE
                : ReturnedMailCounts.Fault.POLICY;
    }

    private static Consequence ofFailure(Report report) {
        String code = report.code();
        if (matches(POLICY, code) || matches(MESSAGE_FAULT, code)) {
            return new Consequence.NotifyOperator(fault(report));
        }
        if (DISABLED.equals(code)) {
            return new Consequence.CountIfOfOneReceiver(Failure.DISABLED);
        }
        return report.kind() == ReturnedMail.Kind.HARD ? ofHard(report) : ofSoft(report);
    }

    /**
     * Whom a relay does not reach, it says so of in its own words: of two dead domains in the same.
     */
    private static Consequence ofSoft(Report report) {
        return isUnreached(report)
                ? new Consequence.CountUnlessOfMost(Failure.SOFT)
                : new Consequence.CountIfOfOneReceiver(Failure.SOFT);
    }

    /** The code says so (x.4.x, but for a loop), or the words where there is none. */
    private static boolean isUnreached(Report report) {
        String words = report.words();
        return Optional.ofNullable(report.code())
                .flatMap(StatusCode::find)
                .map(status -> status.subject() == NETWORK && status.detail() != LOOP)
                .orElseGet(() ->
                        words != null
                                && Meaning.ofReply(words).filter(UNREACHED::contains).isPresent());
    }

    /**
     * Without an enhanced code (550 alone, or none) a report is somebody's words, and two are
     * wanted.
     */
    private static Consequence ofHard(Report report) {
        String code = report.code();
        if (code != null && NO_MAILBOX.contains(code)) {
            return new Consequence.Suppress();
        }
        if (NO_DOMAIN.equals(code)) {
            return new Consequence.SuppressIfGone();
        }
        if (matches(TEMPORARY, code)) {
            return ofSoft(report);
        }
        return report.isBare()
                ? new Consequence.CountIfOfOneReceiver(Failure.HARD)
                : new Consequence.Count(Failure.HARD);
    }

    private static boolean matches(Pattern pattern, @Nullable String code) {
        return code != null && pattern.matcher(code).matches();
    }
}
