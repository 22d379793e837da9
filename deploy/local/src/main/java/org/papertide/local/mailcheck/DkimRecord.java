package org.papertide.local.mailcheck;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The public half of a key, as a selector publishes it (RFC 6376, 3.6.1; RFC 8463).
 *
 * @param testing whether receivers are asked to ignore signatures that fail
 */
record DkimRecord(PublicKey key, boolean testing) {

    /** What stands before an Ed25519 key's 32 bytes in the form that Java reads (RFC 8410). */
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_BYTES = 32;

    /** An RSA key of 8,192 bits has 1,400. */
    private static final int MOST_CHARACTERS = 4_000;

    /**
     * @throws IllegalArgumentException if it is none that receivers use, with the reason as the end
     *     of a sentence about it
     */
    static DkimRecord parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("has %d characters".formatted(text.length()));
        }
        TagList tags = TagList.of(text);
        if (tags.find("v").isPresent() && !tags.beginsWith("v")) {
            throw new IllegalArgumentException("does not begin with its version (v=DKIM1)");
        }
        String version = tags.get("v", "DKIM1");
        if (!version.equals("DKIM1")) {
            throw new IllegalArgumentException("is of another version than DKIM1: " + version);
        }
        String encoded =
                tags.find("p")
                        .orElseThrow(() -> new IllegalArgumentException("has no key (p=)"))
                        .replaceAll("\\s", "");
        if (encoded.isEmpty()) {
            throw new IllegalArgumentException("is revoked: its key is empty (p=)");
        }
        requireOne(tags.get("h", "sha256"), "sha256", "h", "allows no SHA-256");
        if (!parts(tags.get("s", "*")).contains("*")) {
            requireOne(tags.get("s", "*"), "email", "s", "is not for mail");
        }
        return new DkimRecord(
                key(tags.get("k", "rsa").toLowerCase(Locale.ROOT), encoded),
                parts(tags.get("t", "")).contains("y"));
    }

    private static void requireOne(String list, String wanted, String tag, String problem) {
        if (!parts(list).contains(wanted)) {
            throw new IllegalArgumentException("%s (%s=%s)".formatted(problem, tag, list));
        }
    }

    private static List<String> parts(String list) {
        return Arrays.stream(list.split(":", -1)).map(String::strip).toList();
    }

    private static PublicKey key(String type, String encoded) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a key that is no Base64 (p=)", e);
        }
        try {
            return switch (type) {
                case "rsa" ->
                        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
                case "ed25519" -> ed25519(bytes);
                default ->
                        throw new IllegalArgumentException(
                                "is of a type that receivers do not know (k=" + type + ")");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("has a key that is no " + type + " key (p=)", e);
        }
    }

    private static PublicKey ed25519(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != ED25519_BYTES) {
            throw new IllegalArgumentException(
                    "has an Ed25519 key of %d bytes; it is the last 32 of what openssl writes"
                            .formatted(bytes.length));
        }
        byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_BYTES);
        System.arraycopy(bytes, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
