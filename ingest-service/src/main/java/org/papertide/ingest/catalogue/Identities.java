package org.papertide.ingest.catalogue;

import java.util.Collection;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;

/** Which papers some identities belong to. */
public final class Identities {

    private Identities() {}

    /**
     * The papers that some identities belong to by now, where these are aliases; they stay so until
     * the transaction ends.
     */
    public static Map<PaperId, PaperId> resolve(StatelessSession session, Collection<PaperId> ids) {
        CatalogueStore.lockShared(session);
        return CatalogueStore.aliases(session, ids);
    }
}
