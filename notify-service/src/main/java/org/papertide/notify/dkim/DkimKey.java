package org.papertide.notify.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that mails are signed with.
 *
 * @param selector where its public half is: {@code selector._domainkey.domain}
 */
record DkimKey(String selector, PrivateKey key) {

    /** Receivers take no fewer for granted (RFC 8301, 3.2). */
    private static final int MIN_RSA_BITS = 2048;

    private static final long MAX_FILE = 64 * 1024;

    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]++)-----END PRIVATE KEY-----");

    DkimKey {
        if (!SELECTOR.matcher(selector).matches()) {
            throw new IllegalArgumentException("\"" + selector + "\" is no selector");
        }
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key of less than " + MIN_RSA_BITS + " bits; receivers refuse those");
        }
    }

    /**
     * The key in a file, in PKCS #8 as PEM: RSA of at least 2048 bits, or Ed25519.
     *
     * @throws IllegalArgumentException if there is none, with the reason
     */
    static DkimKey read(String selector, Path file) {
        String pem;
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IllegalArgumentException(file + " is too long for a key");
            }
            pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    file + " holds no key that begins with -----BEGIN PRIVATE KEY----- (PKCS #8)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return new DkimKey(selector, key(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Its name in the tag {@code a=}. */
    String algorithm() {
        return key instanceof RSAPrivateKey ? "rsa-sha256" : "ed25519-sha256";
    }

    /**
     * Signs.
     *
     * @param digest SHA-256 makes the hash; Ed25519 signs it (RFC 8463, 3), RSA makes its own
     */
    byte[] sign(byte[] text, byte[] digest) {
        try {
            boolean rsa = key instanceof RSAPrivateKey;
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            signature.initSign(key);
            signature.update(rsa ? text : digest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key signed nothing", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec)
            throws InvalidKeySpecException, NoSuchAlgorithmException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException _) {
            try {
                return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                throw new InvalidKeySpecException("neither an RSA key nor an Ed25519 key", e);
            }
        }
    }
}
