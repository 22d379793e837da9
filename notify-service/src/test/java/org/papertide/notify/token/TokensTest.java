package org.papertide.notify.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.token.Tokens.Kind;
import org.papertide.notify.token.Tokens.Verified;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.testing.SettableClock;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private final SettableClock clock = new SettableClock(NOW);
    private final TokenKey first = key(1, "the first secret of the service");
    private final TokenKey second = key(2, "the second secret of the service");
    private final Tokens tokens = new Tokens(() -> List.of(first), clock);

    private static TokenKey key(int id, String secret) {
        return new TokenKey(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fitsIntoALocalPartAndSurvivesItsFolding() {
        String bounce = tokens.issue(Kind.BOUNCE, Long.MAX_VALUE);
        String confirm = tokens.issue(Kind.CONFIRM, Long.MAX_VALUE, NOW.plusSeconds(60));

        assertThat(("b+" + bounce).length()).isLessThanOrEqualTo(64);
        assertThat(confirm).hasSizeLessThanOrEqualTo(Tokens.MAX_LENGTH).matches("[a-z2-7]+");
        assertThat(tokens.verify(Kind.BOUNCE, bounce.toUpperCase(Locale.ROOT)))
                .isEqualTo(new Verified.Valid(Long.MAX_VALUE));
    }

    @Test
    void namesDeliveryAndSubscriptionInAReturnAddress() {
        String token = tokens.issueReturn(Long.MAX_VALUE, Long.MAX_VALUE - 1);
        assertThat("b+" + token).hasSizeLessThanOrEqualTo(64);
        assertThat(tokens.verifyReturn(token.toUpperCase(Locale.ROOT)))
                .contains(new Tokens.Returned(Long.MAX_VALUE, OptionalLong.of(Long.MAX_VALUE - 1)));
        assertThat(tokens.verifyReturn(tokens.issue(Kind.BOUNCE, 7)))
                .as("of an earlier release")
                .contains(new Tokens.Returned(7, OptionalLong.empty()));

        assertThat(tokens.verifyReturn(tokens.issue(Kind.UNSUBSCRIBE, 7))).isEmpty();
        assertThat(tokens.verifyReturn("")).isEmpty();
        assertThat(tokens.verify(Kind.BOUNCE, token)).isEqualTo(new Verified.Forged());
        for (int at = 0; at < token.length(); at++) {
            char other = token.charAt(at) == 'a' ? 'b' : 'a';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            // The last letter has bits that count for nothing.
            if (at < token.length() - 1) {
                assertThat(tokens.verifyReturn(changed)).as("letter %d", at).isEmpty();
            }
            assertThat(tokens.verifyReturn(token.substring(0, at))).isEmpty();
        }
    }

    @Test
    void namesASubscriptionAndTheVersionOfItsFeed() {
        Tokens.FeedToken feed = new Tokens.FeedToken(Long.MAX_VALUE - 1, Integer.MAX_VALUE);
        String token = tokens.issueFeed(feed);

        assertThat(token).hasSizeLessThanOrEqualTo(Tokens.MAX_LENGTH).matches("[a-z2-7]+");
        assertThat(tokens.verifyFeed(token)).contains(feed);
        assertThat(tokens.issueFeed(new Tokens.FeedToken(7, 1)))
                .isNotEqualTo(tokens.issueFeed(new Tokens.FeedToken(7, 2)));
        clock.advance(Duration.ofDays(36_500));
        assertThat(new Tokens(() -> List.of(second, first), clock).verifyFeed(token))
                .as("it outlives a rotation of keys")
                .contains(feed);
        assertThat(new Tokens(() -> List.of(second), clock).verifyFeed(token)).isEmpty();
        for (Kind kind : Kind.values()) {
            assertThat(tokens.verify(kind, token)).as("%s", kind).isEqualTo(new Verified.Forged());
        }
        assertThat(tokens.verifyFeed(tokens.issue(Kind.PREFERENCES, 7, NOW))).isEmpty();
        assertThat(tokens.verifyFeed(tokens.issue(Kind.FEED, 7))).isEmpty();
        for (int at = 0; at < token.length() - 1; at++) {
            char other = token.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(tokens.verifyFeed(token.substring(0, at) + other + token.substring(at + 1)))
                    .as("letter %d", at)
                    .isEmpty();
        }
    }

    @Test
    void isGoodForNothingButWhatItIsBoundTo() {
        String token = tokens.issueBound(Kind.CHALLENGE, 7, NOW.plusSeconds(60), "1\nslack\nx");
        assertThat(token).hasSizeLessThanOrEqualTo(Tokens.MAX_LENGTH).matches("[a-z2-7]+");
        assertThat(tokens.verifyBound(Kind.CHALLENGE, token, "1\nslack\nx"))
                .isEqualTo(new Verified.Valid(7));
        for (String other : List.of("", "1\nslack\n", "1\nslack\nxy", "2\nslack\nx")) {
            assertThat(tokens.verifyBound(Kind.CHALLENGE, token, other))
                    .isEqualTo(new Verified.Forged());
        }
        assertThat(tokens.verify(Kind.CHALLENGE, token)).isEqualTo(new Verified.Forged());
    }

    @Test
    void expiresToTheMinute() {
        String token = tokens.issue(Kind.CONFIRM, 7, NOW.plus(Duration.ofDays(2)));
        clock.advance(Duration.ofDays(2));
        assertThat(tokens.verify(Kind.CONFIRM, token)).isEqualTo(new Verified.Valid(7));
        clock.advance(Duration.ofMinutes(1));
        assertThat(tokens.verify(Kind.CONFIRM, token)).isEqualTo(new Verified.Expired(7));
    }

    @Test
    void neverExpiresForUnsubscriptionAndOutlivesARotation() {
        String token = tokens.issue(Kind.UNSUBSCRIBE, 7);
        clock.advance(Duration.ofDays(36_500));
        Tokens rotated = new Tokens(() -> List.of(second, first), clock);
        assertThat(rotated.verify(Kind.UNSUBSCRIBE, token)).isEqualTo(new Verified.Valid(7));
        assertThat(rotated.issue(Kind.UNSUBSCRIBE, 7)).isNotEqualTo(token);
    }

    @Test
    void isNoTokenOfAnotherKindOrKey() {
        String token = tokens.issue(Kind.UNSUBSCRIBE, 7);
        assertThat(tokens.verify(Kind.BOUNCE, token)).isEqualTo(new Verified.Forged());
        Tokens other = new Tokens(() -> List.of(key(1, "a secret that somebody guessed")), clock);
        assertThat(tokens.verify(Kind.UNSUBSCRIBE, other.issue(Kind.UNSUBSCRIBE, 7)))
                .isEqualTo(new Verified.Forged());
        Tokens later = new Tokens(() -> List.of(second), clock);
        assertThat(later.verify(Kind.UNSUBSCRIBE, token)).isEqualTo(new Verified.Forged());
    }

    @Test
    void refusesEveryChangedTruncatedOrLengthenedToken() {
        String token = tokens.issue(Kind.UNSUBSCRIBE, 7);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.verify(Kind.UNSUBSCRIBE, changed)).isEqualTo(new Verified.Forged());
            assertThat(tokens.verify(Kind.UNSUBSCRIBE, token.substring(0, i)))
                    .isEqualTo(new Verified.Forged());
        }
        for (String hostile :
                List.of(token + "a", "", "é", "x".repeat(100_000), token + "\r\n", "../" + token)) {
            assertThat(tokens.verify(Kind.UNSUBSCRIBE, hostile)).isEqualTo(new Verified.Forged());
        }
    }

    @Test
    void refusesNoise() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            assertThat(tokens.verify(Kind.UNSUBSCRIBE, Base32.encode(noise)))
                    .isEqualTo(new Verified.Forged());
        }
    }

    @Test
    void decodesWhatItEncodes() {
        Random random = new Random(2);
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base32.decode(Base32.encode(bytes))).hasValue(bytes);
        }
        // RFC 4648 section 10, in lower case and without padding.
        assertThat(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("mzxw6ytboi");
    }

    @Test
    void asksForTheExpiryOfExpiringKindsOnly() {
        assertThatThrownBy(() -> tokens.issue(Kind.CONFIRM, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.issue(Kind.BOUNCE, 1, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** It is still found: addresses are recognised, and secrets opened, by its number. */
    @Test
    void verifiesNoLinkByAKeyThatLeaked() {
        String old = "1=" + Base64.getEncoder().encodeToString(first.secret());
        String fresh = "2=" + Base64.getEncoder().encodeToString(second.secret());
        String link = new Tokens(() -> List.of(first), clock).issue(Kind.UNSUBSCRIBE, 7);

        TokenKeyring rotated = TestTokens.keyring(fresh, old);
        TokenKeyring leaked = TestTokens.keyring(fresh, "-" + old);

        assertThat(new Tokens(rotated::keys, clock).verify(Kind.UNSUBSCRIBE, link))
                .isEqualTo(new Verified.Valid(7));
        assertThat(new Tokens(leaked::keys, clock).verify(Kind.UNSUBSCRIBE, link))
                .isEqualTo(new Verified.Forged());
        assertThat(leaked.find(1))
                .hasValueSatisfying(key -> assertThat(key.secret()).isEqualTo(first.secret()));
        assertThatThrownBy(() -> new TokenKeyring(List.of("-" + old, fresh)))
                .hasMessageContaining("leaked");
        assertThatThrownBy(() -> new TokenKeyring(List.of(fresh, "--" + old)))
                .hasMessageContaining("id=base64");
    }

    /** Also where the settings have keys: it may be signed by one that is in the database. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsNoLinkForgedBeforeTheKeysAreLoaded(boolean configured) {
        String own = "2=" + Base64.getEncoder().encodeToString(second.secret());
        TokenKeyring keyring = new TokenKeyring(configured ? List.of(own) : List.of());
        Tokens early = new Tokens(keyring::keys, clock);
        String unsubscribe = tokens.issue(Kind.UNSUBSCRIBE, 7);
        assertThatThrownBy(() -> early.verify(Kind.UNSUBSCRIBE, unsubscribe))
                .isInstanceOf(UnavailableException.class);
        String returned = tokens.issueReturn(7, 8);
        assertThatThrownBy(() -> early.verifyReturn(returned))
                .isInstanceOf(UnavailableException.class);
        String feed = tokens.issueFeed(new Tokens.FeedToken(7, 1));
        assertThatThrownBy(() -> early.verifyFeed(feed)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> early.issue(Kind.UNSUBSCRIBE, 7))
                .isInstanceOf(UnavailableException.class);
        assertThat(early.verify(Kind.UNSUBSCRIBE, "no token"))
                .as("what is none under any key")
                .isEqualTo(new Verified.Forged());

        assertThat(keyring.use(List.of(first))).isEmpty();
        assertThat(early.verify(Kind.UNSUBSCRIBE, unsubscribe)).isEqualTo(new Verified.Valid(7));
    }

    @Test
    void neverPrintsASecretOfTheSettings() {
        assertThatThrownBy(() -> new TokenKeyring(List.of("1=c2VjcmV0")))
                .hasMessageNotContaining("c2VjcmV0")
                .hasMessageContaining("papertide.tokens.keys");
    }
}
