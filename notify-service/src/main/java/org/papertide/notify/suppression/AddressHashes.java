package org.papertide.notify.suppression;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.token.TokenKey;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.platform.loop.UnavailableException;

/**
 * Names mailboxes where their addresses are not kept: by a hash under a key (HMAC-SHA-256, RFC
 * 2104), {@code key:hash}. Whoever reads the database without the key cannot find an address by
 * trying all that there are, as with a plain hash.
 *
 * <p>The key is one of those that sign links; it stays the same for all addresses, or an address
 * would no longer be found. The first that was used goes on being used as long as it is there. The
 * hash is taken of a plain hash of the address: so what earlier releases kept, plain hashes, can be
 * brought under the key although the addresses are gone.
 */
public final class AddressHashes {

    private static final Logger LOG = Logger.getLogger(AddressHashes.class);

    private static final String ALGORITHM = "HmacSHA256";

    /** Keeps these hashes apart from the signatures of links, which have the same key. */
    private static final String PURPOSE = "papertide address ";

    private final TokenKeyring keyring;
    private volatile @Nullable TokenKey key;

    public AddressHashes(TokenKeyring keyring) {
        this.keyring = keyring;
    }

    /**
     * The keyed hash of a plain hash.
     *
     * @throws UnavailableException if {@link #adopt} has not found a key yet
     */
    public String of(String plainHash) {
        TokenKey using = using();
        return prefix(using) + hmac(using, plainHash);
    }

    /** What every hash under the key in use begins with. */
    public String prefix() {
        return prefix(using());
    }

    private TokenKey using() {
        TokenKey using = key;
        if (using == null) {
            throw new UnavailableException(
                    "The key of addresses is not loaded yet; try again later.");
        }
        return using;
    }

    /**
     * Finds the key, and brings what earlier releases kept under it.
     *
     * @param inUse a hash that others keep, if there is one
     */
    public void adopt(StatelessSession session, Optional<String> inUse) {
        SuppressionRepository repository = new SuppressionRepository_(session);
        Optional<Integer> used =
                repository.anyKeyed().or(() -> inUse).flatMap(AddressHashes::keyOf);
        Optional<TokenKey> found = used.flatMap(keyring::find);
        if (used.isPresent() && found.isEmpty()) {
            LOG.errorf(
                    "Suppressed addresses are no longer recognised: their token key is not in"
                            + " papertide.tokens.keys any more. Put it back behind the others."
                            + " key=%d",
                    used.get());
        }
        key = found.orElseGet(keyring::signing);
        String[] plain = repository.plain().toArray(String[]::new);
        String[] keyed = List.of(plain).stream().map(this::of).toArray(String[]::new);
        if (plain.length > 0) {
            int renamed = repository.rename(plain, keyed) + repository.renameFailures(plain, keyed);
            LOG.infof("Brought hashes of addresses under a key. count=%d", renamed);
        }
    }

    private static Optional<Integer> keyOf(String hash) {
        int colon = hash.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : Optional.of(Integer.parseInt(hash.substring(0, colon)));
    }

    private static String prefix(TokenKey key) {
        return key.id() + ":";
    }

    private static String hmac(TokenKey key, String plainHash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
            return HexFormat.of()
                    .formatHex(mac.doFinal((PURPOSE + plainHash).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
