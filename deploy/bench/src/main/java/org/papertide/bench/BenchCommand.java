package org.papertide.bench;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code ./papertide bench}: runs the named benchmark, or lists the benchmarks. */
@Command(
        name = "./papertide bench",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        version = "Papertide benchmarks",
        synopsisHeading = "usage: ",
        synopsisSubcommandLabel = "NAME",
        commandListHeading = "%nBenchmarks:%n",
        optionListHeading = "%nOptions:%n",
        descriptionHeading = "%n",
        usageHelpAutoWidth = true,
        sortOptions = false,
        showDefaultValues = true,
        description =
                "Measures one part of Papertide, and a reference in the same run: machines differ,"
                        + " ratios hardly.",
        subcommands = {
            IngestBench.class,
            RankingBench.class,
            RestoreBench.class,
            LatencyBench.class,
            MailBench.class,
            CrashBench.class,
            WebhooksBench.class,
            SiteBench.class,
            SearchBench.class,
            MeaningBench.class,
            ImagesBench.class,
            ReplicasBench.class
        })
public final class BenchCommand implements Callable<Integer> {

    /** A benchmark can do without these; all other numbers count what is measured. */
    private static final Set<String> FROM_ZERO =
            Set.of(
                    "--webhooks",
                    "--killed",
                    "--warm-up",
                    "--hanging",
                    "--kills",
                    "--delay",
                    "--distance",
                    "--hostile",
                    "--seed");

    /** Loggers are kept by weak references only. */
    private static final Logger ROOT = Logger.getLogger("");

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        int code = line().execute(arguments);
        // The clients leave threads that would keep the process alive.
        System.exit(code);
    }

    static CommandLine line() {
        return new CommandLine(new BenchCommand())
                .setExecutionStrategy(BenchCommand::execute)
                .setExecutionExceptionHandler(BenchCommand::failure);
    }

    private static int execute(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                long least = FROM_ZERO.contains(option.longestName()) ? 0 : 1;
                if (option.getValue() instanceof Number number && number.longValue() < least) {
                    throw new ParameterException(
                            command,
                            "%s must be a whole number from %d, not %s"
                                    .formatted(option.longestName(), least, number));
                }
            }
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public Integer call() {
        new CommandLine(this).usage(System.out);
        return CommandLine.ExitCode.OK;
    }

    private static int failure(Exception failure, CommandLine line, @Nullable ParseResult parsed)
            throws Exception {
        if (failure instanceof MissingToolException) {
            line.getErr().println(failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
