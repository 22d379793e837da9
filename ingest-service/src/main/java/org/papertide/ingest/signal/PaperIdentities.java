package org.papertide.ingest.signal;

import java.util.Collection;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;

/** Which papers some identities belong to. The catalogue knows; this package does not know it. */
@FunctionalInterface
public interface PaperIdentities {

    /**
     * The papers that some identities belong to by now, where these are aliases; they stay so until
     * the transaction ends.
     */
    Map<PaperId, PaperId> resolve(StatelessSession session, Collection<PaperId> ids);
}
