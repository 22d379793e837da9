package org.papertide.local.mailcheck;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.james.jspf.core.SPF1Record;
import org.apache.james.jspf.core.SPFSession;
import org.apache.james.jspf.core.exceptions.PermErrorException;
import org.apache.james.jspf.executor.SynchronousSPFExecutor;
import org.apache.james.jspf.impl.SPF;
import org.apache.james.jspf.terms.AllMechanism;
import org.apache.james.jspf.terms.Directive;
import org.apache.james.jspf.terms.PTRMechanism;
import org.apache.james.jspf.terms.RedirectModifier;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.terminal.Shown;

/**
 * Whether the return addresses' domain says who may send for it (RFC 7208), and names the addresses
 * that do.
 */
final class SpfCheck {

    /** RFC 7208, 4.6.4. */
    private static final int MOST_LOOKUPS = 10;

    private static final int MOST_VOIDS = 2;

    /** RFC 7208, 3.4: what should fit into one answer over UDP. */
    private static final int GOOD_LENGTH = 450;

    /** An address that no sender has (RFC 6890): whoever lets it send lets everybody send. */
    private static final String NOBODY = "0.0.0.1";

    /** What an evaluation logs is said by a finding; java.util.logging holds loggers weakly. */
    private static final Logger QUIET = Logger.getLogger("org.apache.james.jspf");

    private final Dns dns;
    private final SpfRecords records = new SpfRecords();

    SpfCheck(Dns dns) {
        QUIET.setLevel(Level.OFF);
        this.dns = dns;
    }

    /** One evaluation: its result in the words of RFC 7208, and how it came to it. */
    private record Evaluation(String result, int depth, SpfLookups lookups) {}

    List<Finding> check(Sender sender) {
        String domain = sender.bounceDomain().value();
        List<InetAddress> addresses = sender.addresses();
        return switch (dns.texts(domain)) {
            case Answer.Failed<String>(String reason) ->
                    List.of(Finding.unanswered(Check.SPF, domain, reason));
            case Answer.Nothing<String> _ -> List.of(missing(domain, addresses, List.of()));
            case Answer.Found<String>(List<String> texts) -> {
                List<String> policies = SpfRecords.among(texts);
                if (policies.isEmpty()) {
                    yield List.of(missing(domain, addresses, texts));
                }
                yield records.problem(texts)
                        .map(problem -> List.of(wrong(domain + " " + problem)))
                        .orElseGet(() -> check(domain, policies.getFirst(), addresses));
            }
        };
    }

    private static Finding missing(
            String domain, List<InetAddress> addresses, List<String> others) {
        String record =
                "v=spf1 "
                        + (addresses.isEmpty()
                                ? "ip4:ADDRESS "
                                : addresses.stream()
                                        .map(each -> term(each) + " ")
                                        .collect(Collectors.joining()))
                        + "-all";
        String near =
                others.stream()
                        .filter(text -> text.toLowerCase(Locale.ROOT).contains("spf"))
                        .findFirst()
                        .map(text -> "; what it has is none: " + Shown.text(text))
                        .orElse("");
        return Finding.missing(
                Check.SPF,
                domain + " has no SPF record" + near,
                "Publish at %s the TXT record \"%s\", with all servers that send for it."
                        .formatted(domain, record));
    }

    private static String term(InetAddress address) {
        return (address instanceof Inet6Address ? "ip6:" : "ip4:") + address.getHostAddress();
    }

    private static Finding wrong(String text) {
        return Finding.wrong(
                Check.SPF, text, "Correct the record; as it is, receivers ignore or refuse it.");
    }

    private List<Finding> check(String domain, String text, List<InetAddress> addresses) {
        if (!(records.parse(text) instanceof SpfRecords.Parsed.Valid(SPF1Record policy))) {
            return List.of(wrong(domain + " has an SPF record that cannot be read"));
        }
        Evaluation nobody = evaluate(NOBODY, domain);
        Optional<Finding> failure = failure(domain, nobody);
        if (failure.isPresent()) {
            return List.of(failure.get());
        }
        List<Finding> findings = new ArrayList<>();
        if (nobody.result().equals("pass")) {
            findings.add(
                    Finding.wrong(
                            Check.SPF,
                            domain + " lets everybody send for it: " + text,
                            "Name your servers, and end the record with -all."));
        } else {
            findings.add(
                    Finding.ok(
                            Check.SPF,
                            "%s says who may send for it, with %d of %d look-ups: %s"
                                    .formatted(domain, nobody.depth(), MOST_LOOKUPS, text)));
        }
        findings.addAll(style(domain, text, policy));
        findings.addAll(addresses(domain, addresses));
        return findings;
    }

    /** What keeps every receiver from a result. */
    private Optional<Finding> failure(String domain, Evaluation evaluation) {
        SpfLookups lookups = evaluation.lookups();
        if (lookups.failure() != null) {
            return Optional.of(Finding.unanswered(Check.SPF, domain, lookups.failure()));
        }
        for (Map.Entry<String, Answer<String>> each : lookups.policies().entrySet()) {
            Optional<String> problem = records.problem(each.getValue().orEmpty());
            if (problem.isPresent()) {
                return Optional.of(
                        wrong(
                                "%s leads to %s, which %s"
                                        .formatted(domain, each.getKey(), problem.get())));
            }
        }
        if (evaluation.depth() > MOST_LOOKUPS) {
            return Optional.of(
                    Finding.wrong(
                            Check.SPF,
                            "%s needs more than %d look-ups (include, a, mx, ptr, exists, redirect)"
                                    .formatted(domain, MOST_LOOKUPS),
                            "Remove servers that no longer send, or name addresses (ip4, ip6):"
                                    + " receivers give up and refuse."));
        }
        if (lookups.voids().size() > MOST_VOIDS) {
            return Optional.of(
                    wrong(
                            "%s names %d that are not there: %s"
                                    .formatted(
                                            domain,
                                            lookups.voids().size(),
                                            String.join(", ", lookups.voids()))));
        }
        if (evaluation.result().endsWith("error")) {
            return Optional.of(
                    wrong(domain + " has an SPF record that comes to no result (permerror)"));
        }
        return Optional.empty();
    }

    /** What works, and could be better. */
    private static List<Finding> style(String domain, String text, SPF1Record policy) {
        List<Finding> findings = new ArrayList<>();
        List<Directive> directives = policy.getDirectives();
        boolean ends =
                directives.stream().anyMatch(each -> each.getMechanism() instanceof AllMechanism)
                        || policy.getModifiers().stream()
                                .anyMatch(RedirectModifier.class::isInstance);
        if (!ends) {
            findings.add(
                    Finding.warn(
                            Check.SPF,
                            domain + " does not say what others are: its record has no all",
                            "End it with ~all or -all."));
        }
        for (int i = 0; i < directives.size(); i++) {
            Directive each = directives.get(i);
            if (each.getMechanism() instanceof AllMechanism) {
                if (each.getQualifier().equals("?")) {
                    findings.add(
                            Finding.warn(
                                    Check.SPF,
                                    domain + " says nothing of others (?all)",
                                    "End the record with ~all or -all."));
                }
                if (i < directives.size() - 1) {
                    findings.add(
                            Finding.warn(
                                    Check.SPF,
                                    domain + " has terms behind all, which nobody reads",
                                    "Put them before it, or remove them."));
                }
            }
            if (each.getMechanism() instanceof PTRMechanism) {
                findings.add(
                        Finding.warn(
                                Check.SPF,
                                domain + " uses ptr, which is slow and unsafe (RFC 7208, 5.5)",
                                "Name addresses (ip4, ip6) or hosts (a) instead."));
            }
        }
        if (text.length() > GOOD_LENGTH) {
            findings.add(
                    Finding.warn(
                            Check.SPF,
                            "%s has an SPF record of %d characters"
                                    .formatted(domain, text.length()),
                            "Keep it below %d, so that it fits into one answer."
                                    .formatted(GOOD_LENGTH)));
        }
        return findings;
    }

    private List<Finding> addresses(String domain, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return List.of(
                    Finding.unknown(
                            Check.SPF,
                            "whether the addresses that send are among them was not looked at",
                            "Name them with --from-ip."));
        }
        List<Finding> findings = new ArrayList<>();
        for (InetAddress address : addresses) {
            Evaluation evaluation = evaluate(address.getHostAddress(), domain);
            Optional<Finding> failure = failure(domain, evaluation);
            if (evaluation.result().equals("pass")) {
                findings.add(
                        Finding.ok(
                                Check.SPF, address.getHostAddress() + " may send for " + domain));
            } else {
                findings.add(
                        failure.orElseGet(() ->
                                Finding.wrong(
                                        Check.SPF,
                                        "%s may not send for %s (%s)"
                                                .formatted(
                                                        address.getHostAddress(),
                                                        domain,
                                                        evaluation.result()),
                                        "Add %s to its record.".formatted(term(address)))));
            }
        }
        return findings;
    }

    private Evaluation evaluate(String address, String domain) {
        SpfLookups lookups = new SpfLookups(dns);
        int[] depth = new int[1];
        SPF spf =
                new SPF(
                        lookups,
                        (session, result) -> {
                            new SynchronousSPFExecutor(lookups).execute(session, result);
                            depth[0] = depth(session);
                        });
        try {
            String result = spf.checkSPF(address, "b@" + domain, domain).getResult();
            return new Evaluation(result, depth[0], lookups);
        } catch (RuntimeException _) {
            // The library gives up on some records.
            return new Evaluation("permerror", depth[0], lookups);
        }
    }

    /**
     * How many look-ups of {@link #MOST_LOOKUPS} were made; one more if there were too many. The
     * library keeps the number to itself, but says when there are too many.
     */
    private static int depth(SPFSession session) {
        int left = 0;
        try {
            for (; left <= MOST_LOOKUPS; left++) {
                session.increaseCurrentDepth();
            }
            return 0;
        } catch (PermErrorException _) {
            boolean tooMany = left == 0 && "permerror".equals(session.getCurrentResultExpanded());
            return tooMany ? MOST_LOOKUPS + 1 : MOST_LOOKUPS - left;
        }
    }
}
