package org.papertide.notify.token;

import java.security.MessageDigest;

/** A secret that signs tokens. */
public final class TokenKey {

    /** 128 bits. */
    public static final int MIN_SECRET = 16;

    private final int id;
    private final byte[] secret;
    private final boolean leaked;

    /**
     * @param id its number in each token, 0 to 255; never used again for another secret
     * @param secret at least {@value #MIN_SECRET} bytes
     */
    public TokenKey(int id, byte[] secret) {
        this(id, secret, false);
    }

    private TokenKey(int id, byte[] secret, boolean leaked) {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("token key id: not 0 to 255");
        }
        if (secret.length < MIN_SECRET) {
            throw new IllegalArgumentException(
                    "token key %d: shorter than %d bytes".formatted(id, MIN_SECRET));
        }
        this.id = id;
        this.secret = secret.clone();
        this.leaked = leaked;
    }

    /**
     * The same key, known to others: it signs and verifies no link any more. What the database
     * keeps under it is still read.
     */
    TokenKey leaked() {
        return new TokenKey(id, secret, true);
    }

    boolean isLeaked() {
        return leaked;
    }

    public int id() {
        return id;
    }

    public byte[] secret() {
        return secret.clone();
    }

    /** Whether both hold the same secret; takes as long whatever they are. */
    boolean hasSecretOf(TokenKey other) {
        return MessageDigest.isEqual(secret, other.secret);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "TokenKey[" + id + "]";
    }
}
