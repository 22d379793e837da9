package org.papertide.bounce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.rule.Diagnosis;

/**
 * What was found, before it is made fit for others: the reason may be long or blank, and so may the
 * words of the failure.
 */
record Finding(
        Kind kind, @Nullable String code, @Nullable String recipient, String reason, String words) {

    /** No failure. */
    static Finding of(Kind kind, @Nullable String recipient, String reason) {
        return of(kind, null, recipient, reason);
    }

    /** No failure, as a report with a code says. */
    static Finding of(Kind kind, @Nullable String code, @Nullable String recipient, String reason) {
        return new Finding(kind, code, recipient, reason, "");
    }

    static Finding failure(Diagnosis diagnosis, @Nullable String recipient) {
        Kind kind =
                switch (diagnosis.fault()) {
                    case ADDRESS -> Kind.HARD;
                    case SENDER -> Kind.POLICY;
                    case PASSING -> Kind.SOFT;
                };
        return new Finding(
                kind, diagnosis.code(), recipient, diagnosis.reason(), diagnosis.words());
    }

    /** The same, of an address that may be good. */
    Finding soft() {
        return new Finding(Kind.SOFT, code, recipient, reason, words);
    }

    /** Hard only if all are: who shares a notice was reached by a list or an alias. */
    static Finding mildest(List<Finding> failures) {
        return failures.stream()
                .filter(failure -> failure.kind() != Kind.HARD)
                .findFirst()
                .orElse(failures.getFirst());
    }
}
