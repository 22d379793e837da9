package org.papertide.bench;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.papertide.testing.Http;
import org.papertide.testing.Ports;
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
    private static final String STATE = "/var/lib/papertide";
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
        } finally {
            remove();
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
        settings.put("PAPERTIDE_RANKING_STATE_DIR", STATE);
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
        start(image, memory, settings, "");
        table.add("  memory after %d s idle".formatted(IDLE.toSeconds()), idleMemory());
    }

    /** Starts it anew; the time until it is ready. */
    private Duration start(
            String image, String memory, Map<String, String> settings, String options) {
        remove();
        int management = Ports.free();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        all.put("JAVA_TOOL_OPTIONS", options);
        List<String> run =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--detach",
                                "--name",
                                NAME,
                                "--network",
                                "host",
                                "--cpus",
                                "1",
                                "--memory",
                                memory,
                                "--read-only",
                                "--tmpfs",
                                "/tmp",
                                "--volume",
                                STATE));
        all.forEach((name, value) -> run.addAll(List.of("--env", name + "=" + value)));
        run.add(image);
        Stopwatch stopwatch = Stopwatch.start();
        String _ = docker.run(run.toArray(String[]::new));
        URI ready = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(management));
        while (!isReady(ready)) {
            if (stopwatch.seconds() > 120) {
                throw new IllegalStateException(
                        image + " is not ready: " + docker.run("logs", NAME));
            }
            pause(Duration.ofMillis(20));
        }
        return Duration.ofMillis((long) (stopwatch.seconds() * 1_000));
    }

    private String idleMemory() {
        pause(IDLE);
        return docker.run("stats", "--no-stream", "--format", "{{.MemUsage}}", NAME).strip();
    }

    private double size(String image) {
        return Double.parseDouble(
                docker.run("image", "inspect", "--format", "{{.Size}}", image).strip());
    }

    private void remove() {
        try {
            String _ = docker.run("rm", "--force", "--volumes", NAME);
        } catch (IllegalStateException _) {
            // Old clients fail where there is none.
        }
    }

    private static boolean isReady(URI address) {
        try {
            return Http.get(address).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
