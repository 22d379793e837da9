package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

/** A sender in order and its zone, which each test spoils in its own way. */
abstract class MailCheckCase {

    static final String BOUNCES = "bounces.example.org";
    static final String DMARC = "_dmarc.example.org";
    static final String SELECTOR = "s1._domainkey.example.org";

    final NameServer zone = TestSender.zone();
    final Sender sender = TestSender.sender();

    @AfterEach
    void end() {
        zone.close();
    }

    List<Finding> all(Sender about) {
        return new MailCheck(Dns.at(zone.address())).check(about);
    }

    List<Finding> found(Check check) {
        return found(check, sender);
    }

    List<Finding> found(Check check, Sender about) {
        return all(about).stream().filter(each -> each.check() == check).toList();
    }

    /** The worst of a check, and what else it says. */
    static void assertState(List<Finding> findings, State state, String text) {
        assertThat(findings)
                .anySatisfy(finding -> {
                    assertThat(finding.state()).isEqualTo(state);
                    assertThat(finding.text()).contains(text);
                    assertThat(finding.advice().isEmpty()).isEqualTo(state == State.OK);
                });
    }

    Sender from(String... addresses) {
        List<InetAddress> list = new ArrayList<>();
        for (String each : addresses) {
            list.add(InetAddress.ofLiteral(each));
        }
        return new Sender(
                sender.domain(),
                sender.bounceDomain(),
                sender.signingDomain(),
                list,
                sender.selectors(),
                sender.site());
    }

    Sender of(String domain, String bounceDomain, String signingDomain) {
        return new Sender(
                DomainName.parse(domain),
                DomainName.parse(bounceDomain),
                DomainName.parse(signingDomain),
                sender.addresses(),
                sender.selectors(),
                sender.site());
    }

    Sender with(Map<String, Optional<Path>> selectors, String site) {
        return new Sender(
                sender.domain(),
                sender.bounceDomain(),
                sender.signingDomain(),
                sender.addresses(),
                selectors,
                site.isEmpty() ? Optional.empty() : Optional.of(URI.create(site)));
    }

    List<Finding> spf(String... records) {
        zone.without(BOUNCES).with(BOUNCES, "MX", "10 mx.example.org.");
        for (String each : records) {
            zone.withText(BOUNCES, each);
        }
        return found(Check.SPF);
    }

    static String key(int bits) {
        return TestSender.base64(TestSender.generate("RSA", bits).getPublic().getEncoded());
    }
}
