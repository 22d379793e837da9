package org.papertide.ranking.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.jboss.logging.Logger;

/** The directory of the stream's state. */
final class StateDirectory {

    private static final Logger LOG = Logger.getLogger(StateDirectory.class);

    private StateDirectory() {}

    /** Kafka Streams lets the group read it, whatever the mask of the process says. */
    static void keepForOwner(Properties settings) {
        Path base = Path.of(settings.getProperty(StreamsConfig.STATE_DIR_CONFIG));
        Path own = base.resolve(settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
        for (Path directory : List.of(base, own)) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(directory, PosixFileAttributeView.class);
            if (view == null || !Files.isDirectory(directory)) {
                continue;
            }
            try {
                view.setPermissions(PosixFilePermissions.fromString("rwx------"));
            } catch (IOException e) {
                LOG.infof(
                        "The state's directory keeps its permissions. error=\"%s\"", e.toString());
            }
        }
    }
}
