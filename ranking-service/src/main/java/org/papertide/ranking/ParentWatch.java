package org.papertide.ranking;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends the process when its parent does: the supervisor keeps a pipe to our standard input open,
 * and its end is the parent's end, however it came.
 */
@ApplicationScoped
class ParentWatch {

    private static final Logger LOG = Logger.getLogger(ParentWatch.class);

    private final boolean endWithParent;

    ParentWatch(
            @ConfigProperty(name = "papertide.end-with-parent", defaultValue = "false")
                    boolean endWithParent) {
        this.endWithParent = endWithParent;
    }

    void start(@Observes StartupEvent event) {
        if (endWithParent) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(System.in));
        }
    }

    private static void watch(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // What the parent writes does not matter.
            }
        } catch (IOException e) {
            LOG.debug("The pipe to the parent broke", e);
        }
        LOG.info("The parent process has ended: stopping");
        Quarkus.asyncExit();
    }
}
