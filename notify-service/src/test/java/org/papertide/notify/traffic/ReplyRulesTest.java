package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SmtpReply;
import org.papertide.testing.Growth;

class ReplyRulesTest {

    private static final ReplyRules SHIPPED = ReplyRules.shipped();

    private static RefusalMeaning read(ReplyRules rules, String reply) {
        return read(rules, ReplyRule.reply(reply), "example.org", _ -> false);
    }

    private static RefusalMeaning read(
            ReplyRules rules, SmtpReply reply, String group, Predicate<ReplyRule> isReached) {
        return ReplyRules.read(reply, rules.matching(reply, group), isReached);
    }

    @TestFactory
    Stream<DynamicTest> eachExampleOfOursIsDecidedByItsRule() {
        return SHIPPED.rules().stream()
                .flatMap(rule ->
                        rule.written().examples().stream()
                                .map(example ->
                                        DynamicTest.dynamicTest(
                                                rule.name() + ": " + example,
                                                () -> assertDecides(rule, example))));
    }

    private static void assertDecides(ReplyRule rule, String example) {
        String group = rule.written().receivers().stream().findFirst().orElse("example.org");
        RefusalMeaning refusal = read(SHIPPED, ReplyRule.reply(example), group, rule::equals);
        assertThat(refusal.rule()).contains(rule.name());
    }

    /**
     * Words spare patterns; those of an example that is not found by its words fail at the start.
     */
    @Test
    void eachRuleOfOursHasWords() {
        assertThat(SHIPPED.rules())
                .allSatisfy(rule -> assertThat(rule.written().words()).isNotEmpty());
    }

    @Test
    void eachRuleOfOursHasAnExampleAndASource() {
        assertThat(SHIPPED.rules())
                .hasSizeGreaterThan(30)
                .allSatisfy(rule -> assertThat(rule.written().examples()).isNotEmpty());
        assertThat(SHIPPED.rules().stream().filter(rule -> rule.written().source() == null))
                .extracting(ReplyRule::name)
                .containsExactly("connection-is-full", "too-fast");
    }

    /** What our rules change of the meaning of the codes, by the words of the receivers. */
    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 The email account that you tried to reach does not exist, NoSuchMailbox, Nothing",
        "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)., NoSuchMailbox, Nothing",
        "550 5.4.1 Recipient address rejected: Access denied., HardFailure, Nothing",
        "554 delivery error: dd This user doesn't have a yahoo.com account, NoSuchMailbox, Nothing",
        "452 4.2.2 The recipient's inbox is out of storage space, Later[countsSoftly=true], Nothing",
        "450 4.2.1 The user you are trying to contact is receiving mail at a rate that, Later[countsSoftly=false], Nothing",
        "451 4.7.650 The mail server has been temporarily rate limited due to IP reputation, SlowDown, Slow",
        "451 4.7.0 Temporary server error. Please try again later. PRX2, Later[countsSoftly=false], Nothing",
        "421 4.7.0 Try again later, SlowDown, Slow",
        "550 SC-001 Unfortunately messages from 192.0.2.7 weren't sent., Policy, Pause[time=Optional[PT4H]]",
        "550 5.7.1 spam, Policy, Doubt",
        "550 5.7.1 likely unsolicited mail, Policy, Pause[time=Optional.empty]",
        "554 5.7.1 <…>: Relay access denied, Later[countsSoftly=true], Nothing",
        "550 relay not permitted, Later[countsSoftly=true], Nothing",
        "550 5.7.1 Your server is not authorized to send to this domain, Policy, Doubt",
        "550 5.7.1 You are not permitted to relay through this server, Policy, Doubt",
        "550 5.7.1 Relaying denied. IP name lookup failed [192.0.2.7], Policy, Doubt",
        "550 5.7.1 You are not allowed to send to this list, Later[countsSoftly=true], Nothing",
        "454 4.7.1 Relay access denied, Later[countsSoftly=true], Nothing",
        "550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected, SoftFailure, Nothing",
        "451 4.7.1 Greylisted, Greylisted[otherwise=Policy], Nothing",
        "550 no, SoftFailure, Nothing",
    })
    void readsWhatBigReceiversSay(String reply, String meaning, String forGroup) {
        RefusalMeaning refusal = read(SHIPPED, reply);
        assertThat(refusal.meaning().toString().replace("[]", "")).isEqualTo(meaning);
        assertThat(refusal.forGroup().toString().replace("[]", "")).isEqualTo(forGroup);
    }

    /** Servers name the host that they refuse; a part of 62.5.1.1 is no code, nor of 4.7.28.9. */
    @Test
    void readsNothingIntoAnAddressOfAHost() {
        Random random = new Random(7);
        List<String> replies =
                Stream.concat(
                                Stream.of(
                                        "421 busy", "450 later", "550 no", "554 no", "550 5.1.1 x"),
                                SHIPPED.rules().stream()
                                        .flatMap(rule -> rule.written().examples().stream()))
                        .toList();
        for (String reply : replies) {
            for (int at = reply.indexOf(' '); at >= 0; at = reply.indexOf(' ', at + 1)) {
                for (String around :
                        List.of("%s", "[%s]", "IP<%s>", "(%s)", "ip=%s", "%s.", "%s:")) {
                    String before = reply.substring(0, at) + " ";
                    String after = reply.substring(at);
                    String host = host(random);
                    assertThat(read(SHIPPED, before + around.formatted(host) + after).meaning())
                            .as("%s%s%s", before, host, after)
                            .isEqualTo(
                                    read(SHIPPED, before + around.formatted("93.99.93.99") + after)
                                            .meaning());
                }
            }
        }
    }

    /** Of numbers that codes have. */
    private static String host(Random random) {
        int[] numbers = {1, 2, 4, 5, 7, 28, 26, 30, 129, 131, 0, 34, 192, random.nextInt(256)};
        return IntStream.range(0, 4)
                .mapToObj(_ -> String.valueOf(numbers[random.nextInt(numbers.length)]))
                .collect(Collectors.joining("."));
    }

    @Test
    void noRuleOfOursBlamesAnAddressForATemporaryRefusal() {
        for (ReplyRule rule : SHIPPED.rules()) {
            for (String example : rule.written().examples()) {
                if (example.startsWith("4")) {
                    assertThat(rule.read(ReplyRule.reply(example)).meaning())
                            .isNotInstanceOfAny(
                                    ReplyClass.NoSuchMailbox.class,
                                    ReplyClass.HardFailure.class,
                                    ReplyClass.BareRefusal.class,
                                    ReplyClass.Disabled.class,
                                    ReplyClass.MessageFault.class);
                }
            }
        }
    }

    /** The server knows no recipient yet. */
    @Test
    void noRuleBlamesAnAddressForWhatIsRefusedAtMail() {
        for (ReplyRule rule : SHIPPED.rules()) {
            for (String example : rule.written().examples()) {
                int code = Integer.parseInt(example.substring(0, 3));
                SmtpReply reply = SmtpReply.of(code, example, SmtpReply.Phase.MAIL);
                assertThat(ReplyRules.read(reply, List.of(rule), _ -> true).meaning())
                        .as(example)
                        .isNotInstanceOfAny(
                                ReplyClass.NoSuchMailbox.class,
                                ReplyClass.HardFailure.class,
                                ReplyClass.BareRefusal.class,
                                ReplyClass.SoftFailure.class,
                                ReplyClass.Disabled.class)
                        .isNotEqualTo(new ReplyClass.Later(true));
            }
        }
        SmtpReply disabled =
                SmtpReply.of(550, "550 Your account has been disabled", SmtpReply.Phase.MAIL);
        assertThat(read(SHIPPED, disabled, "example.org", _ -> false))
                .isEqualTo(
                        new RefusalMeaning(
                                new ReplyClass.Policy(),
                                new RefusalMeaning.ForGroup.Pause(Optional.empty()),
                                Optional.of("yahoo-disabled")));
    }

    @Test
    void actsOnlyFromTheSoManiethMatchOnWhereItSaysSo() {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"rules": [{"name": "often", "pattern": "busy", "action": "PAUSE",
                            "for": "PT2H", "times": 5, "within": "PT1H"}]}
                        """);
        SmtpReply busy = ReplyRule.reply("451 busy");
        assertThat(read(rules, busy, "a", _ -> false).meaning())
                .isInstanceOf(ReplyClass.Later.class);
        assertThat(read(rules, busy, "a", rule -> rule.times() == 5).forGroup())
                .isEqualTo(new RefusalMeaning.ForGroup.Pause(Optional.of(Duration.ofHours(2))));
    }

    @Test
    void aRuleForReceiversIsForNoOther() {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"rules": [{"name": "mine", "receivers": ["google"], "pattern": "no",
                            "action": "slow"}]}
                        """);
        SmtpReply no = ReplyRule.reply("450 no");
        assertThat(read(rules, no, "google", _ -> true).rule()).contains("mine");
        assertThat(read(rules, no, "yahoo", _ -> true).rule()).isEmpty();
    }

    /** However they are written, they are the domains that mails go to. */
    @ParameterizedTest
    @ValueSource(strings = {"straße.example", "STRAẞE.example", "xn--strae-oqa.example."})
    void domainsOfReceiversAreKnownInEachOfTheirForms(String written) {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"receivers": [
                            {"name": "campus", "domains": ["%1$s"]},
                            {"name": "hosted", "hosts": ["mx.%1$s"]}],
                         "rules": [
                            {"name": "mine", "receivers": ["%1$s"], "pattern": "no",
                                "action": "slow"}]}
                        """
                                .formatted(written));
        ReceivingGroups groups =
                new ReceivingGroups(
                        rules.receivers(),
                        Optional.of(_ ->
                                CompletableFuture.completedFuture(
                                        List.of("1.mx.xn--strae-oqa.example"))),
                        Clock.systemUTC());

        assertThat(groups.of("straße.example")).isEqualTo("campus");
        assertThat(groups.of("university.edu")).isEqualTo("hosted");
        SmtpReply no = ReplyRule.reply("450 no");
        assertThat(read(rules, no, "xn--strae-oqa.example", _ -> true).rule()).contains("mine");
    }

    @Test
    void anOperatorsRulesComeFirstAndReplaceOursOfTheSameName(@TempDir Path directory)
            throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("rules.json"),
                        """
                        // Ours know better.
                        {"receivers": [{"name": "google", "domains": ["gmail.com"], "hosts": [],
                            "connections": 2, "perMinute": 60}],
                         "rules": [
                            {"name": "campus", "pattern": "5\\\\.7\\\\.1 spam", "action": "soft"},
                            {"name": "google-rate", "pattern": "4\\\\.7\\\\.28", "action": "later"}]}
                        """);
        ReplyRules rules = ReplyRules.withOperators(file);
        assertThat(read(rules, "550 5.7.1 spam").rule()).contains("campus");
        assertThat(read(rules, "421 4.7.28 rate").meaning()).isEqualTo(new ReplyClass.Later(false));
        assertThat(read(rules, "554 5.7.9 Message not accepted for policy reasons").rule())
                .contains("yahoo-policy");
        assertThat(rules.receivers())
                .extracting(Receiver::name)
                .containsOnlyOnce("google")
                .contains("yahoo");
        assertThat(rules.receivers().getFirst().perMinute()).hasValue(60);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'rules': [{'name': 'a'}]} | rule 1 (a): pattern: is missing",
                "{'rules': [{'pattern': 'a', 'action': 'slow'}]} | rule 1 (null): name: is missing",
                "{'rules': [{'name': ' ', 'pattern': 'a', 'action': 'slow'}]} | name: is empty",
                "{'rules': [{'name': 'a', 'pattern': ' ', 'action': 'slow'}]} | rule 1 (a): pattern: is empty",
                "{'rules': [{'name': 'a', 'pattern': '(', 'action': 'slow'}]} | rule 1 (a): pattern: error parsing regexp: missing closing )",
                "{'rules': [{'name': 'a', 'pattern': '(a)\\\\1', 'action': 'slow'}]} | rule 1 (a): pattern: error parsing regexp: invalid escape sequence",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'unless': '(', 'action': 'slow'}]} | rule 1 (a): unless: error parsing regexp: missing closing )",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'unless': 'b', 'action': 'slow', 'examples': ['450 a b']}]} | rule 1 (a): examples: does not match \"450 a b\"",
                "{'rules': [{'name': 'a', 'pattern': 'a*', 'action': 'slow'}]} | rule 1 (a): pattern: matches every reply",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'words': ['A'], 'action': 'slow'}]} | rule 1 (a): words: must be in lower case, has \"A\"",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'stop'}]} | rule 1 (a): action: must be one of [SLOW, PAUSE, POLICY",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'pause'}]} | rule 1 (a): for: must be given with the action PAUSE",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'for': 'PT1H'}]} | rule 1 (a): for: must be given with the action PAUSE",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'pause', 'for': '2h'}]} | rule 1 (a): for: must be a duration such as PT2H, is \"2h\"",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'pause', 'for': 'P99D'}]} | rule 1 (a): for: must be more than nothing and at most 7 days",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'times': 5}]} | rule 1 (a): times: must be given together with within",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'times': 1, 'within': 'PT1H'}]} | rule 1 (a): times: must be from 2 to 1000",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'times': 1001, 'within': 'PT1H'}]} | rule 1 (a): times: must be from 2 to 1000",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'times': 2, 'within': 'PT0S'}]} | rule 1 (a): within: must be more than nothing",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'times': 2, 'within': 'PT168H0.001S'}]} | rule 1 (a): within: must be more than nothing",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'examples': ['450 b']}]} | rule 1 (a): examples: does not match \"450 b\"",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'others': ['450 a']}]} | rule 1 (a): others: matches \"450 a\"",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'examples': ['a']}]} | rule 1 (a): examples: must begin with a code",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'sample': 1}]} | line 1: Unrecognized field \"sample\"",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow'}, {'name': 'a', 'pattern': 'a', 'action': 'slow'}]} | rule 2 (a): name: is there twice",
                "{'receivers': [{'name': 'a'}]} | receiver 1 (a): domains: there are neither domains nor hosts",
                "{'receivers': [{'name': 'a', 'domains': ['a..org']}]} | receiver 1 (a): domains: has \"a..org\": it is not a domain",
                "{'receivers': [{'name': 'b', 'domains': ['b.org']}, {'name': 'a', 'domains': ['a.org'], 'hosts': ['xn--example.org']}]} | receiver 2 (a): hosts: has \"xn--example.org\": what follows xn-- encodes no name",
                "{'rules': [{'name': 'a', 'receivers': ['.org'], 'pattern': 'a', 'action': 'slow'}]} | rule 1 (a): receivers: has \".org\": it is not a domain",
                "{'receivers': [{'name': 'a', 'domains': ['a.org'], 'connections': 0}]} | receiver 1 (a): connections: must be at least 1",
                "{'receivers': [null]} | line 1: Invalid `null` value",
                "{'receivers': [{'name': 'a', 'domains': [null]}]} | line 1: Invalid `null` value",
                "{'rules': [{'name': 'a', 'pattern': 'a', 'action': 'slow', 'examples': [null]}]} | line 1: Invalid `null` value",
                "{'receivers': [{'name': 'a', 'domains': ['a.org'], 'connections': 1.5}]} | line 1: Cannot coerce",
                "{'receivers': [{'name': 'a', 'domains': ['a.org'], 'connections': ''}]} | line 1: Cannot coerce",
                "{'rules': []} {'rules': []} | line 1: Trailing token",
                "nonsense | line 1: Unrecognized token 'nonsense'",
                "null | is empty",
            })
    void saysWhatIsWrongWithAnOperatorsFile(String json, String message, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("rules.json"), json.replace('\'', '"'));
        assertThatThrownBy(() -> ReplyRules.withOperators(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("papertide.traffic.rules-file: " + file + ": ")
                .hasMessageContaining(message);
    }

    /** Those of several mail servers, and those that are cut. */
    @ParameterizedTest
    @ValueSource(strings = {"mx1.a.example,mx2.a.example", "mx1.a.example,mx2.a…3f"})
    void takesGroupsAsLogsNameThem(String group) {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"rules": [{"name": "mine", "receivers": ["%s"], "pattern": "no",
                            "action": "slow"}]}
                        """
                                .formatted(group));
        assertThat(read(rules, ReplyRule.reply("450 no"), group, _ -> true).rule())
                .contains("mine");
    }

    @ParameterizedTest
    @CsvSource({"2, PT0.001S", "1000, PT168H"})
    void takesNumbersToTheirBounds(int times, String within) {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"rules": [{"name": "a", "pattern": "a", "action": "slow", "times": %d,
                            "within": "%s"}]}
                        """
                                .formatted(times, within));
        assertThat(rules.rules().getFirst()).hasToString("ReplyRule[a]");
        assertThat(rules.rules().getFirst().times()).isEqualTo(times);
    }

    @Test
    void saysThatAnOperatorsFileIsNotThere() {
        assertThatThrownBy(() -> ReplyRules.withOperators(Path.of("no", "such", "file")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.traffic.rules-file: no/such/file: cannot be read");
    }

    /** With java.util.regex this pattern takes longer than the universe is old. */
    @Test
    void aCarelessPatternTakesTimeInProportionToTheReply() {
        ReplyRules rules =
                ReplyRules.parse(
                        "test",
                        """
                        {"rules": [{"name": "careless", "pattern": "(a+)+$", "action": "slow"}]}
                        """);
        assertThat(read(rules, "450 " + "a".repeat(190) + "!").rule()).isEmpty();
        ReplyRule rule = rules.rules().getFirst();
        Growth.assertLinear(
                20_000,
                size ->
                        new SmtpReply(
                                450,
                                Optional.empty(),
                                "a".repeat(size) + "!",
                                SmtpReply.Phase.DATA),
                reply -> assertThat(rule.matches(reply)).isFalse());
    }

    @Test
    void theLinesOfAReplyAreReadAsOne() {
        assertThat(
                        ReplyRule.line(
                                ReplyRule.reply(
                                        "421-4.7.28 rate of mail\r\n421-4.7.28 from you\r\n421 4.7.28 is high")))
                .isEqualTo("421-4.7.28 rate of mail from you is high");
    }

    @Test
    void receiversAreDistinct() {
        List<String> domains =
                SHIPPED.receivers().stream().flatMap(it -> it.domains().stream()).toList();
        assertThat(domains).doesNotHaveDuplicates();
    }
}
