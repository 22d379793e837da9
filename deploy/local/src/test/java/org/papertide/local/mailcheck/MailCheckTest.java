package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

class MailCheckTest extends MailCheckCase {

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
}
