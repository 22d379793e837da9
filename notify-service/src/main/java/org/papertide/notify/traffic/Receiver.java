package org.papertide.notify.traffic;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A receiver of many domains, and what it lets one sender do.
 *
 * @param name of its group
 * @param domains that are known to be its own, in lower case
 * @param hosts the names, or ends of names, of its MX hosts: {@code google.com} for all within it
 * @param connections mails that may be under way to it at once, if limited: one or two for each
 *     connection
 * @param perMinute mails to it in a minute, if limited
 */
public record Receiver(
        String name,
        Set<String> domains,
        List<String> hosts,
        OptionalInt connections,
        OptionalInt perMinute) {

    public Receiver {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: is empty");
        }
        if (domains.isEmpty() && hosts.isEmpty()) {
            throw new IllegalArgumentException("domains: there are neither domains nor hosts");
        }
        requirePositive("connections", connections);
        requirePositive("perMinute", perMinute);
        requireNames("domains", domains);
        requireNames("hosts", hosts);
        domains = Set.copyOf(domains);
        hosts = List.copyOf(hosts);
    }

    /** Whether these hosts are all its own. */
    boolean receivesAt(List<String> mxHosts) {
        return !mxHosts.isEmpty() && mxHosts.stream().allMatch(this::owns);
    }

    private boolean owns(String host) {
        return hosts.stream().anyMatch(end -> host.equals(end) || host.endsWith("." + end));
    }

    private static void requirePositive(String field, OptionalInt number) {
        if (number.isPresent() && number.getAsInt() < 1) {
            throw new IllegalArgumentException(field + ": must be at least 1");
        }
    }

    private static void requireNames(String field, Iterable<String> names) {
        for (String name : names) {
            if (name.isBlank()
                    || name.startsWith(".")
                    || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "%s: must be names in lower case, has \"%s\"".formatted(field, name));
            }
        }
    }
}
