package org.papertide.local.mailcheck;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.papertide.local.mailcheck.Finding.Check;

/** Whether receivers find the key of each selector, and can use it. */
final class DkimCheck {

    /** RFC 8301, 3.2: what signers use, and what receivers refuse. */
    private static final int GOOD_RSA_BITS = 2048;

    private static final int LEAST_RSA_BITS = 1024;

    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

    private final Dns dns;

    DkimCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> check(Sender sender) {
        if (sender.selectors().isEmpty()) {
            return List.of(
                    Finding.unknown(
                            Check.DKIM,
                            "no selector is known, so that no key can be looked for",
                            "Name those of your signatures (s=) with --selector, or set"
                                    + " papertide.mail.dkim.keys."));
        }
        List<Finding> findings = new ArrayList<>();
        sender.selectors()
                .forEach((selector, file) ->
                        findings.addAll(check(selector, file, sender.signingDomain())));
        return findings;
    }

    private List<Finding> check(String selector, Optional<Path> file, DomainName domain) {
        if (!SELECTOR.matcher(selector).matches()) {
            return List.of(
                    Finding.wrong(
                            Check.DKIM,
                            "\"" + selector + "\" is no selector",
                            "It has letters, digits, dots and hyphens."));
        }
        String name = selector + "._domainkey." + domain;
        return switch (dns.texts(name)) {
            case Answer.Failed<String>(String reason) ->
                    List.of(Finding.unanswered(Check.DKIM, name, reason));
            case Answer.Nothing<String> _ ->
                    List.of(
                            Finding.missing(
                                    Check.DKIM,
                                    name + " has no record",
                                    "Publish the public half of its key there: \"v=DKIM1; k=rsa;"
                                            + " p=…\"."));
            case Answer.Found<String>(List<String> texts) -> check(name, texts, file);
        };
    }

    private static List<Finding> check(String name, List<String> texts, Optional<Path> file) {
        if (texts.size() > 1) {
            return List.of(
                    Finding.wrong(
                            Check.DKIM,
                            "%s has %d records; receivers take any of them"
                                    .formatted(name, texts.size()),
                            "Leave the one of the key that signs."));
        }
        DkimRecord record;
        try {
            record = DkimRecord.parse(texts.getFirst());
        } catch (IllegalArgumentException e) {
            return List.of(
                    Finding.wrong(
                            Check.DKIM,
                            "the record of " + name + " " + e.getMessage(),
                            "Publish the public half of the key that signs, or sign with another"
                                    + " selector."));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(strength(name, record.key()));
        file.map(path -> match(name, record.key(), path)).ifPresent(findings::add);
        if (record.testing()) {
            findings.add(
                    Finding.warn(
                            Check.DKIM,
                            name + " says that it is a test (t=y)",
                            "Remove that, or receivers may ignore the signature."));
        }
        return findings;
    }

    private static Finding strength(String name, PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return Finding.ok(Check.DKIM, name + " has an Ed25519 key");
        }
        int bits = rsa.getModulus().bitLength();
        String text = "%s has an RSA key of %d bits".formatted(name, bits);
        String advice = "Make one of %d bits, under another selector.".formatted(GOOD_RSA_BITS);
        if (bits < LEAST_RSA_BITS) {
            return Finding.wrong(Check.DKIM, text + ", which receivers refuse", advice);
        }
        return bits < GOOD_RSA_BITS
                ? Finding.warn(Check.DKIM, text, advice)
                : Finding.ok(Check.DKIM, text);
    }

    private static Finding match(String name, PublicKey published, Path file) {
        try {
            return PrivateKeys.isHalfOf(file, published)
                    ? Finding.ok(Check.DKIM, "%s is the public half of %s".formatted(name, file))
                    : Finding.wrong(
                            Check.DKIM,
                            "%s is not the public half of %s".formatted(name, file),
                            "Publish the public half of the key that signs.");
        } catch (IllegalArgumentException e) {
            return Finding.wrong(
                    Check.DKIM,
                    "the file of the private key, %s, %s".formatted(file, e.getMessage()),
                    "Name the file that papertide.mail.dkim.keys has.");
        }
    }
}
