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
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.UnavailableException;

/**
 * The keys in use: those of the settings first, then those in the database.
 *
 * <p>Nobody gets one before all are there: a link under a key that is not loaded would look forged,
 * and be refused for good.
 */
public final class TokenKeyring {

    private static final Logger LOG = Logger.getLogger(TokenKeyring.class);

    private static final int SECRET_BYTES = 32;

    /** Before the number of a key that leaked. */
    private static final String LEAKED = "-";

    private final List<TokenKey> configured;
    private volatile @Nullable List<TokenKey> keys;

    /**
     * @param settings {@code id=base64} each, {@code -id=base64} for a key that leaked
     * @throws IllegalArgumentException if one is none, or the first leaked; the message holds no
     *     secret
     */
    public TokenKeyring(List<String> settings) {
        this.configured = settings.stream().map(TokenKeyring::parse).toList();
        if (configured.stream().map(TokenKey::id).distinct().count() < configured.size()) {
            throw new IllegalArgumentException("papertide.tokens.keys: two keys have one id");
        }
        if (!configured.isEmpty() && configured.getFirst().isLeaked()) {
            throw new IllegalArgumentException(
                    "papertide.tokens.keys: the first key signs, and it is one that leaked; put a new"
                            + " one before it");
        }
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

    /**
     * Reads the database's keys; makes the first if there is none anywhere. A key that the settings
     * hold, too, is deleted from the database.
     *
     * @throws IllegalStateException if the settings give the number of a key in the database to
     *     another one: the links that it signed would be dead
     */
    public void load(StatelessSession session, Instant now) {
        TokenKeyRepository repository = new TokenKeyRepository_(session);
        if (configured.isEmpty()) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            repository.insertFirst(secret, now);
        }
        List<Integer> moved = use(repository.all().stream().map(TokenKeyRow::key).toList());
        if (!moved.isEmpty()) {
            repository.delete(moved.toArray(Integer[]::new));
            LOG.infof(
                    "Keys that the settings hold are deleted from the database. count=%d",
                    moved.size());
        }
    }

    /**
     * Gives the keys out from now on.
     *
     * @return which of the database's the settings hold, too
     */
    List<Integer> use(List<TokenKey> ofDatabase) {
        List<TokenKey> left = new ArrayList<>();
        List<Integer> moved = new ArrayList<>();
        for (TokenKey kept : ofDatabase) {
            Optional<TokenKey> own =
                    configured.stream().filter(key -> key.id() == kept.id()).findFirst();
            if (own.isEmpty()) {
                left.add(kept);
            } else if (own.get().hasSecretOf(kept)) {
                moved.add(kept.id());
            } else {
                throw new IllegalStateException(
                        ("papertide.tokens.keys: key %d is another one than in the database, whose"
                                        + " links would be dead; give it another number")
                                .formatted(kept.id()));
            }
        }
        if (!left.isEmpty()) {
            LOG.warnf(
                    "Keys that sign links are in the database in plain: whoever reads a backup can"
                            + " make links. Move them to papertide.tokens.keys or"
                            + " papertide.tokens.keys-file. count=%d",
                    left.size());
        }
        List<TokenKey> all = new ArrayList<>(configured);
        all.addAll(left);
        keys = List.copyOf(all);
        return moved;
    }

    /**
     * The keys, at least one, the signing one first.
     *
     * @throws UnavailableException until they are loaded
     */
    public List<TokenKey> keys() {
        List<TokenKey> loaded = keys;
        if (loaded == null) {
            throw new UnavailableException(
                    "The keys of links are not loaded yet; try again later.");
        }
        return loaded;
    }

    /**
     * The key that signs.
     *
     * @throws UnavailableException until the keys are loaded
     */
    public TokenKey signing() {
        return keys().getFirst();
    }

    /**
     * The key of a number.
     *
     * @throws UnavailableException until the keys are loaded
     */
    public Optional<TokenKey> find(int id) {
        return keys().stream().filter(key -> key.id() == id).findFirst();
    }

    private static TokenKey parse(String setting) {
        return setting.startsWith(LEAKED)
                ? parseSound(setting.substring(LEAKED.length())).leaked()
                : parseSound(setting);
    }

    private static TokenKey parseSound(String setting) {
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
