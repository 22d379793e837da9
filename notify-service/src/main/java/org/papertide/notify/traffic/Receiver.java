package org.papertide.notify.traffic;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.papertide.bounce.domain.AsciiDomain;

/**
 * A receiver of many domains, and what it lets one sender do.
 *
 * @param name of its group
 * @param domains that are known to be its own, in ASCII form
 * @param hosts the names, or ends of names, of its MX hosts, in ASCII form: {@code google.com} for
 *     all within it
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

    /** The DNS answers with no others, so that they would never be met. */
    private static void requireNames(String field, Iterable<String> names) {
        for (String name : names) {
            if (!name.equals(ascii(field, name))) {
                throw new IllegalArgumentException(
                        "%s: must be names in ASCII form, has \"%s\"".formatted(field, name));
            }
        }
    }

    /**
     * The form that a name has here.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String ascii(String field, String name) {
        String ascii;
        try {
            ascii = AsciiDomain.of(name.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s: has \"%s\": %s".formatted(field, name, e.getMessage()), e);
        }
        return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
    }
}
