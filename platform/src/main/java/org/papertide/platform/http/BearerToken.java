package org.papertide.platform.http;

import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.hashing.Sha256;

/**
 * A token that a client must send, compared in constant time: hashes of equal length, whatever was
 * sent.
 */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";

    private final byte[] hash;

    public BearerToken(String token) {
        this.hash = Sha256.of(token);
    }

    /** Whether this is the token. */
    public boolean is(String sent) {
        return MessageDigest.isEqual(hash, Sha256.of(sent));
    }

    /** The token in an {@code Authorization} header, or empty if there is none (RFC 6750). */
    public static Optional<String> sent(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
