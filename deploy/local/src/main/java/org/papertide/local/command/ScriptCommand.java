package org.papertide.local.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Unmatched;

/** A command that the shell script runs as another program; here it only has a description. */
@Command
final class ScriptCommand implements Callable<Integer> {

    @Unmatched private List<String> arguments = List.of();

    @Override
    public Integer call() {
        System.err.println(
                "The script ./papertide runs this command, not this program: " + arguments);
        return ExitCode.USAGE;
    }
}
