package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.papertide.local.data.RefusedException;
import org.papertide.local.stream.Export;
import org.papertide.local.stream.ExportKind;
import org.papertide.local.stream.Interruption;
import org.papertide.local.stream.ReadProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code export}: a stream as a table. */
@Command(
        name = "export",
        description = {
            "Writes papers, scores or readings as JSON lines or CSV, for a notebook: of papers and"
                    + " scores the newest of each paper, of readings all that are kept. Until it is"
                    + " whole, the file is FILE.part; after Ctrl-C that has whole lines, and the exit"
                    + " code is not 0."
        })
final class ExportCommand implements Callable<Integer> {

    private final Path root;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Parameters(arity = "1", paramLabel = "WHAT", description = "papers, scores or readings.")
    private ExportKind kind = ExportKind.PAPERS;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description =
                    "Only rows of that time or later: readings and scores observed, papers listed.")
    private Optional<Instant> from = Optional.empty();

    @Option(names = "--until", paramLabel = "INSTANT", description = "Only rows before that time.")
    private Optional<Instant> until = Optional.empty();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to: FILE.jsonl or FILE.csv; with .gz behind, packed.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "jsonl|csv",
            description = "The format, where the file's name does not tell it.")
    private Optional<Export.Format> format = Optional.empty();

    @Option(names = "--overwrite", description = "Replaces a file that is there.")
    private boolean overwrite;

    /**
     * @param root of the checkout
     * @param environment where settings may be
     * @param err progress
     */
    ExportCommand(Path root, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.root = root;
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    /** 0 if all was written, else 1. */
    @Override
    public Integer call() {
        Export.Format written =
                format.or(() -> Export.Format.of(file))
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--out does not end in .jsonl or .csv: give --format"));
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new ParameterException(spec.commandLine(), "--from must be before --until");
        }
        if (Files.exists(file) && !overwrite) {
            throw new RefusedException(file + " is there already; --overwrite replaces it.");
        }
        Export.Options options =
                new Export.Options(
                        kind, from, until, written, file, kafka.clockOffset(root, environment));
        try (Interruption interruption = Interruption.ofProcess()) {
            Export.Report report =
                    new Export(kafka.access(root, environment), new ReadProgress(err), interruption)
                            .run(options);
            if (report.unreadable() > 0) {
                err.printf(
                        Locale.ROOT,
                        "%,d records cannot be read, and are left out.%n",
                        report.unreadable());
            }
            out.printf(
                    Locale.ROOT,
                    report.complete()
                            ? "%,d %s in %s%n"
                            : "Ended early: %,d %s, whole lines, are in %s%n",
                    report.rows(),
                    kind.name().toLowerCase(Locale.ROOT),
                    report.file());
            return report.complete() ? 0 : 1;
        }
    }
}
