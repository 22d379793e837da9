package org.papertide.local.mailcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.papertide.local.mailcheck.Finding.Check;

/** Whether the domain of From says what receivers do with forgeries, and our mails are none. */
final class DmarcCheck {

    private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");

    /** Receivers need to report to no more than two (RFC 9990). */
    private static final int MOST_REPORTS = 5;

    private static final String MAILTO = "mailto:";

    private final Dns dns;

    DmarcCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> check(Sender sender) {
        DmarcWalk walk = DmarcWalk.of(dns, sender.domain());
        if (walk.failure() != null) {
            return List.of(
                    Finding.unanswered(
                            Check.DMARC, "the policy of " + sender.domain(), walk.failure()));
        }
        List<Finding> findings = new ArrayList<>();
        for (String problem : walk.problems()) {
            findings.add(
                    Finding.wrong(
                            Check.DMARC,
                            problem + "; receivers act as if there were none",
                            "Leave one record of the form \"v=DMARC1; p=none;"
                                    + " rua=mailto:ADDRESS\"."));
        }
        Optional<DmarcRecord> found = walk.policy();
        if (found.isEmpty()) {
            if (findings.isEmpty()) {
                findings.add(missing(sender.domain()));
            }
            return findings;
        }
        DmarcRecord record = found.get();
        findings.addAll(policy(sender.domain(), record));
        findings.addAll(reports(record));
        findings.addAll(alignment(sender, record, walk.organisation()));
        return findings;
    }

    private static Finding missing(DomainName domain) {
        return Finding.missing(
                Check.DMARC,
                "neither %s nor a domain above has a DMARC record".formatted(domain),
                "Publish at _dmarc.%s the TXT record \"v=DMARC1; p=none; rua=mailto:ADDRESS\"."
                        .formatted(domain));
    }

    private static List<Finding> policy(DomainName from, DmarcRecord record) {
        String policy = record.policy(from);
        String name = "_dmarc." + record.at();
        List<Finding> findings = new ArrayList<>();
        if (!POLICIES.contains(policy)) {
            findings.add(
                    Finding.wrong(
                            Check.DMARC,
                            policy.isEmpty()
                                    ? name + " has no policy (p=)"
                                    : "%s has a policy that is none: %s".formatted(name, policy),
                            "Say p=none, p=quarantine or p=reject."));
        } else if (policy.equals("none")) {
            findings.add(
                    Finding.warn(
                            Check.DMARC,
                            name + " asks receivers to let forgeries pass (p=none)",
                            "Enough for the big receivers. Say p=quarantine once reports show"
                                    + " nothing of yours that fails."));
        } else {
            findings.add(
                    Finding.ok(
                            Check.DMARC,
                            "%s asks receivers to %s forgeries".formatted(name, policy)));
        }
        if (record.isTest() || !record.lower("pct", "100").equals("100")) {
            findings.add(
                    Finding.warn(
                            Check.DMARC,
                            name + " is a test (t=y, or pct= below 100)",
                            "Remove that when the test is over."));
        }
        for (String tag : List.of("adkim", "aspf")) {
            String mode = record.lower(tag, "r");
            if (!mode.equals("r") && !mode.equals("s")) {
                findings.add(
                        Finding.warn(
                                Check.DMARC,
                                "%s has %s=%s, which receivers ignore".formatted(name, tag, mode),
                                "Say r (relaxed) or s (strict)."));
            }
        }
        return findings;
    }

    private List<Finding> reports(DmarcRecord record) {
        List<String> addresses = record.reports("rua");
        if (addresses.isEmpty()) {
            return List.of(
                    Finding.warn(
                            Check.DMARC,
                            "_dmarc.%s asks for no reports (rua=)".formatted(record.at()),
                            "Ask for them: they show who sends in your name, and what fails."));
        }
        return addresses.stream()
                .limit(MOST_REPORTS)
                .map(address -> report(record, address))
                .flatMap(Optional::stream)
                .toList();
    }

    /** RFC 9990, 4: who gets reports about others has to say that they want them. */
    private Optional<Finding> report(DmarcRecord record, String address) {
        Optional<DomainName> reader = reader(address);
        if (reader.isEmpty()) {
            return Optional.of(
                    Finding.wrong(
                            Check.DMARC,
                            "_dmarc.%s has reports sent to what is no mail address: %s"
                                    .formatted(record.at(), address),
                            "Say rua=mailto:ADDRESS."));
        }
        DmarcWalk theirs = DmarcWalk.of(dns, reader.get());
        DmarcWalk ours = DmarcWalk.of(dns, record.at());
        if (theirs.organisation().equals(ours.organisation())) {
            return Optional.empty();
        }
        String name = "%s._report._dmarc.%s".formatted(record.at(), reader.get());
        return switch (dns.texts(name)) {
            case Answer.Found<String>(List<String> texts)
                    when texts.stream().anyMatch(DmarcRecord::isMeant) ->
                    Optional.empty();
            case Answer.Failed<String>(String reason) ->
                    Optional.of(Finding.unanswered(Check.DMARC, name, reason));
            case Answer.Found<String> _, Answer.Nothing<String> _ ->
                    Optional.of(
                            Finding.wrong(
                                    Check.DMARC,
                                    "reports for %s go to %s, which does not ask for them"
                                            .formatted(record.at(), reader.get()),
                                    "Have %s publish at %s the TXT record \"v=DMARC1\", or name"
                                                    .formatted(reader.get(), name)
                                            + " another address: receivers send none there."));
        };
    }

    private static Optional<DomainName> reader(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0 || !address.toLowerCase(Locale.ROOT).startsWith(MAILTO)) {
            return Optional.empty();
        }
        // RFC 7489 allows a size behind it, which nobody heeds any more.
        String domain = address.substring(at + 1).replaceAll("!.*", "");
        try {
            return Optional.of(DomainName.parse(domain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** One of both is enough; SPF does not survive forwarding. */
    private List<Finding> alignment(Sender sender, DmarcRecord record, DomainName organisation) {
        boolean dkim =
                isAligned(sender, sender.signingDomain(), record.isStrict("adkim"), organisation);
        boolean spf =
                isAligned(sender, sender.bounceDomain(), record.isStrict("aspf"), organisation);
        return List.of(
                dkim
                        ? Finding.ok(
                                Check.DMARC,
                                "signatures of %s are aligned with From"
                                        .formatted(sender.signingDomain()))
                        : Finding.wrong(
                                Check.DMARC,
                                "signatures of %s are not aligned with From, which is %s"
                                        .formatted(sender.signingDomain(), sender.domain()),
                                "Sign with d=%s (papertide.mail.dkim.domain, or your relay)."
                                        .formatted(sender.domain())),
                spf
                        ? Finding.ok(
                                Check.DMARC,
                                "return addresses at %s are aligned with From"
                                        .formatted(sender.bounceDomain()))
                        : Finding.warn(
                                Check.DMARC,
                                "return addresses at %s are not aligned with From, which is %s"
                                        .formatted(sender.bounceDomain(), sender.domain()),
                                "Take a bounce domain below %s, so that SPF counts too."
                                        .formatted(sender.domain())));
    }

    private boolean isAligned(
            Sender sender, DomainName other, boolean strict, DomainName organisation) {
        if (other.equals(sender.domain())) {
            return true;
        }
        return !strict && DmarcWalk.of(dns, other).organisation().equals(organisation);
    }
}
