package org.papertide.local.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ScopeType;

/** {@code ./papertide} without a command: prints the usage. */
@Command(
        name = "./papertide",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisHeading = "usage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        descriptionHeading = "%n",
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = "Papertide on this machine.",
        subcommands = HelpCommand.class)
final class PapertideCommand implements Callable<Integer> {

    private final PrintStream err;

    PapertideCommand(PrintStream err) {
        this.err = err;
    }

    @Override
    public Integer call() {
        err.print(new CommandLine(this).getUsageMessage());
        return CommandLine.ExitCode.USAGE;
    }
}
