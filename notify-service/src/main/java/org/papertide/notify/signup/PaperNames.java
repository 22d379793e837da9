package org.papertide.notify.signup;

import java.util.Optional;
import org.papertide.events.PaperId;

/** Papers as readers name them. */
final class PaperNames {

    /** With an address before it. */
    static final int MAX_TEXT = PaperId.MAX_LENGTH + 100;

    private PaperNames() {}

    /** The identity that a text spells: as we write it, an arXiv id, a DOI, or an address. */
    static Optional<PaperId> find(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        return PaperId.findArxiv(text).or(() -> PaperId.findDoi(text)).or(() -> canonical(text));
    }

    /** Of arXiv's identities those alone that arXiv can have given. */
    private static Optional<PaperId> canonical(String text) {
        try {
            return Optional.of(new PaperId(text)).filter(id -> !id.isArxiv());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * The same where there must be one.
     *
     * @throws IllegalArgumentException if it spells none
     */
    static PaperId parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("like: not a paper's identity"));
    }
}
