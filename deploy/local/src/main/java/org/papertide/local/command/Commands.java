package org.papertide.local.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.StackPorts;
import org.papertide.local.mailcheck.DomainName;
import org.papertide.local.stream.Start;
import org.papertide.local.supervisor.HostPort;
import org.papertide.local.supervisor.Service;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** Joins the commands of {@code ./papertide} to one command line. */
public final class Commands {

    /** The longest page that a service answers. */
    private static final int MOST = 1_000;

    private Commands() {}

    /**
     * All commands.
     *
     * @param root of the checkout
     * @param terminal what the commands print
     * @param errors messages on a command line that cannot be understood, and on failures
     */
    public static CommandLine of(Path root, PrintStream terminal, PrintStream errors) {
        PrintStream out = PlainOutput.to(terminal);
        PrintStream err = PlainOutput.to(errors);
        CommandLine line =
                new CommandLine(new PapertideCommand(err))
                        .addSubcommand(new UpCommand(root, out))
                        .addSubcommand(new ImportCommand(root, out, err))
                        .addSubcommand(new StatusCommand(root, out))
                        .addSubcommand(new DeliveriesCommand(root, System.in, out))
                        .addSubcommand(new TailCommand(root, System.getenv(), out, err))
                        .addSubcommand(new DeadLettersCommand(root, System.getenv(), out, err))
                        .addSubcommand(new ExportCommand(root, System.getenv(), out, err))
                        .addSubcommand(new PublishSchemasCommand(System.getenv(), out))
                        .addSubcommand(new ClassifyCommand(System.in, out, err))
                        .addSubcommand(new CheckMailCommand(System.getenv(), out))
                        .addSubcommand(new ImagesCommand(root, out))
                        .addSubcommand(
                                scripted(
                                        "test",
                                        "[MAVEN-OPTION...]",
                                        "Runs every check and test: ./mvnw verify."))
                        .addSubcommand(
                                scripted(
                                        "backtest",
                                        "[OPTIONS]",
                                        "Replays recorded signals through the score and judges the ranking."))
                        .addSubcommand(
                                scripted(
                                        "bench",
                                        "[NAME [OPTIONS]]",
                                        "Runs a benchmark; without a name it lists them."));
        return line.registerConverter(Instant.class, Commands::instant)
                .registerConverter(StackPorts.class, converter(StackPorts::parse))
                .registerConverter(HostPort.class, converter(HostPort::parse))
                .registerConverter(DomainName.class, converter(DomainName::parse))
                .registerConverter(InetAddress.class, converter(Commands::address))
                .registerConverter(Topic.class, converter(TopicName::parse))
                .registerConverter(Start.class, converter(Start::parse))
                .registerConverter(int.class, converter(Commands::count))
                .registerConverter(long.class, converter(Commands::number))
                .registerConverter(Long.class, converter(Commands::number))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Service.class, converter(Service::named))
                .setExpandAtFiles(false)
                .setOut(writer(terminal))
                .setErr(writer(err))
                .setParameterExceptionHandler(new UsageMessage())
                .setExecutionExceptionHandler(Commands::failure);
    }

    private static CommandSpec scripted(String name, String arguments, String description) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new ScriptCommand()).name(name);
        spec.usageMessage()
                .customSynopsis("./papertide %s %s".formatted(name, arguments))
                .description(description);
        return spec;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int failure(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof RefusedException) {
            line.getErr().println(failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** Every number of an option is a count of something, or the number of something. */
    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The same problem.
        }
        throw new IllegalArgumentException("must be a whole number from 1, not " + text);
    }

    private static int count(String text) {
        long number = number(text);
        if (number > MOST) {
            throw new IllegalArgumentException(
                    "must be a whole number from 1 to %d, not %s".formatted(MOST, text));
        }
        return (int) number;
    }

    /** Of digits alone: a name would be asked for. */
    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be an address such as 192.0.2.1 or 2001:db8::1, not " + text, e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new TypeConversionException(
                    "must be an instant such as 2025-12-04T18:00:00Z, not " + text);
        }
    }
}
