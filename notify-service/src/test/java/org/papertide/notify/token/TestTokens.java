package org.papertide.notify.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Tokens under a key that all tests know. */
public final class TestTokens {

    /** The key. */
    public static final TokenKey KEY =
            new TokenKey(1, "a secret of some length".getBytes(StandardCharsets.UTF_8));

    private TestTokens() {}

    /** The keys of these settings; the database has none. */
    public static TokenKeyring keyring(String... settings) {
        TokenKeyring keyring = new TokenKeyring(List.of(settings));
        List<Integer> _ = keyring.use(List.of());
        return keyring;
    }

    /** Tokens of that key, by this clock. */
    public static Tokens of(Clock clock) {
        return new Tokens(() -> List.of(KEY), clock);
    }
}
