package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.notify.token.TokenKey;
import org.papertide.notify.token.Tokens;

class ReturnAddressesTest {

    private static final TokenKey KEY =
            new TokenKey(1, "a secret of some length".getBytes(StandardCharsets.UTF_8));

    private final Tokens tokens = new Tokens(() -> List.of(KEY), Clock.systemUTC());
    private final ReturnAddresses addresses =
            new ReturnAddresses(tokens, "bounces.papertide.example", "papertide.example");
    private final String bounce = tokens.issue(Tokens.Kind.BOUNCE, 77);
    private final String unsubscribe = tokens.issue(Tokens.Kind.UNSUBSCRIBE, 9);

    @Test
    void findsWhatAnAddressIsAbout() {
        assertThat(addresses.find("b+" + bounce + "@bounces.papertide.example"))
                .contains(new Subject.OfDelivery(77));
        assertThat(addresses.find("u+" + unsubscribe + "@papertide.example"))
                .contains(new Subject.OfSubscription(9));
        assertThat(addresses.ofDelivery(bounce)).contains(new Subject.OfDelivery(77));
    }

    @Test
    void findsTheSubscriptionBesideTheDelivery() {
        Subject both = new Subject.OfDelivery(77, OptionalLong.of(9));
        String token = tokens.issueReturn(77, 9);
        assertThat(addresses.find("b+" + token + "@bounces.papertide.example")).contains(both);
        assertThat(addresses.ofDelivery(token)).contains(both);
    }

    @Test
    void findsItInAnyCase() {
        String address = "b+" + bounce + "@bounces.papertide.example";
        assertThat(addresses.find(address.toUpperCase(Locale.ROOT)))
                .contains(new Subject.OfDelivery(77));
    }

    @Test
    void fitsIntoALocalPart() {
        assertThat("b+" + tokens.issue(Tokens.Kind.BOUNCE, Long.MAX_VALUE))
                .hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void takesTheFirstThatIsOurs() {
        assertThat(
                        addresses.find(
                                List.of(
                                        "digest@papertide.example",
                                        "u+" + unsubscribe + "@papertide.example",
                                        "b+" + bounce + "@bounces.papertide.example")))
                .contains(new Subject.OfSubscription(9));
        assertThat(addresses.find(List.of())).isEmpty();
    }

    @Test
    void findsNothingWhereTheKindOrTheDomainIsAnother() {
        assertThat(addresses.find("u+" + bounce + "@papertide.example")).isEmpty();
        assertThat(addresses.find("b+" + unsubscribe + "@bounces.papertide.example")).isEmpty();
        assertThat(addresses.find("b+" + bounce + "@papertide.example")).isEmpty();
        assertThat(addresses.find("u+" + unsubscribe + "@bounces.papertide.example")).isEmpty();
        assertThat(addresses.find("c+" + bounce + "@bounces.papertide.example")).isEmpty();
        assertThat(addresses.find(bounce + "@bounces.papertide.example")).isEmpty();
    }

    @Test
    void findsNothingInAnythingElse() {
        for (String text : List.of("", "@", "b+@", "b+@bounces.papertide.example", "b+", "a@b@c")) {
            assertThat(addresses.find(text)).as(text).isEmpty();
        }
        assertThat(addresses.find("b+" + "a".repeat(100_000) + "@bounces.papertide.example"))
                .isEmpty();
    }

    /** Whoever has the address of one mail can make that of no other. */
    @Test
    void findsNothingInAForgedToken() {
        Random random = new Random(1);
        String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder forged = new StringBuilder(bounce);
            int at = random.nextInt(bounce.length());
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            forged.setCharAt(at, other);
            if (!forged.toString().equals(bounce)) {
                assertThat(addresses.find("b+" + forged + "@bounces.papertide.example"))
                        .as(forged.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void knowsTheAddressesOfAnOldKey() {
        TokenKey next =
                new TokenKey(2, "another secret of length".getBytes(StandardCharsets.UTF_8));
        ReturnAddresses rotated =
                new ReturnAddresses(
                        new Tokens(() -> List.of(next, KEY), Clock.systemUTC()),
                        "bounces.papertide.example",
                        "papertide.example");
        assertThat(rotated.ofDelivery(bounce)).contains(new Subject.OfDelivery(77));
    }
}
