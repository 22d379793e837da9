package org.papertide.notify.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.ledger.OpenDelivery;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.traffic.Traffic;

/**
 * Whether an edition has mails left that another receiver than one may still take. Safe for several
 * threads.
 *
 * <p>Each search begins at the mail that the one before found: what was open before that mail goes
 * to the one receiver, and editions get mails at their end only. So all searches together read an
 * edition once.
 */
final class OtherReceivers {

    /** Mails that are looked at by one statement. */
    private static final int PAGE = 1_000;

    /** Searches that are remembered; another one reads from the beginning again. */
    private static final int MOST = 1_000;

    private record Search(long edition, String group) {}

    private final Traffic traffic;

    private final Map<Search, Long> found =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Search, Long> eldest) {
                    return size() > MOST;
                }
            };

    OtherReceivers(Traffic traffic) {
        this.traffic = traffic;
    }

    /**
     * Whether one is left.
     *
     * @param domain of the one receiver
     * @param group its receiving group
     */
    boolean areLeft(Repositories repositories, long edition, String domain, String group) {
        if (!repositories.editions().findAll(new Long[] {edition}).stream()
                .allMatch(Edition::isComposed)) {
            return true;
        }
        Search search = new Search(edition, group);
        long from = begin(search);
        List<OpenDelivery> page = repositories.settled().open(edition, from, PAGE);
        while (!page.isEmpty()) {
            Set<Long> others = others(repositories, page, domain, group);
            for (OpenDelivery open : page) {
                if (others.contains(open.subscriptionId())) {
                    remember(search, open.id());
                    return true;
                }
            }
            page = repositories.settled().open(edition, page.getLast().id() + 1, PAGE);
        }
        return false;
    }

    private synchronized long begin(Search search) {
        return found.getOrDefault(search, 0L);
    }

    private synchronized void remember(Search search, long id) {
        found.put(search, id);
    }

    /** The subscriptions that are another receiver's; a webhook judges no mail, and is none. */
    private Set<Long> others(
            Repositories repositories, List<OpenDelivery> page, String domain, String group) {
        return repositories
                .subscriptions()
                .domains(page.stream().map(OpenDelivery::subscriptionId).toArray(Long[]::new))
                .stream()
                .filter(each -> !each.domain().toLowerCase(Locale.ROOT).equals(domain))
                .filter(each -> !traffic.groupOf("@" + each.domain()).equals(group))
                .map(SubscriptionDomain::subscriptionId)
                .collect(Collectors.toSet());
    }
}
