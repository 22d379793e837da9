package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

class DmarcCheckTest extends MailCheckCase {

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
}
