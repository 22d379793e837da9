package org.papertide.local.image;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.papertide.local.data.RefusedException;
import org.papertide.local.supervisor.Service;

/** Makes the images of the services out of what Maven has built. */
public final class Images {

    private static final String LABEL = "org.opencontainers.image.";

    private final Path root;
    private final String tag;
    private final PrintStream out;
    private final Docker docker = new Docker("docker");

    /**
     * @param root of the checkout
     * @param tag of the images
     */
    public Images(Path root, String tag, PrintStream out) {
        this.root = root;
        this.tag = tag;
        this.out = out;
    }

    /** Makes the image of every service, and pushes them if a registry is named. */
    public void make(Optional<String> registry) {
        Platform platform = docker.platform();
        Map<String, String> labels = labels();
        // Most of the time goes into training runs, and a service starts on one core.
        Stream.of(Service.values()).parallel().forEach(service -> make(service, platform, labels));
        if (registry.isPresent()) {
            for (Service service : Service.values()) {
                push(name(service), registry.get() + "/" + name(service));
            }
        }
    }

    private void make(Service service, Platform platform, Map<String, String> labels) {
        Path folder = root.resolve("target/images").resolve(service.moduleName());
        Path target = root.resolve(service.moduleName()).resolve("target");
        Path bom = target.resolve("bom.json");
        if (!Files.exists(bom)) {
            throw new RefusedException(
                    "There is no %s: ./papertide images without --built makes it.".formatted(bom));
        }
        try {
            new ImageContext(
                            root.resolve("deploy/images"),
                            service.moduleName(),
                            target.resolve("quarkus-app"),
                            bom,
                            List.of(
                                    root.resolve("events/target/classes"),
                                    root.resolve("deploy/local/target/classes"),
                                    root.resolve("deploy/local/target/lib")),
                            platform)
                    .write(folder);
            Files.copy(
                    bom,
                    folder.resolveSibling(service.moduleName() + ".cdx.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> build = new ArrayList<>(List.of("build", "--tag", name(service)));
        labels.forEach((key, value) -> build.addAll(List.of("--label", key + "=" + value)));
        build.addAll(List.of("--label", LABEL + "title=Papertide " + service.moduleName()));
        build.add(folder.toString());
        docker.run(build, folder.resolveSibling(service.moduleName() + ".log"));
        out.println(name(service));
    }

    private void push(String name, String remote) {
        docker.ask(List.of("tag", name, remote));
        docker.run(
                List.of("push", remote),
                root.resolve("target/images").resolve(name.replaceAll("\\W", "-") + ".push.log"));
        out.println("pushed " + remote);
    }

    private String name(Service service) {
        return "papertide/%s:%s".formatted(service.moduleName(), tag);
    }

    /** What the image says of itself: the same for the same commit. */
    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put(LABEL + "vendor", "Papertide");
        labels.put(LABEL + "licenses", "Apache-2.0");
        labels.put(LABEL + "base.name", "docker.io/library/eclipse-temurin:25-jre");
        labels.put(LABEL + "version", tag);
        git("rev-parse", "HEAD")
                .ifPresent(commit ->
                        labels.put(
                                LABEL + "revision",
                                git("status", "--porcelain").isPresent()
                                        ? commit + "-changed"
                                        : commit));
        created().ifPresent(time -> labels.put(LABEL + "created", time.toString()));
        return labels;
    }

    /** The time of the commit, or that which {@code SOURCE_DATE_EPOCH} gives. */
    private Optional<Instant> created() {
        String epoch = System.getenv("SOURCE_DATE_EPOCH");
        try {
            return epoch == null
                    ? git("log", "-1", "--format=%cI")
                            .map(time -> OffsetDateTime.parse(time).toInstant())
                    : Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch)));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new RefusedException("SOURCE_DATE_EPOCH must be a number of seconds", e);
        }
    }

    /** What git prints; nothing if it prints nothing, is not there, or knows no commit. */
    private Optional<String> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).start();
            process.getErrorStream().close();
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            return process.waitFor() == 0 && !printed.isEmpty()
                    ? Optional.of(printed)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }
}
