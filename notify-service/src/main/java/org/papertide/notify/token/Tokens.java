package org.papertide.notify.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signed tokens of links and return addresses: kind, key, subject, perhaps an expiry, and the first
 * 128 bits of an HMAC-SHA-256 (RFC 2104) over them, in lower-case base32. 42 to 55 characters, so
 * that {@code b+token} is below the 64 octets of a local part.
 *
 * <p>Nothing is stored per token. The first key signs, every key verifies, unless it leaked: a key
 * that is rotated out of first place keeps the links of old mails working. Rejected: random tokens
 * in a table, a row per mail for links that are hardly ever used.
 */
public final class Tokens {

    /** The longest token, in characters. */
    public static final int MAX_LENGTH = 62;

    private static final int MAC_BYTES = 16;
    private static final int HEADER_BYTES = 2 + Long.BYTES;
    private static final int SECONDS_PER_MINUTE = 60;

    /** Good for its subject, whatever that is now. */
    private static final String UNBOUND = "";

    /** What a token is good for; a token of one kind is no token of another. */
    public enum Kind {
        /** Confirms the subscription that is its subject. */
        CONFIRM(1, true),
        /** Opens the preferences of the subscription that is its subject. */
        PREFERENCES(2, true),
        /** Ends the subscription that is its subject; never expires. */
        UNSUBSCRIBE(3, false),
        /** Says to which delivery, and subscription, a bounce belongs; never expires. */
        BOUNCE(4, false),
        /**
         * What the target of a webhook has to echo; its subject is the subscription, and it is
         * bound to what was asked.
         */
        CHALLENGE(5, true),
        /** Opens the private feed of a subscription; never expires. */
        FEED(6, false);

        private final int code;
        private final boolean expiring;

        Kind(int code, boolean expiring) {
            this.code = code;
            this.expiring = expiring;
        }
    }

    /**
     * What the token of a return address says.
     *
     * @param delivery the mail
     * @param subscription whose it is, also when the mail has left the ledger; absent in the mails
     *     of earlier releases
     */
    public record Returned(long delivery, OptionalLong subscription) {}

    /**
     * What the token of a private feed says.
     *
     * @param subscription whose feed it is
     * @param version counts the addresses that the feed has had
     */
    public record FeedToken(long subscription, int version) {}

    /** What a token turned out to be. */
    public sealed interface Verified {

        /** Ours, and still good. */
        record Valid(long subject) implements Verified {}

        /** Ours, but too old. */
        record Expired(long subject) implements Verified {}

        /** Not ours, not of this kind, or damaged. */
        record Forged() implements Verified {}
    }

    private final Supplier<List<TokenKey>> keys;
    private final Clock clock;

    /** The key that was used last, with a code that is never updated. */
    private volatile @Nullable Keyed keyed;

    private record Keyed(TokenKey key, Mac mac) {}

    /**
     * @param keys asked at each use, the signing key first; never empty. What it throws while it
     *     has none is thrown on: of a token whose key is not there nobody can say that it is forged
     */
    public Tokens(Supplier<List<TokenKey>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A token that never expires.
     *
     * @throws IllegalArgumentException if tokens of this kind expire
     */
    public String issue(Kind kind, long subject) {
        requireExpiring(kind, false);
        ByteBuffer body = ByteBuffer.allocate(HEADER_BYTES);
        return sign(body, kind, subject);
    }

    /**
     * A token that expires, to the minute.
     *
     * @throws IllegalArgumentException if tokens of this kind never expire
     */
    public String issue(Kind kind, long subject, Instant expires) {
        return issueBound(kind, subject, expires, UNBOUND);
    }

    /**
     * A token that expires, to the minute, and is good for nothing but this.
     *
     * @param bound is signed with it, and not in it
     * @throws IllegalArgumentException if tokens of this kind never expire
     */
    public String issueBound(Kind kind, long subject, Instant expires, String bound) {
        requireExpiring(kind, true);
        ByteBuffer body = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES);
        body.putInt(HEADER_BYTES, (int) (expires.getEpochSecond() / SECONDS_PER_MINUTE));
        return sign(body, kind, subject, bound);
    }

    /** The token of a delivery's return address. It never expires, and outlives the delivery. */
    public String issueReturn(long delivery, long subscription) {
        ByteBuffer body = ByteBuffer.allocate(HEADER_BYTES + Long.BYTES);
        body.putLong(HEADER_BYTES, subscription);
        return sign(body, Kind.BOUNCE, delivery);
    }

    /** Reads the token of a return address; empty if it is not ours. */
    public Optional<Returned> verifyReturn(String token) {
        return body(Kind.BOUNCE, HEADER_BYTES + Long.BYTES, token)
                .map(body ->
                        new Returned(body.getLong(2), OptionalLong.of(body.getLong(HEADER_BYTES))))
                .or(() ->
                        body(Kind.BOUNCE, HEADER_BYTES, token)
                                .map(body -> new Returned(body.getLong(2), OptionalLong.empty())));
    }

    /** The token of a private feed. It is good for as long as the feed has this version. */
    public String issueFeed(FeedToken feed) {
        ByteBuffer body = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES);
        body.putInt(HEADER_BYTES, feed.version());
        return sign(body, Kind.FEED, feed.subscription());
    }

    /** Reads the token of a private feed; empty if it is not ours. */
    public Optional<FeedToken> verifyFeed(String token) {
        return body(Kind.FEED, HEADER_BYTES + Integer.BYTES, token)
                .map(body -> new FeedToken(body.getLong(2), body.getInt(HEADER_BYTES)));
    }

    /**
     * Says what a token is, whatever was sent.
     *
     * @throws org.papertide.platform.loop.UnavailableException until the keys are loaded
     */
    public Verified verify(Kind kind, String token) {
        return verifyBound(kind, token, UNBOUND);
    }

    /** Says what a token is; one that is bound to anything else is none of ours. */
    public Verified verifyBound(Kind kind, String token, String bound) {
        Optional<ByteBuffer> body =
                body(kind, HEADER_BYTES + (kind.expiring ? Integer.BYTES : 0), token, bound);
        if (body.isEmpty()) {
            return new Verified.Forged();
        }
        long subject = body.get().getLong(2);
        long now = clock.instant().getEpochSecond() / SECONDS_PER_MINUTE;
        return kind.expiring && body.get().getInt(HEADER_BYTES) < now
                ? new Verified.Expired(subject)
                : new Verified.Valid(subject);
    }

    /** What was signed, of this length; empty if it was not, or is of another kind. */
    private Optional<ByteBuffer> body(Kind kind, int length, String token) {
        return body(kind, length, token, UNBOUND);
    }

    private Optional<ByteBuffer> body(Kind kind, int length, String token, String bound) {
        Optional<byte[]> decoded =
                token.length() > MAX_LENGTH ? Optional.empty() : Base32.decode(token);
        if (decoded.isEmpty() || decoded.get().length != length + MAC_BYTES) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(decoded.get());
        if (all.get(0) != kind.code) {
            return Optional.empty();
        }
        int keyId = all.get(1) & 0xff;
        Optional<TokenKey> key =
                keys.get().stream().filter(k -> k.id() == keyId && !k.isLeaked()).findFirst();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        byte[] mac = new byte[MAC_BYTES];
        all.get(length, mac);
        return MessageDigest.isEqual(mac, mac(key.get(), all.slice(0, length), bound))
                ? Optional.of(all)
                : Optional.empty();
    }

    private String sign(ByteBuffer body, Kind kind, long subject) {
        return sign(body, kind, subject, UNBOUND);
    }

    private String sign(ByteBuffer body, Kind kind, long subject, String bound) {
        TokenKey key = keys.get().getFirst();
        body.put(0, (byte) kind.code).put(1, (byte) key.id()).putLong(2, subject);
        byte[] mac = mac(key, body.duplicate(), bound);
        byte[] all = ByteBuffer.allocate(body.capacity() + MAC_BYTES).put(body).put(mac).array();
        return Base32.encode(all);
    }

    /** What is bound is of a kind with bodies of one length: no two pairs are signed alike. */
    private byte[] mac(TokenKey key, ByteBuffer body, String bound) {
        Mac mac = prepared(key);
        mac.update(body);
        mac.update(bound.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    }

    /** A copy of one that has the key: to look the algorithm up takes longer than to use it. */
    private Mac prepared(TokenKey key) {
        Keyed last = keyed;
        try {
            if (last == null || !last.key().equals(key)) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
                // Takes the key's block in, a quarter of the work, before it is copied.
                mac.update(new byte[0]);
                last = new Keyed(key, mac);
                keyed = last;
            }
            return (Mac) last.mac().clone();
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static void requireExpiring(Kind kind, boolean expiring) {
        if (kind.expiring != expiring) {
            throw new IllegalArgumentException(
                    kind + (kind.expiring ? ": needs an expiry" : ": never expires"));
        }
    }
}
