package org.papertide.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.papertide.testing.PrivateStack;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestServer;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What an image costs: its size above that of the JRE, the time from {@code docker run} to ready
 * with one processor, and the memory of the idle service. The reference is the same image without
 * its AOT cache. The servers run on the machine, and the containers in its network.
 */
@Command(
        name = "images",
        description =
                "Size, start and idle memory of each image; compared with the same without its"
                        + " AOT cache. Needs Docker and ./papertide images --tag TAG.")
final class ImagesBench implements Callable<Integer> {

    private static final String BASE = "eclipse-temurin:25-jre";
    private static final String PREFIX = "images.";
    private static final String NAME = "papertide-bench";
    private static final Duration IDLE = Duration.ofSeconds(20);

    @Option(names = "--tag", paramLabel = "TAG", description = "Of the images.")
    private String tag = "test";

    @Option(names = "--starts", paramLabel = "N", description = "Starts of each image.")
    private int starts = 5;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("images", clock.instant());
    private final Tool docker = Tool.require("docker", "docker.io");

    @Override
    public Integer call() {
        try (PrivateStack stack = TestStack.privateStack()) {
            TestServer kafka = stack.newKafka();
            TestServer postgres = stack.newPostgres();
            kafka.start();
            postgres.start();
            measure("ingest-service", "512m", settings(kafka, postgres.newDatabase("ingest")));
            measure("ranking-service", "768m", ranking(kafka));
            measure("notify-service", "512m", settings(kafka, postgres.newDatabase("notify")));
        }
        System.out.print(table);
        return 0;
    }

    private static Map<String, String> settings(TestServer kafka, TestDatabase database) {
        Map<String, String> settings = ServiceSettings.of(kafka.address(), PREFIX, database);
        settings.put("PAPERTIDE_SOURCE_OFFLINE", "true");
        return settings;
    }

    /** Its stores lie where installations have a disk: in /tmp they would count as memory. */
    private static Map<String, String> ranking(TestServer kafka) {
        Map<String, String> settings = ServiceSettings.of(kafka.address(), PREFIX);
        settings.put("PAPERTIDE_RANKING_STATE_DIR", ServiceContainer.STATE);
        return settings;
    }

    private void measure(String service, String memory, Map<String, String> settings) {
        String image = "papertide/%s:%s".formatted(service, tag);
        table.add(service, (size(image) - size(BASE)) / 1e6, "MB above " + BASE);
        // Makes topics and tables.
        start(image, memory, settings, "");
        Timings cached = new Timings();
        Timings plain = new Timings();
        for (int n = 0; n < starts; n++) {
            cached.add(start(image, memory, settings, ""));
            plain.add(start(image, memory, settings, "-XX:AOTMode=off"));
        }
        table.add("  docker run until ready", cached.toString());
        table.add("  reference: without the AOT cache", plain.toString());
        table.addRatio(
                "  time",
                (double) cached.percentile(0.5).toMillis(),
                (double) plain.percentile(0.5).toMillis());
        try (ServiceContainer idle = container(image, memory, settings)) {
            idle.remove();
            idle.start();
            idle.awaitReady();
            ServiceContainer.pause(IDLE);
            table.add("  memory after %d s idle".formatted(IDLE.toSeconds()), idle.memory());
        }
    }

    /** The time from its start until it is ready. */
    private Duration start(
            String image, String memory, Map<String, String> settings, String options) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("JAVA_TOOL_OPTIONS", options);
        try (ServiceContainer container = container(image, memory, all)) {
            container.remove();
            Stopwatch stopwatch = Stopwatch.start();
            container.start();
            container.awaitReady();
            return stopwatch.elapsed();
        }
    }

    private ServiceContainer container(String image, String memory, Map<String, String> settings) {
        return new ServiceContainer(
                docker, image, NAME, new ServiceContainer.Size(1, memory), settings);
    }

    private double size(String image) {
        return Double.parseDouble(
                docker.run("image", "inspect", "--format", "{{.Size}}", image).strip());
    }
}
