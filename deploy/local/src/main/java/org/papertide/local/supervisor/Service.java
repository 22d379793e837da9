package org.papertide.local.supervisor;

import java.nio.file.Path;
import java.util.List;
import org.papertide.local.data.StackPorts;

/** The three services, and the memory that their processes get: the machine may be small. */
public enum Service {
    INGEST("ingest-service", 160),
    RANKING("ranking-service", 224),
    NOTIFY("notify-service", 160);

    private final String moduleName;
    private final int heapMegabytes;

    Service(String moduleName, int heapMegabytes) {
        this.moduleName = moduleName;
        this.heapMegabytes = heapMegabytes;
    }

    /**
     * The service of that name, with or without {@code -service}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Service named(String name) {
        for (Service service : values()) {
            if (service.moduleName.equals(name) || service.moduleName.equals(name + "-service")) {
                return service;
            }
        }
        throw new IllegalArgumentException("must be ingest, ranking or notify, not " + name);
    }

    /** The name of its module. */
    public String moduleName() {
        return moduleName;
    }

    /** The file in the data directory with its settings, for a service that runs elsewhere. */
    String environmentFile() {
        return moduleName + ".env";
    }

    int port(StackPorts ports) {
        return switch (this) {
            case INGEST -> ports.ingestService();
            case RANKING -> ports.rankingService();
            case NOTIFY -> ports.notifyService();
        };
    }

    int managementPort(StackPorts ports) {
        return switch (this) {
            case INGEST -> ports.ingestManagement();
            case RANKING -> ports.rankingManagement();
            case NOTIFY -> ports.notifyManagement();
        };
    }

    /** The jar that Maven builds. */
    Path jar(Path root) {
        return root.resolve(moduleName).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /**
     * The command of its process.
     *
     * @param temporary where it puts temporary files and unpacks native libraries
     */
    List<String> command(Path root, Path temporary) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + temporary,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                jar(root).toString());
    }
}
