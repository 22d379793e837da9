package org.papertide.local.mailcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys in files, as the services read them (PKCS #8 in PEM, RSA or Ed25519). */
final class PrivateKeys {

    private static final long MOST_BYTES = 64 * 1024;

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]++)-----END PRIVATE KEY-----");

    private static final byte[] SAMPLE = "papertide".getBytes(StandardCharsets.US_ASCII);

    private PrivateKeys() {}

    /**
     * Whether the file holds the private half of a key.
     *
     * @throws IllegalArgumentException if it holds no key, with the reason
     */
    static boolean isHalfOf(Path file, PublicKey published) {
        PrivateKey key = read(file);
        if (key instanceof RSAKey != published instanceof RSAKey) {
            return false;
        }
        String algorithm = key instanceof RSAKey ? "SHA256withRSA" : "Ed25519";
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(published);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            // Keys of different lengths.
            return false;
        }
    }

    private static PrivateKey read(Path file) {
        String pem;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("is too long for a key");
            }
            pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e, e);
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "holds no key that begins with -----BEGIN PRIVATE KEY----- (PKCS #8)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return key(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("holds neither an RSA nor an Ed25519 key", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException _) {
            return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        }
    }
}
