package org.papertide.local.command;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains in one line why a command line is invalid. */
final class UsageMessage implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println(message(e));
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String message(ParameterException e) {
        String command = e.getCommandLine().getCommandName();
        return switch (e) {
            case UnmatchedArgumentException unmatched ->
                    unmatched(e.getCommandLine(), unmatched.getUnmatched());
            case MissingParameterException missing -> missing(command, missing.getMissing());
            case OverwrittenOptionException overwritten ->
                    name(overwritten.getOverwritten()) + " was given more than once";
            case ParameterException invalid
                    when invalid.getCause() instanceof TypeConversionException cause ->
                    name(invalid.getArgSpec()) + " " + cause.getMessage();
            case ParameterException other -> String.valueOf(other.getMessage());
        };
    }

    private static String unmatched(CommandLine line, List<String> arguments) {
        String first = arguments.getFirst();
        if (first.startsWith("-")) {
            return "There is no option " + first.replaceFirst("=.*", "");
        }
        return line.getParent() == null
                ? "There is no command %s.".formatted(first)
                : "%s takes no %s".formatted(line.getCommandName(), first);
    }

    private static String missing(String command, List<ArgSpec> missing) {
        ArgSpec first = missing.getFirst();
        return first.isOption()
                ? name(first) + " needs a value"
                : "%s needs a %s".formatted(command, first.paramLabel().toLowerCase(Locale.ROOT));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
