package org.papertide.ingest.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.ingest.signal.SignalSettings;
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
    static BodyRule signals(SignalSettings settings) {
        return BodyRule.upTo("/api/v1/signals", settings.maxBytes());
    }
}
