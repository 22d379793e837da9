package org.papertide.notify.running;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends this process with the supervisor that started it: the supervisor keeps a pipe to standard
 * input open, and the pipe ends when it dies, however it dies.
 */
@Singleton
class ParentWatch {

    private static final Logger LOG = Logger.getLogger(ParentWatch.class);

    void watch(
            @Observes StartupEvent event,
            @ConfigProperty(name = "papertide.end-with-parent", defaultValue = "false")
                    boolean endWithParent) {
        if (endWithParent) {
            Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::readToTheEnd);
        }
    }

    private static void readToTheEnd() {
        try {
            while (System.in.read() >= 0) {
                // Whatever is said there is of no interest, only its end is.
            }
        } catch (IOException e) {
            LOG.debug("standard input broke", e);
        }
        LOG.info("the parent has gone, ending");
        Quarkus.asyncExit();
    }
}
