package org.papertide.notify.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.ledger.OpenDelivery;
import org.papertide.notify.running.NewestEntries;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.traffic.Traffic;

/**
 * Whether another receiver than one has taken a mail of an edition, or may still do so. Safe for
 * several threads. A receiver that a mail was sent to in vain for hours is not waited for: a host
 * that is down would keep each edition from being stopped until its end.
 *
 * <p>Each search begins at the mail that the one before found: what was open before that mail goes
 * to the one receiver, and editions get mails at their end only. So all searches together read an
 * edition once.
 */
final class OtherReceivers {

    /** Mails that are looked at by one statement. */
    private static final int PAGE = 1_000;

    /** Searches and editions that are remembered; another one is read from the beginning again. */
    private static final int MOST = 1_000;

    /**
     * Attempts from which on a mail that waits says nothing of its edition. Greylisting is over by
     * then: it is tried every five minutes for an hour at most.
     */
    static final int ENOUGH_ATTEMPTS = 14;

    private record Search(long edition, String group) {}

    private final Traffic traffic;

    private final Map<Search, Long> found = new NewestEntries<>(MOST);

    /** Editions of which a server took a mail: that does not change any more. */
    private final Map<Long, Boolean> taken = new NewestEntries<>(MOST);

    OtherReceivers(Traffic traffic) {
        this.traffic = traffic;
    }

    /**
     * Whether somebody took a mail of the edition, or another receiver is left that may.
     *
     * @param domain of the one receiver
     * @param group its receiving group
     */
    boolean mayTake(Repositories repositories, long edition, String domain, String group) {
        if (isTaken(edition)) {
            return true;
        }
        if (areLeft(repositories, edition, domain, group)) {
            return true;
        }
        // The count looks at all of an edition of which nothing is accepted: asked only at the end.
        boolean isTaken = repositories.settled().countAccepted(edition, 1) > 0;
        if (isTaken) {
            rememberTaken(edition);
        }
        return isTaken;
    }

    private synchronized boolean isTaken(long edition) {
        return taken.containsKey(edition);
    }

    private synchronized void rememberTaken(long edition) {
        taken.put(edition, true);
    }

    private boolean areLeft(Repositories repositories, long edition, String domain, String group) {
        if (!repositories.editions().findAll(new Long[] {edition}).stream()
                .allMatch(Edition::isComposed)) {
            return true;
        }
        Search search = new Search(edition, group);
        long from = begin(search);
        List<OpenDelivery> page = repositories.settled().open(edition, from, ENOUGH_ATTEMPTS, PAGE);
        while (!page.isEmpty()) {
            Set<Long> others = others(repositories, page, domain, group);
            for (OpenDelivery open : page) {
                if (others.contains(open.subscriptionId())) {
                    remember(search, open.id());
                    return true;
                }
            }
            page =
                    repositories
                            .settled()
                            .open(edition, page.getLast().id() + 1, ENOUGH_ATTEMPTS, PAGE);
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
