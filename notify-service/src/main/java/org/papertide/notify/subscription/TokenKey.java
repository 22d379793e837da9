package org.papertide.notify.subscription;

/**
 * A secret that signs tokens.
 *
 * @param id its number in each token, 0 to 255; never used again for another secret
 * @param secret at least {@value #MIN_SECRET} bytes
 */
public record TokenKey(int id, byte[] secret) {

    /** 128 bits. */
    public static final int MIN_SECRET = 16;

    public TokenKey {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("token key id: not 0 to 255");
        }
        if (secret.length < MIN_SECRET) {
            throw new IllegalArgumentException(
                    "token key %d: shorter than %d bytes".formatted(id, MIN_SECRET));
        }
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public String toString() {
        return "TokenKey[" + id + "]";
    }
}
