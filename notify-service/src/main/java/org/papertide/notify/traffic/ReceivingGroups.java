package org.papertide.notify.traffic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.domain.AsciiDomain;

/**
 * Which domains are received by the same hosts, and so share a limit.
 *
 * <p>An answer that is not here yet is asked for, and until then the domain is a group of its own:
 * no mail waits for the DNS. What is known is bounded in number and age, and so are the questions
 * under way; a name server that is away costs a few questions each quarter of an hour.
 */
public final class ReceivingGroups {

    private static final Logger LOG = Logger.getLogger(ReceivingGroups.class);

    static final int MAX_KNOWN = 100_000;
    static final int MAX_QUESTIONS = 50;
    static final Duration KNOWN_FOR = Duration.ofHours(6);
    static final Duration UNKNOWN_FOR = Duration.ofMinutes(15);

    /** So many domains are taken for gone within so long: more of them speak of our name server. */
    static final int MAX_GONE = 5;

    static final Duration GONE_WITHIN = Duration.ofHours(1);

    /** Longest name; more hosts than that are shortened. */
    static final int MAX_NAME = 100;

    /** Of no use in the DNS (RFC 2606, RFC 6761, RFC 6762, RFC 7686). */
    private static final Set<String> RESERVED =
            Set.of("localhost", "test", "example", "invalid", "local", "onion", "internal");

    private static final Set<String> EXAMPLES = Set.of("example.com", "example.net", "example.org");

    private static final CompletionStage<Boolean> NO = CompletableFuture.completedStage(false);

    private final Map<String, Receiver> byDomain;
    private final List<Receiver> receivers;
    private final Optional<MxLookup> lookup;
    private final Cache<String, Known> known;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Semaphore lost = new Semaphore(MAX_QUESTIONS);
    private final Map<String, Instant> gone = new HashMap<>();
    private final Clock clock;

    /** The last domain that took a mail, which must be there. */
    private volatile @Nullable String present;

    private record Known(String group, Duration keptFor) {}

    /**
     * @param receivers those that are known by name
     * @param lookup empty to ask nobody
     */
    public ReceivingGroups(List<Receiver> receivers, Optional<MxLookup> lookup, Clock clock) {
        this.receivers = List.copyOf(receivers);
        this.lookup = lookup;
        this.clock = clock;
        Map<String, Receiver> domains = new HashMap<>();
        receivers.forEach(
                receiver -> receiver.domains().forEach(name -> domains.put(name, receiver)));
        this.byDomain = Map.copyOf(domains);
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KNOWN)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                        .expireAfter(Expiry.<String, Known>creating((_, it) -> it.keptFor()))
                        .executor(Runnable::run)
                        .build();
    }

    /** The group of a domain, as far as is known now; never waits. */
    public String of(String domain) {
        String name = ascii(domain);
        Receiver receiver = byDomain.get(name);
        if (receiver != null) {
            return receiver.name();
        }
        if (lookup.isEmpty() || isReserved(name)) {
            return name;
        }
        Known here = known.getIfPresent(name);
        if (here != null) {
            return here.group();
        }
        ask(lookup.get(), name);
        Known now = known.getIfPresent(name);
        return now == null ? name : now.group();
    }

    /** A domain took a mail. */
    void tookMail(String domain) {
        present = domain;
    }

    /**
     * Runs an action, on a thread of its own, if the DNS says now that a domain is gone. It must
     * know the last one that took a mail: a name server may be at fault, and the relay ask the
     * same. For so many domains an hour at most. Never waits, and asks about so many at a time.
     */
    void whenGone(String domain, Runnable action) {
        String name = ascii(domain);
        String took = present;
        String other = took == null ? name : ascii(took);
        if (lookup.isEmpty()
                || isReserved(name)
                || isReserved(other)
                || other.equals(name)
                || !lost.tryAcquire()) {
            return;
        }
        MxLookup dns = lookup.get();
        try {
            var _ =
                    dns.isGone(name)
                            .thenCompose(isGone -> isGone ? knows(dns, other) : NO)
                            .whenComplete((isSure, failure) -> {
                                if (failure == null && isSure && isOfFew(name)) {
                                    var _ = Thread.ofVirtual().start(() -> act(action));
                                } else {
                                    lost.release();
                                }
                            });
        } catch (RuntimeException _) {
            lost.release();
        }
    }

    private static CompletionStage<Boolean> knows(MxLookup dns, String domain) {
        return dns.isGone(domain).thenApply(isGone -> !isGone);
    }

    /** Whether it is one of so many that are gone within the hour; its other addresses go along. */
    private boolean isOfFew(String domain) {
        Instant now = clock.instant();
        synchronized (gone) {
            gone.values().removeIf(since -> !now.isBefore(since.plus(GONE_WITHIN)));
            if (gone.size() < MAX_GONE) {
                gone.putIfAbsent(domain, now);
            }
            return gone.containsKey(domain);
        }
    }

    private void act(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("The action for a domain that is gone failed.", e);
        } finally {
            lost.release();
        }
    }

    private void ask(MxLookup dns, String domain) {
        if (asked.size() >= MAX_QUESTIONS || !asked.add(domain)) {
            return;
        }
        try {
            var _ =
                    dns.hosts(domain)
                            .whenComplete((hosts, failure) ->
                                    answered(
                                            domain,
                                            failure == null ? hosts : List.of(),
                                            failure == null));
        } catch (RuntimeException _) {
            answered(domain, List.of(), false);
        }
    }

    private void answered(String domain, List<String> hosts, boolean isAnswer) {
        known.put(domain, new Known(group(domain, hosts), isAnswer ? KNOWN_FOR : UNKNOWN_FOR));
        asked.remove(domain);
    }

    /** The receiver's name, else that of the hosts, else the domain's. */
    private String group(String domain, List<String> hosts) {
        return receivers.stream()
                .filter(receiver -> receiver.receivesAt(hosts))
                .map(Receiver::name)
                .findFirst()
                .orElseGet(() -> hosts.isEmpty() ? domain : nameOf(hosts));
    }

    private static String nameOf(List<String> hosts) {
        String all = String.join(",", hosts.stream().sorted().toList());
        if (all.length() <= MAX_NAME) {
            return all;
        }
        CRC32 sum = new CRC32();
        sum.update(all.getBytes(StandardCharsets.UTF_8));
        String end = "…" + HexFormat.of().toHexDigits((int) sum.getValue());
        return all.substring(0, MAX_NAME - end.length()) + end;
    }

    private static boolean isReserved(String domain) {
        int dot = domain.lastIndexOf('.');
        return RESERVED.contains(domain.substring(dot + 1))
                || EXAMPLES.contains(domain.substring(domain.lastIndexOf('.', dot - 1) + 1));
    }

    private static String ascii(String domain) {
        if (isAscii(domain)) {
            return domain.toLowerCase(Locale.ROOT);
        }
        try {
            return AsciiDomain.of(domain);
        } catch (IllegalArgumentException _) {
            // As it is, it is a name as good as another.
            return domain.toLowerCase(Locale.ROOT);
        }
    }

    /** Most are: each mail asks a few times, and the long way took a thirtieth of its time. */
    private static boolean isAscii(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            if (domain.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
