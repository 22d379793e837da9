package org.papertide.notify.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.hibernate.StatelessSession;

/** The keys in use: those of the settings first, then those in the database. */
public final class TokenKeyring {

    private static final int SECRET_BYTES = 32;

    private final List<TokenKey> configured;
    private volatile List<TokenKey> keys;

    /**
     * @param settings {@code id=base64} each
     * @throws IllegalArgumentException if one is none; the message holds no secret
     */
    public TokenKeyring(List<String> settings) {
        this.configured = settings.stream().map(TokenKeyring::parse).toList();
        if (configured.stream().map(TokenKey::id).distinct().count() < configured.size()) {
            throw new IllegalArgumentException("papertide.tokens.keys: two keys have one id");
        }
        this.keys = configured;
    }

    /** Reads the database's keys; makes the first if there is none anywhere. */
    public void load(StatelessSession session, Instant now) {
        TokenKeyRepository repository = new TokenKeyRepository_(session);
        if (configured.isEmpty()) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            repository.insertFirst(secret, now);
        }
        List<TokenKey> all = new ArrayList<>(configured);
        repository.all().stream()
                .map(TokenKeyRow::key)
                .filter(key -> configured.stream().noneMatch(own -> own.id() == key.id()))
                .forEach(all::add);
        keys = List.copyOf(all);
    }

    /** The keys, the signing one first; empty until loaded if none is configured. */
    public List<TokenKey> keys() {
        return keys;
    }

    private static TokenKey parse(String setting) {
        int equals = setting.indexOf('=');
        try {
            return new TokenKey(
                    Integer.parseInt(setting.substring(0, Math.max(equals, 0)).strip()),
                    Base64.getDecoder().decode(setting.substring(equals + 1).strip()));
        } catch (IllegalArgumentException _) {
            // The cause would print the secret.
            throw new IllegalArgumentException(
                    "papertide.tokens.keys: each is id=base64 of 16 bytes or more, id 0 to 255");
        }
    }
}
