package org.papertide.ingest;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.papertide.platform.guard.BodyRule;

/** How large bodies may be. */
class BodyRules {

    /** Of any size: it is read as it comes, and unpacked within the limits of its parser. */
    @Produces
    @Singleton
    static BodyRule imports() {
        return BodyRule.streamed("/api/v1/imports");
    }

    @Produces
    @Singleton
    static BodyRule signals(@ConfigProperty(name = "papertide.signals.max-bytes") long most) {
        return BodyRule.upTo("/api/v1/signals", most);
    }
}
