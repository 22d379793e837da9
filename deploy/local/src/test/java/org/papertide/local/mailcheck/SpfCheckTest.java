package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

class SpfCheckTest extends MailCheckCase {

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
}
