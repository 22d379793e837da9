package org.papertide.local.mailcheck;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sender of mails, as its operator sees it.
 *
 * @param domain of From
 * @param bounceDomain of return addresses, which SPF is about
 * @param signingDomain the tag {@code d=} of signatures
 * @param addresses that mails come from, as receivers see them
 * @param selectors of the signatures, each with the file of its private key where that is here
 * @param site where readers unsubscribe
 */
public record Sender(
        DomainName domain,
        DomainName bounceDomain,
        DomainName signingDomain,
        List<InetAddress> addresses,
        Map<String, Optional<Path>> selectors,
        Optional<URI> site) {

    public Sender {
        addresses = List.copyOf(addresses);
        selectors = Collections.unmodifiableMap(new TreeMap<>(selectors));
    }
}
