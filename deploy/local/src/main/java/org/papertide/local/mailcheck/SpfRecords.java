package org.papertide.local.mailcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.jspf.core.SPF1Record;
import org.apache.james.jspf.core.SPFRecordParser;
import org.apache.james.jspf.core.exceptions.SPFResultException;
import org.apache.james.jspf.impl.DefaultTermsFactory;
import org.apache.james.jspf.parser.RFC4408SPF1Parser;

/** Records of SPF among the texts of a domain, and whether they are well written. */
final class SpfRecords {

    /** Four times of what fits into one answer over UDP; longer ones are not read. */
    private static final int MOST_CHARACTERS = 2_000;

    /**
     * A domain has 253. The library's patterns take stack for each character of a term, and time
     * for each pair of them.
     */
    private static final int MOST_CHARACTERS_OF_A_TERM = 300;

    private static final String VERSION = "v=spf1";

    private final SPFRecordParser parser = new RFC4408SPF1Parser(new DefaultTermsFactory());

    /** Those that are meant to be SPF. */
    static List<String> among(List<String> texts) {
        return texts.stream().filter(SpfRecords::isPolicy).toList();
    }

    /** Whether it may be given to the library; no sender needs a longer one. */
    static boolean isShort(String text) {
        return text.length() <= MOST_CHARACTERS
                && terms(text).allMatch(term -> term.length() <= MOST_CHARACTERS_OF_A_TERM);
    }

    private static Stream<String> terms(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(term -> !term.isEmpty());
    }

    private static boolean isPolicy(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
    }

    /** What is wrong with the texts as one policy; empty if they hold one that is well written. */
    Optional<String> problem(List<String> texts) {
        List<String> policies = among(texts);
        if (policies.isEmpty()) {
            return Optional.of("has no SPF record");
        }
        if (policies.size() > 1) {
            return Optional.of("has %d SPF records; one is allowed".formatted(policies.size()));
        }
        String policy = policies.getFirst();
        if (!isShort(policy)) {
            return Optional.of(
                    "has an SPF record of %d characters, or a term of more than %d"
                            .formatted(policy.length(), MOST_CHARACTERS_OF_A_TERM));
        }
        if (!policy.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return Optional.of("has an SPF record with characters that are not ASCII");
        }
        return parse(policy) instanceof Parsed.Invalid(String reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    sealed interface Parsed {

        record Valid(SPF1Record policy) implements Parsed {}

        record Invalid(String reason) implements Parsed {}
    }

    /** Term by term, so that the one that is wrong can be named. */
    Parsed parse(String policy) {
        Optional<String> wrong = terms(policy).skip(1).filter(term -> !isTerm(term)).findFirst();
        if (wrong.isPresent()) {
            return new Parsed.Invalid("has an SPF record with a term that is none: " + wrong.get());
        }
        try {
            return new Parsed.Valid(parser.parse(policy));
        } catch (SPFResultException e) {
            return new Parsed.Invalid("has an SPF record that cannot be read: " + e.getMessage());
        }
    }

    private boolean isTerm(String term) {
        try {
            SPF1Record _ = parser.parse(VERSION + " " + term);
            return true;
        } catch (SPFResultException _) {
            return false;
        }
    }
}
