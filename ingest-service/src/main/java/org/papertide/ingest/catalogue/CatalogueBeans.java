package org.papertide.ingest.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.ingest.signal.PaperIdentities;

/** Puts the catalogue together. */
@ApplicationScoped
class CatalogueBeans {

    @Produces
    @Singleton
    PaperIdentities identities() {
        return (session, ids) -> {
            CatalogueStore store = new CatalogueStore(session);
            store.lockShared();
            return store.aliases(ids);
        };
    }
}
