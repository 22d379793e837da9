package org.papertide.bounce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.rule.Diagnosis;

/**
 * What was found, before it is made fit for others: the reason may be long or blank, and so may the
 * words of the failure.
 */
record Classification(
        Kind kind, @Nullable String code, @Nullable String recipient, String reason, String words) {

    /** No failure. */
    static Classification of(Kind kind, @Nullable String recipient, String reason) {
        return of(kind, null, recipient, reason);
    }

    /** No failure, as a report with a code says. */
    static Classification of(
            Kind kind, @Nullable String code, @Nullable String recipient, String reason) {
        return new Classification(kind, code, recipient, reason, "");
    }

    static Classification failure(Diagnosis diagnosis, @Nullable String recipient) {
        Kind kind =
                switch (diagnosis.fault()) {
                    case ADDRESS -> Kind.HARD;
                    case SENDER -> Kind.POLICY;
                    case PASSING -> Kind.SOFT;
                };
        return new Classification(
                kind, diagnosis.code(), recipient, diagnosis.reason(), diagnosis.words());
    }

    /** The same, of an address that may be good. */
    Classification soft() {
        return new Classification(Kind.SOFT, code, recipient, reason, words);
    }

    /** Hard only if all are: who shares a notice was reached by a list or an alias. */
    static Classification mildest(List<Classification> failures) {
        return failures.stream()
                .filter(failure -> failure.kind() != Kind.HARD)
                .findFirst()
                .orElse(failures.getFirst());
    }
}
