package org.papertide.notify.returned.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that sign what Amazon SNS sends. Whoever knows a topic can name as many
 * addresses of certificates as they like, so those that did sign for us are kept apart from those
 * that are only tried: these cost few questions in a minute, and crowd out none but each other.
 *
 * <p>A certificate that signed is never asked for again: its name changes with it, about once a
 * year, and its own dates end it.
 */
final class SnsCertificates {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Certificates in a minute; regions and changes need two or three. */
    private static final int MOST_QUESTIONS = 10;

    /** Those of all regions, and of years. */
    private static final int MOST_PROVEN = 64;

    private static final int MOST_TRIED = 16;

    private final AmazonSns sns;
    private final Clock clock;
    private final Cache<URI, X509Certificate> tried =
            Caffeine.newBuilder().maximumSize(MOST_TRIED).build();

    // All guarded by this.
    private final LinkedHashMap<URI, X509Certificate> proven = new LinkedHashMap<>();
    private Instant counting = Instant.EPOCH;
    private int asked;

    SnsCertificates(AmazonSns sns, Clock clock) {
        this.sns = sns;
        this.clock = clock;
    }

    /**
     * The certificate at an address; empty if too many were asked for.
     *
     * @throws IOException if it cannot be had
     */
    Optional<X509Certificate> find(URI address) throws IOException {
        X509Certificate known = known(address);
        if (known != null) {
            return Optional.of(known);
        }
        if (!mayAsk()) {
            return Optional.empty();
        }
        X509Certificate fetched = sns.certificate(address);
        tried.put(address, fetched);
        return Optional.of(fetched);
    }

    /** Keeps a certificate that has signed for one of our topics; the oldest makes room. */
    synchronized void prove(URI address, X509Certificate certificate) {
        tried.invalidate(address);
        proven.putIfAbsent(address, certificate);
        if (proven.size() > MOST_PROVEN) {
            var _ = proven.pollFirstEntry();
        }
    }

    private synchronized @Nullable X509Certificate known(URI address) {
        X509Certificate signer = proven.get(address);
        return signer == null ? tried.getIfPresent(address) : signer;
    }

    private synchronized boolean mayAsk() {
        Instant now = clock.instant();
        if (Duration.between(counting, now).compareTo(MINUTE) >= 0) {
            counting = now;
            asked = 0;
        }
        return asked++ < MOST_QUESTIONS;
    }
}
