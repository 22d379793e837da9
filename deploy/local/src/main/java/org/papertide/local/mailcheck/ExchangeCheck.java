package org.papertide.local.mailcheck;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.papertide.local.mailcheck.Finding.Check;

/** Whether bounces and replies can come back. */
final class ExchangeCheck {

    private static final int MOST_HOSTS = 10;

    private final Dns dns;

    ExchangeCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> check(Sender sender) {
        Set<DomainName> domains = new LinkedHashSet<>(List.of(sender.bounceDomain()));
        domains.add(sender.domain());
        return domains.stream().map(this::check).toList();
    }

    private Finding check(DomainName domain) {
        return switch (dns.exchanges(domain.value())) {
            case Answer.Failed<Dns.Exchange>(String reason) ->
                    Finding.unanswered(Check.MX, "who takes the mail of " + domain, reason);
            case Answer.Nothing<Dns.Exchange> _ -> withoutExchange(domain);
            case Answer.Found<Dns.Exchange>(List<Dns.Exchange> exchanges) ->
                    check(domain, exchanges);
        };
    }

    private Finding withoutExchange(DomainName domain) {
        return switch (dns.addresses(domain.value())) {
            case Answer.Failed<InetAddress>(String reason) ->
                    Finding.unanswered(Check.MX, domain.value(), reason);
            case Answer.Found<InetAddress> _ ->
                    Finding.warn(
                            Check.MX,
                            domain + " has no MX; mail for it goes to its own address",
                            "Publish an MX record, if that is meant.");
            case Answer.Nothing<InetAddress> _ ->
                    Finding.missing(
                            Check.MX,
                            domain + " has no MX and no address: no bounce or reply comes back",
                            "Publish an MX record that names the server which takes them.");
        };
    }

    private Finding check(DomainName domain, List<Dns.Exchange> exchanges) {
        List<String> hosts = exchanges.stream().map(Dns.Exchange::host).distinct().toList();
        if (hosts.contains("")) {
            return Finding.wrong(
                    Check.MX,
                    domain + " says that it takes no mail (null MX)",
                    "Publish an MX record that names a server: receivers refuse senders that take"
                            + " no answer.");
        }
        List<String> gone = new ArrayList<>();
        for (String host : hosts.subList(0, Math.min(hosts.size(), MOST_HOSTS))) {
            switch (dns.addresses(host)) {
                case Answer.Found<InetAddress> _ -> {}
                case Answer.Nothing<InetAddress> _ -> gone.add(host);
                case Answer.Failed<InetAddress>(String reason) -> {
                    return Finding.unanswered(Check.MX, host, reason);
                }
            }
        }
        if (gone.isEmpty()) {
            return Finding.ok(
                    Check.MX, "mail for %s goes to %s".formatted(domain, String.join(", ", hosts)));
        }
        return Finding.wrong(
                Check.MX,
                "mail for %s goes to what has no address: %s"
                        .formatted(domain, String.join(", ", gone)),
                "Give the host an address, or name another.");
    }
}
