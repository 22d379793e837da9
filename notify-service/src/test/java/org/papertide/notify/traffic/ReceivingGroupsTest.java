package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SettableClock;

class ReceivingGroupsTest {

    /** Answers when the test says so. */
    private static final class Dns implements MxLookup {

        private final List<String> questions = new ArrayList<>();
        private final Map<String, CompletableFuture<List<String>>> open = new HashMap<>();

        @Override
        public CompletionStage<List<String>> hosts(String domain) {
            questions.add(domain);
            CompletableFuture<List<String>> answer = new CompletableFuture<>();
            open.put(domain, answer);
            return answer;
        }

        void answer(String domain, String... hosts) {
            answerOf(domain).complete(List.of(hosts));
        }

        void fail(String domain) {
            answerOf(domain).completeExceptionally(new IllegalStateException("timeout"));
        }

        private CompletableFuture<List<String>> answerOf(String domain) {
            CompletableFuture<List<String>> answer = open.remove(domain);
            if (answer == null) {
                throw new AssertionError("nobody asked for " + domain);
            }
            return answer;
        }
    }

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final Dns dns = new Dns();
    private final ReceivingGroups groups =
            new ReceivingGroups(ReplyRules.shipped().receivers(), Optional.of(dns), clock);

    @Test
    void aDomainIsAGroupOfItsOwnUntilTheDnsHasAnswered() {
        assertThat(groups.of("one.org")).isEqualTo("one.org");
        assertThat(groups.of("one.org")).isEqualTo("one.org");
        assertThat(dns.questions).containsExactly("one.org");
        dns.answer("one.org", "mx2.host.net", "mx1.host.net");
        assertThat(groups.of("one.org")).isEqualTo("mx1.host.net,mx2.host.net");
    }

    /** Answers as it is told to. */
    private static final class Registry implements MxLookup {

        private final List<String> asked = new ArrayList<>();
        private final List<CompletableFuture<Boolean>> questions = new ArrayList<>();

        @Override
        public CompletionStage<List<String>> hosts(String domain) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<Boolean> isGone(String domain) {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            asked.add(domain);
            questions.add(answer);
            return answer;
        }
    }

    private ReceivingGroups asking(MxLookup lookup) {
        ReceivingGroups asking =
                new ReceivingGroups(ReplyRules.shipped().receivers(), Optional.of(lookup), clock);
        asking.tookMail("There.org");
        return asking;
    }

    @Test
    void actsOnlyWhereTheDnsSaysThatADomainIsGone() {
        Registry registry = new Registry();
        ReceivingGroups asking = asking(registry);
        List<String> acted = new CopyOnWriteArrayList<>();
        asking.whenGone("found.org", () -> acted.add("found"));
        asking.whenGone("silent.org", () -> acted.add("silent"));
        asking.whenGone("reserved.example", () -> acted.add("reserved"));
        asking.whenGone("gone.org", () -> acted.add("gone"));
        assertThat(registry.questions).hasSize(3);
        registry.questions.get(0).complete(false);
        registry.questions.get(1).completeExceptionally(new IllegalStateException("timeout"));
        registry.questions.get(2).complete(true);
        assertThat(registry.asked).last().isEqualTo("there.org");
        registry.questions.get(3).complete(false);
        await().untilAsserted(() -> assertThat(acted).containsExactly("gone"));
        groups.tookMail("there.org");
        groups.whenGone("gone.org", () -> acted.add("nobody was asked"));
        assertThat(acted).hasSize(1);
    }

    /** A name server that knows nobody, or no domain to try it with. */
    @Test
    void doesNotActWhereTheDnsMayBeAtFault() {
        Registry registry = new Registry();
        ReceivingGroups asking =
                new ReceivingGroups(ReplyRules.shipped().receivers(), Optional.of(registry), clock);
        List<String> acted = new CopyOnWriteArrayList<>();
        asking.whenGone("gone.org", () -> acted.add("nothing took a mail"));
        asking.tookMail("gone.org");
        asking.whenGone("Gone.org", () -> acted.add("itself took a mail"));
        assertThat(registry.questions).isEmpty();
        asking.tookMail("there.org");
        for (int i = 0; i < ReceivingGroups.MAX_QUESTIONS; i++) {
            asking.whenGone("gone.org", () -> acted.add("none is known"));
            registry.questions.removeFirst().complete(true);
            registry.questions.removeFirst().complete(true);
            asking.whenGone("gone.org", () -> acted.add("no answer"));
            registry.questions.removeFirst().complete(true);
            registry.questions.removeFirst().completeExceptionally(new IllegalStateException());
        }
        sure(asking, registry, "gone.org", acted);
        await().untilAsserted(() -> assertThat(acted).containsExactly("gone.org"));
    }

    private static void sure(
            ReceivingGroups asking, Registry registry, String domain, List<String> acted) {
        asking.whenGone(domain, () -> acted.add(domain));
        registry.questions.removeFirst().complete(true);
        registry.questions.removeFirst().complete(false);
    }

    @Test
    void takesFewDomainsForGoneWithinAnHour() {
        Registry registry = new Registry();
        ReceivingGroups asking = asking(registry);
        List<String> acted = new CopyOnWriteArrayList<>();
        for (int i = 0; i <= ReceivingGroups.MAX_GONE; i++) {
            sure(asking, registry, "gone" + i + ".org", acted);
        }
        sure(asking, registry, "gone0.org", acted);
        await().untilAsserted(() ->
                assertThat(acted)
                        .hasSize(ReceivingGroups.MAX_GONE + 1)
                        .doesNotContain("gone" + ReceivingGroups.MAX_GONE + ".org"));
        clock.advance(ReceivingGroups.GONE_WITHIN);
        sure(asking, registry, "later.org", acted);
        await().untilAsserted(() -> assertThat(acted).contains("later.org"));
    }

    @Test
    void asksAboutSoManyLostDomainsAtATime() {
        Registry registry = new Registry();
        ReceivingGroups asking = asking(registry);
        for (int i = 0; i < 2 * ReceivingGroups.MAX_QUESTIONS; i++) {
            asking.whenGone("gone" + i + ".org", () -> {});
        }
        assertThat(registry.questions).hasSize(ReceivingGroups.MAX_QUESTIONS);
        registry.questions.getFirst().complete(false);
        asking.whenGone("another.org", () -> {});
        assertThat(registry.questions).hasSize(ReceivingGroups.MAX_QUESTIONS + 1);
    }

    @Test
    void domainsWithTheSameHostsAreOneGroup() {
        groups.of("one.org");
        groups.of("two.org");
        dns.answer("one.org", "mx1.host.net", "mx2.host.net");
        dns.answer("two.org", "mx2.host.net", "mx1.host.net");
        assertThat(groups.of("one.org")).isEqualTo(groups.of("two.org"));
    }

    @Test
    void domainsAtABigReceiverAreItsGroup() {
        groups.of("university.edu");
        dns.answer("university.edu", "aspmx.l.google.com", "alt1.aspmx.l.google.com");
        assertThat(groups.of("university.edu")).isEqualTo("google");
        assertThat(groups.of("Gmail.com")).isEqualTo("google");
        groups.of("mixed.edu");
        dns.answer("mixed.edu", "aspmx.l.google.com", "mx.mixed.edu");
        assertThat(groups.of("mixed.edu")).isEqualTo("aspmx.l.google.com,mx.mixed.edu");
        groups.of("evil.edu");
        dns.answer("evil.edu", "evilgoogle.com");
        assertThat(groups.of("evil.edu")).isEqualTo("evilgoogle.com");
    }

    @Test
    void knownDomainsAndReservedNamesAreNotAskedFor() {
        for (String domain :
                List.of(
                        "gmail.com",
                        "example.org",
                        "a.example.com",
                        "papertide.localhost",
                        "x.test")) {
            groups.of(domain);
        }
        assertThat(dns.questions).isEmpty();
    }

    @Test
    void asksAgainWhenAnAnswerIsOldAndSoonerWhenThereWasNone() {
        groups.of("one.org");
        dns.answer("one.org", "mx.host.net");
        groups.of("two.org");
        dns.fail("two.org");
        assertThat(groups.of("two.org")).isEqualTo("two.org");
        assertThat(dns.questions).hasSize(2);
        clock.advance(ReceivingGroups.UNKNOWN_FOR.plus(Duration.ofSeconds(1)));
        assertThat(groups.of("one.org")).isEqualTo("mx.host.net");
        assertThat(groups.of("two.org")).isEqualTo("two.org");
        assertThat(dns.questions).containsExactly("one.org", "two.org", "two.org");
        clock.advance(ReceivingGroups.KNOWN_FOR);
        groups.of("one.org");
        assertThat(dns.questions).hasSize(4);
    }

    @Test
    void aDomainWithoutHostsIsItsOwnGroupForLong() {
        groups.of("null-mx.org");
        dns.answer("null-mx.org");
        clock.advance(Duration.ofHours(1));
        assertThat(groups.of("null-mx.org")).isEqualTo("null-mx.org");
        assertThat(dns.questions).hasSize(1);
    }

    @Test
    void asksForFewDomainsAtATime() {
        IntStream.range(0, 1000).forEach(i -> groups.of("d" + i + ".org"));
        assertThat(dns.questions).hasSize(ReceivingGroups.MAX_QUESTIONS);
        dns.answer("d0.org", "mx.host.net");
        groups.of("d999.org");
        assertThat(dns.questions).contains("d999.org");
    }

    @Test
    void aLookUpThatThrowsIsAsGoodAsNone() {
        MxLookup broken =
                _ -> {
                    throw new IllegalStateException("no");
                };
        ReceivingGroups alone = new ReceivingGroups(List.of(), Optional.of(broken), clock);
        assertThat(alone.of("one.org")).isEqualTo("one.org");
    }

    @Test
    void namesAreShortWhateverTheDnsAnswers() {
        String[] many =
                IntStream.range(0, 30)
                        .mapToObj(i -> "mx%02d.of.a.long.name.net".formatted(i))
                        .toArray(String[]::new);
        groups.of("one.org");
        dns.answer("one.org", many);
        groups.of("two.org");
        many[29] = "mx99.of.a.long.name.net";
        dns.answer("two.org", many);
        assertThat(groups.of("one.org")).hasSizeLessThanOrEqualTo(ReceivingGroups.MAX_NAME);
        assertThat(groups.of("two.org")).isNotEqualTo(groups.of("one.org"));
    }

    @Test
    void foreignDomainsAreAskedForInAsciiForm() {
        assertThat(groups.of("Bücher.de")).isEqualTo("xn--bcher-kva.de");
        assertThat(groups.of("faß.de")).isEqualTo("xn--fa-hia.de");
        assertThat(dns.questions).containsExactly("xn--bcher-kva.de", "xn--fa-hia.de");
    }

    @Test
    void withoutTheDnsEachDomainIsAlone() {
        ReceivingGroups alone = new ReceivingGroups(List.of(), Optional.empty(), clock);
        assertThat(alone.of("one.org")).isEqualTo("one.org");
    }
}
