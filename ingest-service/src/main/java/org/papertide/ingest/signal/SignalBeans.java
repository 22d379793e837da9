package org.papertide.ingest.signal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.platform.database.Database;

/** Puts the taking of pushed signals together. */
@ApplicationScoped
class SignalBeans {

    @Produces
    @Singleton
    PushedSignals pushedSignals(
            Database database, Outbox outbox, PaperIdentities identities, Clock clock) {
        return new PushedSignals(database, outbox, identities, clock);
    }
}
