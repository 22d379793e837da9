package org.papertide.notify.account;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.papertide.notify.traffic.Receiver;
import org.papertide.notify.traffic.ReplyRules;
import org.papertide.notify.traffic.Traffic;

/**
 * Names the receiver of a domain, if it is one that very many people use: of a small one the name
 * would say who is meant.
 */
final class Receivers {

    /** All that are not named. */
    static final String OTHER = Traffic.OTHER;

    private final UnaryOperator<String> groupOf;
    private final Set<String> big;

    /**
     * @param groupOf the receiving group of a domain
     * @param big the groups that may be named
     */
    Receivers(UnaryOperator<String> groupOf, Set<String> big) {
        this.groupOf = groupOf;
        this.big = Set.copyOf(big);
    }

    /**
     * Those that this release knows by name, with the domains that are known to be theirs by now.
     */
    static Receivers of(Traffic traffic) {
        return new Receivers(
                traffic::groupOf,
                ReplyRules.shipped().receivers().stream()
                        .map(Receiver::name)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The receiver of a domain, or {@link #OTHER}. */
    String of(String domain) {
        String group = groupOf.apply(domain);
        return big.contains(group) ? group : OTHER;
    }
}
