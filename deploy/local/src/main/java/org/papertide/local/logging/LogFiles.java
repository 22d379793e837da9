package org.papertide.local.logging;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.jspecify.annotations.Nullable;

/** Sends this process's log to a file that rotates. */
public final class LogFiles {

    /** 10 MB per file. */
    private static final int BYTES = 10 * 1024 * 1024;

    private static final int FILES = 4;

    /** java.util.logging holds loggers weakly, and forgets the level of a collected one. */
    private static final List<Logger> KEPT = new ArrayList<>();

    private LogFiles() {}

    /**
     * Logs everything from now on to {@code NAME.0.log} in the directory and nothing to the
     * terminal; older files are {@code NAME.1.log} and so on.
     */
    public static void open(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        FileHandler handler =
                new FileHandler(directory.resolve(name + ".%g.log").toString(), BYTES, FILES, true);
        handler.setEncoding(StandardCharsets.UTF_8.name());
        handler.setFormatter(new OneLine());
        handler.setFilter(record -> !isUsual(record));
        Logger root = Logger.getLogger("");
        for (Handler former : root.getHandlers()) {
            root.removeHandler(former);
        }
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        // Kafka logs thousands of lines at each start; one is enough.
        level("kafka", Level.WARNING);
        level("org.apache.kafka", Level.WARNING);
        level("state.change.logger", Level.WARNING);
        level("kafka.server.KafkaRaftServer", Level.INFO);
        // Both warn of what is usual at a start: an empty log, and two who make a topic at once.
        level("org.apache.kafka.controller.QuorumController", Level.SEVERE);
        level("org.apache.kafka.server.DefaultAutoTopicCreationManager", Level.SEVERE);
    }

    /**
     * The broker calls it an error when a batch overtakes the one before it, as it does while a
     * transaction is still being checked (KAFKA-14884). The producer sends both again, and says so
     * itself where that is no cure.
     *
     * <p>So does its controller when the broker's sign of life waited for a second, as on a machine
     * that starts much at once. The next comes in two; a broker that gives none is fenced, of which
     * the log tells as well.
     */
    private static boolean isUsual(LogRecord record) {
        String message = record.getMessage();
        return record.getThrown() instanceof OutOfOrderSequenceException
                || (message != null && message.contains("processExpiredBrokerHeartbeat: "));
    }

    /** Logs warnings and errors only, for short commands. */
    public static void warningsOnly() {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        KEPT.add(root);
    }

    private static void level(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        KEPT.add(logger);
    }

    /** In the form of the services' logs. */
    private static final class OneLine extends Formatter {

        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .withZone(ZoneOffset.UTC);

        @Override
        public String format(LogRecord record) {
            StringWriter line = new StringWriter();
            PrintWriter out = new PrintWriter(line);
            out.printf(
                    "%s %-5s %s %s%n",
                    TIME.format(record.getInstant()),
                    level(record.getLevel()),
                    className(record.getLoggerName()),
                    formatMessage(record));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(out);
            }
            return line.toString();
        }

        /** As the services call it. */
        private static String level(Level level) {
            return level.equals(Level.SEVERE)
                    ? "ERROR"
                    : level.equals(Level.WARNING) ? "WARN" : level.getName();
        }

        private static String className(@Nullable String logger) {
            return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
        }
    }
}
