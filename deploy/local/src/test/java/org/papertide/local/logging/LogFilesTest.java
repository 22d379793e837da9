package org.papertide.local.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogFilesTest {

    private static final Logger ROOT = Logger.getLogger("");

    private final List<Handler> handlers = List.of(ROOT.getHandlers());
    private final Level level = ROOT.getLevel();

    @TempDir private Path directory;

    @AfterEach
    void logsAsBefore() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
            handler.close();
        }
        handlers.forEach(ROOT::addHandler);
        ROOT.setLevel(level);
    }

    @Test
    void keepsTheBrokersErrorsButThoseThatASlowMachineMakes() throws IOException {
        LogFiles.open(directory, "supervisor");
        LoggerFactory.getLogger("org.apache.kafka.controller.ReplicationControlManager")
                .error(
                        "[QuorumController id=1] processExpiredBrokerHeartbeat: controller event"
                                + " queue overloaded. Timed out heartbeat from broker 1.");

        org.slf4j.Logger broker = LoggerFactory.getLogger("kafka.server.ReplicaManager");
        broker.error("append of one", new OutOfOrderSequenceException("7 (incoming), 5 (end)"));
        broker.error("append of two", new IllegalStateException("disk"));
        broker.error("append of three");

        assertThat(directory.resolve("supervisor.0.log"))
                .content()
                .doesNotContain("append of one", "incoming", "overloaded")
                .contains(
                        "ERROR ReplicaManager append of two\n"
                                + "java.lang.IllegalStateException: disk",
                        "ERROR ReplicaManager append of three\n");
    }
}
