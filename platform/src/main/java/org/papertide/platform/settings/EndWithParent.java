package org.papertide.platform.settings;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends the service when its standard input ends. The parent process keeps that pipe open; the
 * system closes it when the parent dies, even by a kill.
 *
 * <p>The service ends in order, also when a signal arrives at the same time: a parent often closes
 * the pipe and signals in one step. Rejected: {@code Quarkus.asyncExit}. Then the signal's shutdown
 * hook finds an exit that has begun, waits for nothing, and the JVM ends in the middle of it.
 */
@Singleton
class EndWithParent {

    private static final Logger LOG = Logger.getLogger(EndWithParent.class);

    void start(
            @Observes StartupEvent event,
            @ConfigProperty(name = "papertide.end-with-parent", defaultValue = "false")
                    boolean wanted) {
        if (wanted) {
            Thread.ofPlatform().daemon().name("end with parent").start(EndWithParent::watch);
        }
    }

    private static void watch() {
        try {
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("Standard input failed; treated as its end.", e);
        }
        LOG.info("The parent process has ended: the service ends.");
        System.exit(0);
    }
}
