package org.papertide.local.mailcheck;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.papertide.local.mailcheck.Finding.Check;

/** Whether each address has a name, and the name leads back to the address. */
final class ReverseCheck {

    /** More names than that receivers do not look at either. */
    private static final int MOST_NAMES = 10;

    private final Dns dns;

    ReverseCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> check(Sender sender) {
        if (sender.addresses().isEmpty()) {
            return List.of(
                    Finding.unknown(
                            Check.PTR,
                            "the addresses that send are not known, so that no names can be looked"
                                    + " for",
                            "Name them with --from-ip."));
        }
        return sender.addresses().stream().map(this::check).toList();
    }

    private Finding check(InetAddress address) {
        String text = address.getHostAddress();
        return switch (dns.names(address)) {
            case Answer.Failed<String>(String reason) ->
                    Finding.unanswered(Check.PTR, "the name of " + text, reason);
            case Answer.Nothing<String> _ ->
                    Finding.missing(
                            Check.PTR,
                            text + " has no name (PTR)",
                            "Ask the owner of the address, such as your hoster, for one that leads"
                                    + " back to it.");
            case Answer.Found<String>(List<String> names) -> check(address, names);
        };
    }

    private Finding check(InetAddress address, List<String> names) {
        String text = address.getHostAddress();
        Optional<Finding> unanswered = Optional.empty();
        for (String name : names.subList(0, Math.min(names.size(), MOST_NAMES))) {
            switch (dns.addresses(name)) {
                case Answer.Found<InetAddress>(List<InetAddress> addresses) -> {
                    if (addresses.contains(address)) {
                        return Finding.ok(
                                Check.PTR,
                                "%s is %s, which leads back to it".formatted(text, name));
                    }
                }
                case Answer.Failed<InetAddress>(String reason) ->
                        unanswered = Optional.of(Finding.unanswered(Check.PTR, name, reason));
                case Answer.Nothing<InetAddress> _ -> {}
            }
        }
        return unanswered.orElseGet(() ->
                Finding.wrong(
                        Check.PTR,
                        "%s is %s, which does not lead back to it"
                                .formatted(text, String.join(", ", names)),
                        "Give the name the address (A, AAAA), or the address the name (PTR)."));
    }
}
