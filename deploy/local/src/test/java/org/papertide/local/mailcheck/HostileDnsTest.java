package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;
import org.xbill.DNS.SimpleResolver;

/** Name servers and records of whoever likes to hold the check up, or to confuse who reads it. */
class HostileDnsTest extends MailCheckCase {

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
}
