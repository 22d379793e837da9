package org.papertide.platform.guard;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Installs the guard of connections; the service's ports are opened later. */
@Singleton
class ConnectionGuardBean {

    void install(@Observes StartupEvent event, HttpSettings settings, Clients clients) {
        ConnectionGuard.install(settings, clients);
    }
}
