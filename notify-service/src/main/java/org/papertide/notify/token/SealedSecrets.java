package org.papertide.notify.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that the database keeps, encrypted (AES-256-GCM) under a key that is derived from a token
 * key: whoever reads a backup has none of them, where token keys are kept in the settings.
 *
 * <p>The number of the token key is in front. Keep that key among {@code papertide.tokens.keys},
 * also when it leaked.
 */
public final class SealedSecrets {

    private static final String PURPOSE = "papertide sealed secret";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final TokenKeyring keyring;
    private final SecureRandom random = new SecureRandom();

    public SealedSecrets(TokenKeyring keyring) {
        this.keyring = keyring;
    }

    /**
     * Encrypts a secret under the first key.
     *
     * @throws org.papertide.platform.loop.UnavailableException until the keys are loaded
     */
    public byte[] seal(byte[] secret) {
        TokenKey key = keyring.signing();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(secret);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put((byte) key.id())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * The secret; empty if its key is gone, or the bytes are damaged.
     *
     * @throws org.papertide.platform.loop.UnavailableException until the keys are loaded
     */
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length <= 1 + NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        return keyring.find(sealed[0] & 0xff)
                .flatMap(key -> {
                    try {
                        return Optional.of(
                                cipher(Cipher.DECRYPT_MODE, key, nonce)
                                        .doFinal(
                                                sealed,
                                                1 + NONCE_BYTES,
                                                sealed.length - 1 - NONCE_BYTES));
                    } catch (GeneralSecurityException _) {
                        return Optional.empty();
                    }
                });
    }

    private static Cipher cipher(int mode, TokenKey key, byte[] nonce)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
        byte[] derived = mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
