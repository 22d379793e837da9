package org.papertide.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a webhook's requests are signed with (Standard Webhooks 1.0): 24 to 64 bytes. */
public final class WebhookSecret {

    /** What its text begins with. */
    public static final String PREFIX = "whsec_";

    private static final int BYTES = 32;
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    /**
     * @throws IllegalArgumentException if there are fewer than 24 or more than 64 bytes
     */
    public WebhookSecret(byte[] bytes) {
        if (bytes.length < LEAST || bytes.length > MOST) {
            throw new IllegalArgumentException("secret: not 24 to 64 bytes");
        }
        this.bytes = bytes.clone();
    }

    /** A new one. */
    public static WebhookSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret(bytes);
    }

    /** Reads {@code whsec_} and base64; empty if it is none. */
    public static Optional<WebhookSecret> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > PREFIX.length() + 2 * MOST) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return bytes.length < LEAST || bytes.length > MOST
                    ? Optional.empty()
                    : Optional.of(new WebhookSecret(bytes));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** As receivers are given it. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Whether both are the same, in constant time. */
    boolean is(WebhookSecret other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /**
     * The signature of a request: {@code v1,} and base64 of HMAC-SHA256 over {@code
     * id.timestamp.body}.
     *
     * @param timestamp Unix seconds of the attempt
     */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && is(secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
