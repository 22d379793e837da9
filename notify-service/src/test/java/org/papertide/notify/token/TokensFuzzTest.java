package org.papertide.notify.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.token.Tokens.Kind;
import org.papertide.notify.token.Tokens.Verified;
import org.papertide.testing.fuzz.Fuzz;

/** Tokens come from strangers: each is one that was issued, or refused, whatever it holds. */
class TokensFuzzTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final TokenKey KEY =
            new TokenKey(1, "a secret of this test".getBytes(StandardCharsets.UTF_8));
    private static final Tokens TOKENS =
            new Tokens(() -> List.of(KEY), Clock.fixed(NOW, ZoneOffset.UTC));

    static List<byte[]> samples() {
        return Fuzz.texts(
                TOKENS.issue(Kind.UNSUBSCRIBE, 7),
                TOKENS.issue(Kind.BOUNCE, Long.MAX_VALUE),
                TOKENS.issueReturn(7, Long.MAX_VALUE),
                TOKENS.issue(Kind.CONFIRM, 7, NOW.plusSeconds(3_600)));
    }

    @Test
    void onlyWhatWasIssuedIsAToken() {
        Fuzz.text(samples(), TokensFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, TokensFuzzTest::check);
    }

    private static void check(String input) {
        TOKENS.verifyReturn(input)
                .ifPresent(returned -> assertThat(returned.delivery()).isIn(7L, Long.MAX_VALUE));
        for (Kind kind : Kind.values()) {
            if (TOKENS.verify(kind, input) instanceof Verified.Valid(long subject)) {
                assertThat(subject).isIn(7L, Long.MAX_VALUE);
            }
        }
    }
}
