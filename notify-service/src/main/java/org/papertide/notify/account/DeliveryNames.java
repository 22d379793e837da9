package org.papertide.notify.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.papertide.notify.token.TokenKey;
import org.papertide.notify.token.TokenKeyring;

/**
 * What a delivery is called outside: a hash of its number under a key (HMAC-SHA-256, RFC 2104). Its
 * number itself would count mails, and identify the same person in the next edition by its place.
 *
 * <p>The key is the oldest of those that sign links, so that a new one gives no mail another name.
 */
final class DeliveryNames {

    private static final String ALGORITHM = "HmacSHA256";

    /** Keeps these hashes apart from all others under the key. */
    private static final String PURPOSE = "papertide delivery ";

    private static final int BYTES = 16;

    private final TokenKeyring keyring;

    DeliveryNames(TokenKeyring keyring) {
        this.keyring = keyring;
    }

    /**
     * The names under the key as it is now.
     *
     * @throws org.papertide.platform.loop.UnavailableException until the keys are loaded
     */
    Namer namer() {
        TokenKey oldest = Collections.min(keyring.keys(), Comparator.comparingInt(TokenKey::id));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(oldest.secret(), ALGORITHM));
            return new Namer(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Makes names; for one thread. */
    static final class Namer {

        private final Mac mac;

        private Namer(Mac mac) {
            this.mac = mac;
        }

        /** 32 hexadecimal digits. */
        String of(long delivery) {
            byte[] hash = mac.doFinal((PURPOSE + delivery).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        }
    }
}
