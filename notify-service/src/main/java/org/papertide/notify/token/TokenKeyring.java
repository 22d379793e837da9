package org.papertide.notify.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/** The keys in use: those of the settings first, then those in the database. */
public final class TokenKeyring {

    private static final Logger LOG = Logger.getLogger(TokenKeyring.class);

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

    /**
     * The keys of the settings, then those of a file.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    public static List<String> read(List<String> settings, Optional<Path> file) {
        List<String> all = new ArrayList<>(settings);
        file.ifPresent(path -> {
            try (Stream<String> lines = Files.lines(path)) {
                lines.map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(all::add);
            } catch (IOException | UncheckedIOException e) {
                throw new IllegalArgumentException(
                        "papertide.tokens.keys-file: cannot be read: " + path, e);
            }
        });
        return all;
    }

    /** Reads the database's keys; makes the first if there is none anywhere. */
    public void load(StatelessSession session, Instant now) {
        TokenKeyRepository repository = new TokenKeyRepository_(session);
        if (configured.isEmpty()) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            repository.insertFirst(secret, now);
            LOG.warn(
                    "The key that signs links is in the database in plain: whoever reads a backup"
                            + " can make links. Set papertide.tokens.keys or"
                            + " papertide.tokens.keys-file.");
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

    /** The key that signs; absent until loaded if none is configured. */
    public Optional<TokenKey> signing() {
        return keys.stream().findFirst();
    }

    /** The key of a number. */
    public Optional<TokenKey> find(int id) {
        return keys.stream().filter(key -> key.id() == id).findFirst();
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
