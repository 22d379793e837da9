package org.papertide.notify.edition;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * Does the same work for each of some editions, again and again. One that fails is tried again next
 * time, and keeps no other from its turn.
 */
final class EditionByEdition {

    private static final Logger LOG = Logger.getLogger(EditionByEdition.class);

    private final String work;
    private final Set<Long> failing = ConcurrentHashMap.newKeySet();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    /**
     * @param work the name of the work, for the log
     */
    EditionByEdition(String work) {
        this.work = work;
    }

    /**
     * @param editions all for which there is work
     * @throws DatabaseUnavailableException once all have had their turn
     * @throws CancellationException at once
     */
    void run(Collection<Edition> editions, Consumer<Edition> turn) {
        Set<Long> ids = editions.stream().map(Edition::id).collect(Collectors.toSet());
        failing.retainAll(ids);
        told.retainAll(ids);
        DatabaseUnavailableException away = null;
        for (Edition edition : editions) {
            try {
                turn.accept(edition);
                failing.remove(edition.id());
                told.remove(edition.id());
            } catch (CancellationException e) {
                throw e;
            } catch (DatabaseUnavailableException e) {
                away = e; // Or away for this one alone: its statements take too long.
                failing.add(edition.id());
            } catch (RuntimeException e) {
                failing.add(edition.id());
                if (told.add(edition.id())) {
                    LOG.errorf(
                            e,
                            "An edition fails and is tried again. edition=%d loop=\"%s\"",
                            edition.id(),
                            work);
                }
            }
        }
        if (away != null) {
            throw away;
        }
    }

    /** How many failed when they were last tried, whatever the cause. */
    int failing() {
        return failing.size();
    }
}
