package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code import}: feeds listing files into the running stack. */
@Command(
        name = "import",
        description =
                "Imports listing files into the running stack, one after the other. A file that"
                        + " cannot be imported does not stop the next.")
final class ImportCommand implements Callable<Integer> {

    private final Path root;
    private final PrintStream out;
    private final PrintStream progress;

    @Mixin private StackOptions stack = new StackOptions();

    @Option(
            names = "--observed-at",
            paramLabel = "INSTANT",
            description =
                    "When the counts in the files were observed, such as 2025-12-04T08:00:00Z;"
                            + " now by default.")
    private Optional<Instant> observedAt = Optional.empty();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A listing in any of the formats that ingest reads, packed or not.")
    private List<Path> files = List.of();

    /**
     * @param root of the checkout
     * @param progress of large uploads
     */
    ImportCommand(Path root, PrintStream out, PrintStream progress) {
        this.root = root;
        this.out = out;
        this.progress = progress;
    }

    /** 0 if the service read every file to its end, else 1. */
    @Override
    public Integer call() {
        FileImport upload =
                new FileImport(StackTarget.find(root, stack), observedAt, out, progress);
        long failed = files.stream().filter(file -> !upload.take(file)).count();
        return failed == 0 ? 0 : 1;
    }
}
