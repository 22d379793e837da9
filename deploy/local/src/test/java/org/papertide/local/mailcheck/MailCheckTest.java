package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;
import org.xbill.DNS.SimpleResolver;

class MailCheckTest {

    private static final String BOUNCES = "bounces.example.org";
    private static final String DMARC = "_dmarc.example.org";
    private static final String SELECTOR = "s1._domainkey.example.org";

    private final NameServer zone = TestSender.zone();
    private final Sender sender = TestSender.sender();

    @AfterEach
    void end() {
        zone.close();
    }

    private List<Finding> all(Sender about) {
        return new MailCheck(Dns.at(zone.address())).check(about);
    }

    private List<Finding> found(Check check) {
        return found(check, sender);
    }

    private List<Finding> found(Check check, Sender about) {
        return all(about).stream().filter(each -> each.check() == check).toList();
    }

    /** The worst of a check, and what else it says. */
    private static void assertState(List<Finding> findings, State state, String text) {
        assertThat(findings)
                .anySatisfy(finding -> {
                    assertThat(finding.state()).isEqualTo(state);
                    assertThat(finding.text()).contains(text);
                    assertThat(finding.advice().isEmpty()).isEqualTo(state == State.OK);
                });
    }

    private Sender from(String... addresses) {
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

    private Sender of(String domain, String bounceDomain, String signingDomain) {
        return new Sender(
                DomainName.parse(domain),
                DomainName.parse(bounceDomain),
                DomainName.parse(signingDomain),
                sender.addresses(),
                sender.selectors(),
                sender.site());
    }

    private Sender with(Map<String, Optional<Path>> selectors, String site) {
        return new Sender(
                sender.domain(),
                sender.bounceDomain(),
                sender.signingDomain(),
                sender.addresses(),
                selectors,
                site.isEmpty() ? Optional.empty() : Optional.of(URI.create(site)));
    }

    @Test
    void findsNothingToObjectTo() {
        assertThat(all(sender))
                .allSatisfy(each -> assertThat(each.state()).as(each.text()).isEqualTo(State.OK))
                .extracting(Finding::check)
                .contains(Check.values());
    }

    @Test
    void saysWhatIsMissing() {
        for (String name : List.of(BOUNCES, SELECTOR, DMARC, "10.2.0.192.in-addr.arpa")) {
            zone.without(name);
        }
        assertState(found(Check.SPF), State.MISSING, "bounces.example.org has no SPF record");
        assertThat(found(Check.SPF).getFirst().advice()).contains("v=spf1 ip4:192.0.2.10 -all");
        assertState(found(Check.DKIM), State.MISSING, SELECTOR + " has no record");
        assertState(found(Check.DMARC), State.MISSING, "neither example.org nor a domain above");
        assertState(found(Check.PTR), State.MISSING, "192.0.2.10 has no name");
        assertState(found(Check.MX), State.MISSING, "bounces.example.org has no MX");
    }

    @Test
    void asksForWhatItWasNotTold() {
        Sender nobody =
                new Sender(
                        sender.domain(),
                        sender.bounceDomain(),
                        sender.signingDomain(),
                        List.of(),
                        Map.of(),
                        Optional.empty());
        assertState(found(Check.SPF, nobody), State.UNKNOWN, "was not looked at");
        assertState(found(Check.DKIM, nobody), State.UNKNOWN, "no selector is known");
        assertState(found(Check.PTR, nobody), State.UNKNOWN, "not known");
        assertState(found(Check.ONE_CLICK, nobody), State.UNKNOWN, "the site is not known");
    }

    // SPF

    private List<Finding> spf(String... records) {
        zone.without(BOUNCES).with(BOUNCES, "MX", "10 mx.example.org.");
        for (String each : records) {
            zone.withText(BOUNCES, each);
        }
        return found(Check.SPF);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ip4:192.0.2.10 -all | OK | with 0 of 10 look-ups",
                "v=spf1 include:_spf.relay.example a:mail.example.org -all | OK | with 2 of 10 look-ups",
                "V=SPF1 IP4:192.0.2.0/24 ~ALL | OK | 192.0.2.10 may send for bounces.example.org",
                "v=spf1 redirect=_spf.relay.example | WRONG | 192.0.2.10 may not send for bounces.example.org (softfail)",
                "v=spf1 ip4:192.0.2.11 -all | WRONG | may not send for bounces.example.org (fail)",
                "v=spf1 | WRONG | cannot be read",
                "v=spf1 ?all | WARN | says nothing of others",
                "v=spf1 ip4:192.0.2.10 | WARN | has no all",
                "v=spf1 -all ip4:192.0.2.10 | WARN | behind all",
                "v=spf1 ptr ip4:192.0.2.10 -all | WARN | uses ptr",
                "v=spf1 +all | WRONG | lets everybody send",
                "v=spf1 all | WRONG | lets everybody send",
                "v=spf1 ip4:0.0.0.0/0 -all | WRONG | lets everybody send",
                "v=spf1 ipv4:192.0.2.10 -all | WRONG | a term that is none: ipv4:192.0.2.10",
                "v=spf1 ip4:192.0.2.300 -all | WRONG | a term that is none: ip4:192.0.2.300",
                "v=spf1 ip4: -all | WRONG | a term that is none: ip4:",
                "v=spf1 include: -all | WRONG | a term that is none: include:",
                "v=spf1, ip4:192.0.2.10 -all | MISSING | what it has is none: v=spf1,",
                "v=spf2.0/pra -all | MISSING | what it has is none",
                "v=spf1 include:nothing.example -all | WRONG | leads to nothing.example, which has no SPF record",
                "v=spf1 include:bounces.example.org -all | WRONG | more than 10 look-ups",
                "v=spf1 redirect=bounces.example.org | WRONG | more than 10 look-ups",
                "v=spf1 a:no1.example a:no2.example a:no3.example -all | WRONG | names 3 that are not there: no1.example",
                "v=spf1 a:no1.example a:no2.example ip4:192.0.2.10 -all | OK | with 2 of 10",
            })
    void readsSpfAsReceiversDo(String record, State state, String text) {
        assertState(spf(record), state, text);
    }

    @Test
    void allowsOneSpfRecord() {
        assertState(
                spf("v=spf1 ip4:192.0.2.10 -all", "v=spf1 -all", "another text"),
                State.WRONG,
                "has 2 SPF records");
    }

    @Test
    void namesTheIncludedRecordThatIsWrong() {
        zone.without("_spf.relay.example")
                .withText("_spf.relay.example", "v=spf1 ip4:198.51.100.0/33 -all");
        assertState(found(Check.SPF), State.WRONG, "leads to _spf.relay.example, which");
        zone.withText("_spf.relay.example", "v=spf1 -all");
        assertState(
                found(Check.SPF),
                State.WRONG,
                "leads to _spf.relay.example, which has 2 SPF records");
    }

    @Test
    void countsLookupsOfAllIncludes() {
        zone.without(BOUNCES).withText(BOUNCES, "v=spf1 include:i0.example -all");
        for (int i = 0; i < 12; i++) {
            zone.without("i" + i + ".example");
            zone.withText("i" + i + ".example", "v=spf1 include:i" + (i + 1) + ".example -all");
        }
        zone.withText("i9.example", "");
        assertState(found(Check.SPF), State.WRONG, "more than 10 look-ups");
        zone.without("i9.example").withText("i9.example", "v=spf1 ip4:192.0.2.10 -all");
        assertState(found(Check.SPF), State.OK, "with 10 of 10 look-ups");
    }

    @Test
    void looksAtEveryAddressThatSends() {
        List<Finding> findings =
                found(Check.SPF, from("192.0.2.10", "2001:db8::1", "203.0.113.1", "2001:db9::1"));
        assertState(findings, State.OK, "192.0.2.10 may send");
        assertState(findings, State.OK, "2001:db8:0:0:0:0:0:1 may send");
        assertState(findings, State.WRONG, "203.0.113.1 may not send");
        assertState(findings, State.WRONG, "2001:db9:0:0:0:0:0:1 may not send");
    }

    @Test
    void readsNoSpfRecordThatIsTooLong() {
        assertState(
                spf("v=spf1 " + "ip4:192.0.2.10 ".repeat(140) + "-all"),
                State.WRONG,
                "has an SPF record of 2111 characters");
        assertState(
                spf("v=spf1 a:" + "a".repeat(300) + ".example -all"),
                State.WRONG,
                "or a term of more than 300");
        assertState(
                spf("v=spf1 " + "ip4:192.0.2.10 ".repeat(40) + "-all"),
                State.WARN,
                "has an SPF record of 611 characters");
    }

    @Test
    void showsAMistakenRecordOnly() {
        assertThat(spf("proof-of-domain=1").getFirst().text())
                .isEqualTo("bounces.example.org has no SPF record");
    }

    /** Big domains have dozens of them. */
    @Test
    void findsTheRecordAmongManyTexts() {
        for (int i = 0; i < 200; i++) {
            zone.withText("many.example", "proof-of-domain=" + i);
        }
        zone.withText("many.example", "v=spf1 ip4:192.0.2.10 -all");
        assertState(
                found(Check.SPF, of("example.org", "many.example", "example.org")),
                State.OK,
                "192.0.2.10 may send for many.example");
    }

    // DKIM

    private List<Finding> dkim(String record) {
        zone.without(SELECTOR).withText(SELECTOR, record);
        return found(Check.DKIM);
    }

    private static String key(int bits) {
        return TestSender.base64(TestSender.generate("RSA", bits).getPublic().getEncoded());
    }

    @Test
    void refusesKeysThatReceiversRefuse() {
        assertState(dkim("v=DKIM1; p=" + key(512)), State.WRONG, "of 512 bits, which receivers");
        assertState(dkim("v=DKIM1; p=" + key(1024)), State.WARN, "of 1024 bits");
        assertState(dkim("p=" + key(2048)), State.OK, "of 2048 bits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p= | is revoked",
                "v=DKIM1; k=rsa | has no key",
                "k=rsa; v=DKIM1; p=AAAA | does not begin with its version",
                "v=DKIM2; p=AAAA | of another version than DKIM1",
                "v=DKIM1; p=A*A | is no Base64",
                "v=DKIM1; p=AAAA | has a key that is no rsa key",
                "v=DKIM1; k=dsa; p=AAAA | of a type that receivers do not know (k=dsa)",
                "v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEAAAAA | it is the last 32",
                "v=DKIM1; h=sha1; p=AAAA | allows no SHA-256 (h=sha1)",
                "v=DKIM1; s=tlsrpt; p=AAAA | is not for mail (s=tlsrpt)",
                "v=DKIM1; p=AAAA; p=AAAA | is no list of tags",
                "spoken text | is no list of tags",
                "'' | has no key",
            })
    void saysWhatIsWrongWithAKey(String record, String text) {
        assertState(dkim(record), State.WRONG, text);
    }

    @Test
    void saysThatAKeyIsATest() {
        assertState(dkim("v=DKIM1; t=y:s; p=" + key(2048)), State.WARN, "is a test");
    }

    @Test
    void allowsOneKeyPerSelector() {
        zone.withText(SELECTOR, "v=DKIM1; p=");
        assertState(found(Check.DKIM), State.WRONG, "has 2 records");
    }

    @Test
    void comparesTheKeyWithItsPrivateHalf(@TempDir Path folder) throws IOException {
        Path right = Files.writeString(folder.resolve("right.pem"), TestSender.privateKey());
        Path other = Files.writeString(folder.resolve("other.pem"), TestSender.otherPrivateKey());
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no key");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(right)), "")),
                State.OK,
                "is the public half of " + right);
        assertState(
                found(Check.DKIM, with(Map.of("e1", Optional.of(other)), "")),
                State.OK,
                "is the public half of " + other);
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(other)), "")),
                State.WRONG,
                "is not the public half");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(none)), "")),
                State.WRONG,
                "cannot be read");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(text)), "")),
                State.WRONG,
                "holds no key");
        assertState(
                found(Check.DKIM, with(Map.of("s 1", Optional.empty()), "")),
                State.WRONG,
                "is no selector");
    }

    // DMARC

    private List<Finding> dmarc(String record) {
        zone.without(DMARC).withText(DMARC, record);
        return found(Check.DMARC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1; p=quarantine; rua=mailto:d@example.org | OK | asks receivers to quarantine",
                "v=DMARC1;p=Reject;rua=mailto:d@example.org | OK | asks receivers to reject",
                "v=DMARC1; p=none; rua=mailto:d@example.org | WARN | let forgeries pass",
                "v=DMARC1; p=reject; pct=10; rua=mailto:d@example.org | WARN | is a test",
                "v=DMARC1; p=reject; t=y; rua=mailto:d@example.org | WARN | is a test",
                "v=DMARC1; p=reject | WARN | asks for no reports",
                "v=DMARC1; p=reject; adkim=x; rua=mailto:d@example.org | WARN | adkim=x",
                "v=DMARC1; rua=mailto:d@example.org | WRONG | has no policy",
                "v=DMARC1; p=refuse | WRONG | a policy that is none: refuse",
                "v=DMARC1; p=reject; rua=d@example.org | WRONG | no mail address: d@example.org",
                "v=DMARC1; p=reject; p=none | WRONG | is no list of tags",
                "v=dmarc1; p=reject | MISSING | neither",
                "p=reject; v=DMARC1 | MISSING | neither",
            })
    void readsDmarcAsReceiversDo(String record, State state, String text) {
        assertState(dmarc(record), state, text);
    }

    @Test
    void allowsOneDmarcRecord() {
        zone.withText(DMARC, "v=DMARC1; p=none");
        assertState(found(Check.DMARC), State.WRONG, "_dmarc.example.org has 2 records");
    }

    /** RFC 9989, 4.10, as its examples have it. */
    @ParameterizedTest
    @CsvSource({
        "a.b.example.org, example.org, example.org",
        "example.org, example.org, example.org",
        "a.b.own.example.org, own.example.org, own.example.org",
        "a.b.c.d.e.f.g.h.example.org, example.org, example.org",
        "giant.bank.example, giant.bank.example, giant.bank.example",
        "mail.giant.bank.example, giant.bank.example, giant.bank.example",
        "mail.poor.bank.example, bank.example, poor.bank.example",
        "x.middle.example.org, example.org, example.org",
        "middle.example.org, middle.example.org, example.org",
    })
    void findsTheRecordAndTheOrganisationOfADomain(
            String domain, String record, String organisation) {
        zone.withText("_dmarc.own.example.org", "v=DMARC1; p=none; psd=n")
                .withText("_dmarc.middle.example.org", "v=DMARC1; p=none")
                .withText("_dmarc.bank.example", "v=DMARC1; p=reject; psd=y")
                .withText("_dmarc.giant.bank.example", "v=DMARC1; p=quarantine");
        DmarcWalk walk = DmarcWalk.of(Dns.at(zone.address()), DomainName.parse(domain));
        assertThat(walk.policy().map(found -> found.at().value())).contains(record);
        assertThat(walk.organisation()).hasToString(organisation);
        assertThat(zone.questions()).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.own.example.org, 3",
        "own.example.org, 1",
        "giant.bank.example, 2",
        "bank.example, 2",
        "a.b.example.org, 4",
    })
    void asksNoLevelAboveTheOrganisation(String domain, int questions) {
        zone.withText("_dmarc.own.example.org", "v=DMARC1; p=none; psd=n")
                .withText("_dmarc.bank.example", "v=DMARC1; p=reject; psd=y");
        DmarcWalk _ = DmarcWalk.of(Dns.at(zone.address()), DomainName.parse(domain));
        assertThat(zone.questions()).isEqualTo(questions);
    }

    @Test
    void takesThePolicyForSubdomainsBelowTheRecord() {
        zone.without(DMARC)
                .withText(DMARC, "v=DMARC1; p=reject; sp=none; rua=mailto:d@example.org");
        assertState(
                found(Check.DMARC, of("news.example.org", BOUNCES, "example.org")),
                State.WARN,
                "let forgeries pass");
        assertState(found(Check.DMARC), State.OK, "asks receivers to reject");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r | example.org | bounces.example.org | OK | OK",
                "r | mail.example.org | relay.example | OK | WARN",
                "r | relay.example | bounces.example.org | WRONG | OK",
                "s | mail.example.org | example.org | WRONG | OK",
                "s | example.org | bounces.example.org | OK | WARN",
            })
    void comparesSignaturesAndReturnAddressesWithFrom(
            String mode, String signing, String bounce, State dkim, State spf) {
        zone.without(DMARC)
                .withText(
                        DMARC,
                        "v=DMARC1; p=reject; adkim=%s; aspf=%s; rua=mailto:d@example.org"
                                .formatted(mode, mode));
        List<Finding> findings = found(Check.DMARC, of("example.org", bounce, signing));
        assertState(findings, dkim, "signatures of " + signing);
        assertState(findings, spf, "return addresses at " + bounce);
    }

    @Test
    void asksWhetherOthersWantTheReports() {
        String record = "v=DMARC1; p=reject; rua=mailto:x@reader.example!10m, mailto:d@example.org";
        assertState(dmarc(record), State.WRONG, "reader.example, which does not ask for them");
        zone.withText("example.org._report._dmarc.reader.example", "another text");
        assertState(found(Check.DMARC), State.WRONG, "reader.example, which does not ask for them");
        zone.withText("example.org._report._dmarc.reader.example", "v=DMARC1;");
        assertThat(found(Check.DMARC)).extracting(Finding::state).containsOnly(State.OK);
    }

    // PTR and MX

    @Test
    void wantsANameThatLeadsBack() {
        zone.without("mail.example.org").with("mail.example.org", "A", "192.0.2.99");
        assertState(
                found(Check.PTR),
                State.WRONG,
                "192.0.2.10 is mail.example.org, which does not lead back");
        zone.with("10.2.0.192.in-addr.arpa", "PTR", "other.example.org.")
                .with("other.example.org", "A", "192.0.2.10");
        assertState(found(Check.PTR), State.OK, "is other.example.org, which leads back");
    }

    @Test
    void looksForTheNamesOfAddressesOfVersion6() {
        String reverse = "1" + ".0".repeat(23) + ".8.b.d.0.1.0.0.2.ip6.arpa";
        zone.with(reverse, "PTR", "six.example.org.")
                .with("six.example.org", "AAAA", "2001:db8::1");
        assertState(found(Check.PTR, from("2001:db8::1")), State.OK, "is six.example.org");
    }

    @Test
    void wantsAHostThatTakesBounces() {
        zone.without(BOUNCES).with(BOUNCES, "MX", "0 .");
        assertState(found(Check.MX), State.WRONG, "takes no mail (null MX)");
        zone.without(BOUNCES).with(BOUNCES, "MX", "5 gone.example.org.");
        assertState(found(Check.MX), State.WRONG, "no address: gone.example.org");
        zone.without(BOUNCES).with(BOUNCES, "A", "192.0.2.7");
        assertState(found(Check.MX), State.WARN, "goes to its own address");
    }

    // One-click

    @ParameterizedTest
    @CsvSource({
        "https://papers.example.org, OK, mails carry List-Unsubscribe-Post",
        "http://papers.example.org, WRONG, is not https",
        "https:/papers, WRONG, is not https",
        "https://gone.example.org/x, WRONG, gone.example.org",
    })
    void wantsASiteOverHttps(String site, State state, String text) {
        assertState(found(Check.ONE_CLICK, with(Map.of(), site)), state, text);
    }

    // Hostile answers

    @Test
    void followsNoAliasesForEver() {
        zone.without(BOUNCES)
                .with(BOUNCES, "CNAME", "a.example.org.")
                .with("a.example.org", "CNAME", "b.example.org.")
                .with("b.example.org", "CNAME", "a.example.org.");
        assertState(found(Check.SPF), State.UNKNOWN, "aliases (CNAME) come to no end");
        assertState(found(Check.MX), State.UNKNOWN, "aliases (CNAME) come to no end");
    }

    @Test
    void followsAnAlias() {
        zone.without(SELECTOR)
                .with(SELECTOR, "CNAME", "key.relay.example.")
                .withText("key.relay.example", "v=DKIM1; p=" + key(2048));
        assertState(found(Check.DKIM), State.OK, SELECTOR + " has an RSA key of 2048 bits");
    }

    @Test
    void readsTextsOfManyStrings() {
        zone.without(BOUNCES)
                .with(BOUNCES, "MX", "10 mx.example.org.")
                .withText(BOUNCES, TestSender.SPF, 1);
        assertThat(found(Check.SPF)).extracting(Finding::state).containsOnly(State.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {BOUNCES, SELECTOR, DMARC})
    void takesNoTextOfAnyLength(String name) {
        for (String start : List.of("v=spf1 ", "v=DKIM1; p=", "v=DMARC1; p=")) {
            zone.without(name).withText(name, start + "a".repeat(60_000));
            assertThat(all(sender)).anyMatch(each -> !each.state().isInOrder());
            assertThat(all(sender))
                    .allSatisfy(each -> assertThat(each.text()).hasSizeLessThan(400));
        }
    }

    @Test
    void showsNothingThatMovesACursor() {
        String hostile = "\u001b[2J\r\n\u0007é";
        assertState(spf("v=spf1 ip4:192.0.2.10 " + hostile), State.WRONG, "not ASCII");
        zone.without(DMARC).withText(DMARC, "v=DMARC1; p=" + hostile.strip());
        zone.without(SELECTOR).withText(SELECTOR, "v=DKIM1; k=" + hostile + "; p=AAAA");
        zone.without("10.2.0.192.in-addr.arpa")
                .with("10.2.0.192.in-addr.arpa", "PTR", "\\027[2J.example.org.");
        assertThat(all(sender))
                .allSatisfy(each ->
                        assertThat(each.text() + each.advice())
                                .matches("[\\x20-\\x7e\\u00a1-\\u2fff]*"));
    }

    /** Terms that make a pattern try everything, with the stack of the launcher. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:%s_",
                "a:.%s_",
                "include:%%{d%s",
                "exists:%%{d}.%s-",
                "redirect=%s",
                "x%s=y",
                "ip6:%s"
            })
    void readsTermsOfAnyKindInTime(String term) throws InterruptedException {
        List<String> records = new ArrayList<>();
        for (String hostile : List.of("a", "a.", "%{d}", "9", "-")) {
            for (int length : List.of(280, 1_900)) {
                records.add(
                        "v=spf1 %s -all"
                                .formatted(
                                        term.formatted(hostile.repeat(length / hostile.length()))));
            }
            String many = " " + term.formatted(hostile.repeat(200 / hostile.length()));
            records.add("v=spf1" + many.repeat(1_900 / many.length()) + " -all");
        }
        List<Object> problems = new ArrayList<>();
        Thread small =
                new Thread(
                        null,
                        () -> {
                            SpfRecords reader = new SpfRecords();
                            records.forEach(each -> problems.add(reader.problem(List.of(each))));
                        },
                        "small stack",
                        512 * 1024);
        small.start();
        small.join(Duration.ofSeconds(50));
        assertThat(problems).hasSameSizeAs(records);
    }

    @Test
    void asksASilentServerForAShortTimeOnly() {
        zone.silent();
        Dns dns =
                new Dns(
                        new SimpleResolver(zone.address()),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(20));
        assertThat(new MailCheck(dns).check(sender))
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(State.UNKNOWN))
                .extracting(Finding::check)
                .contains(Check.values());
        assertThat(zone.questions()).isBetween(3, 12);
    }

    @Test
    void saysWhomNobodyAnsweredFor() {
        zone.failsFor("_spf.relay.example");
        assertState(found(Check.SPF), State.UNKNOWN, "_spf.relay.example: the name server failed");
    }

    /** Each include has ten hosts of its own, each with a name that is not there. */
    @Test
    void asksSoManyQuestionsOnly() {
        StringBuilder record = new StringBuilder("v=spf1");
        for (int i = 0; i < 10; i++) {
            record.append(" mx:m").append(i).append(".example");
            for (int j = 0; j < 100; j++) {
                String host = "h%d-%d.example".formatted(i, j);
                zone.with("m" + i + ".example", "MX", j + " " + host + ".");
                zone.with(host, "A", "198.51.100." + j);
            }
        }
        assertThat(spf(record + " -all")).isNotEmpty();
        assertThat(zone.questions()).isLessThan(400);
    }

    @Test
    void postsAsAMailboxProviderDoes() throws IOException {
        record Case(int status, State state, String text) {}
        List<Case> cases =
                List.of(
                        new Case(404, State.OK, "arrives"),
                        new Case(200, State.OK, "arrives"),
                        new Case(302, State.WRONG, "a redirect"),
                        new Case(403, State.WRONG, "answered with 403"),
                        new Case(502, State.WRONG, "answered with 502"));
        for (Case each : cases) {
            List<String> asked = new ArrayList<>();
            com.sun.net.httpserver.HttpServer site =
                    com.sun.net.httpserver.HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            site.createContext(
                    "/",
                    exchange -> {
                        asked.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.US_ASCII));
                        exchange.getResponseHeaders().set("Location", "/elsewhere");
                        exchange.sendResponseHeaders(each.status(), -1);
                        exchange.close();
                    });
            site.start();
            try {
                Finding finding =
                        new OneClickCheck(Dns.at(zone.address()))
                                .probe(
                                        URI.create(
                                                "http://127.0.0.1:" + site.getAddress().getPort()));
                assertState(List.of(finding), each.state(), each.text());
            } finally {
                site.stop(0);
            }
            assertThat(asked)
                    .containsExactly("POST /unsubscribe/check-mail List-Unsubscribe=One-Click");
        }
    }
}
