package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.papertide.local.image.Images;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code images}: one image per service. */
@Command(
        name = "images",
        description = {
            "Makes papertide/ingest-service, papertide/ranking-service and papertide/notify-service"
                    + " in the Docker engine of this machine. Bills of materials (CycloneDX) are"
                    + " beside the logs, in target/images."
        })
final class ImagesCommand implements Callable<Integer> {

    /** As the engine has them. */
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

    private final Path root;
    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--tag", paramLabel = "TAG", description = "Default: Papertide's version.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--push",
            paramLabel = "REGISTRY",
            description =
                    "Pushes them to this registry, such as registry.example.org, or"
                            + " registry.example.org/team, too.")
    private Optional<String> registry = Optional.empty();

    /** The launcher reads it, which would build otherwise. */
    @Option(
            names = "--built",
            description =
                    "Takes the services as ./mvnw verify -Psbom has built them, and builds none.")
    @SuppressWarnings("unused")
    private boolean built;

    /**
     * @param root of the checkout
     */
    ImagesCommand(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    @Override
    public Integer call() {
        String chosen = tag.orElseGet(Version::number);
        if (!chosen.matches(TAG)) {
            throw new ParameterException(
                    spec.commandLine(), "--tag must be a tag such as 1.2.0, not " + chosen);
        }
        new Images(root, chosen, out).make(registry);
        return 0;
    }
}
