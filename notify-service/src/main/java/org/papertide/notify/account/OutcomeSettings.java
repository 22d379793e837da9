package org.papertide.notify.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is published about mails. */
@ConfigMapping(prefix = "papertide.outcomes")
public interface OutcomeSettings {

    /**
     * Whether what became of each mail is published on {@code deliveries.v1}, without anything that
     * names a person. Sums by day are kept in any case.
     */
    @WithDefault("true")
    boolean publish();
}
