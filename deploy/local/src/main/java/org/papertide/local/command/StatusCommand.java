package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.papertide.local.health.ReadinessProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code status}: health of services and sources, mails, counts, lag. */
@Command(
        name = "status",
        description = {
            "Prints the health of services and sources, subscriptions, mails, the age of what readers"
                    + " see, the number of records in each topic, and the lag of every reader, and who"
                    + " does not answer in time. Exit code 0 if every service is ready, else 1."
        })
final class StatusCommand implements Callable<Integer> {

    /** Characters of a line. */
    private static final int WIDTH = 100;

    private static final int MOST_PATIENCE = 300;

    private final Path root;
    private final PrintStream out;

    /** With the start of a JVM, two seconds let all be printed within three. */
    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description =
                    "How long all of them together may take to answer, 1 to 300 s; 2 by default. On a"
                            + " machine that is busy, more.")
    private int patience;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private StackOptions stack = new StackOptions();

    /**
     * @param root of the checkout
     */
    StatusCommand(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    /** 0 if every service is ready, else 1. All is asked at the same time. */
    @Override
    public Integer call() {
        if (patience > MOST_PATIENCE) {
            throw new ParameterException(
                    spec.commandLine(), "--patience must be at most " + MOST_PATIENCE);
        }
        Duration limit = Duration.ofSeconds(patience);
        String silent = "does not answer within %d s".formatted(patience);
        StackTarget target = StackTarget.find(root, stack);
        StreamTable streams = new StreamTable("127.0.0.1:" + target.ports().kafka(), limit);
        try (Questions questions = new Questions(limit)) {
            Map<String, Integer> services = services(target);
            ReadinessProbe readiness = new ReadinessProbe();
            Map<String, Future<Optional<ReadinessProbe.Answer>>> asked = new LinkedHashMap<>();
            services.forEach((service, port) ->
                    asked.put(service, questions.ask(() -> Optional.of(readiness.ask(port)))));
            List<Table> tables =
                    List.of(
                            new Table(
                                    "sources",
                                    "the ingest service",
                                    questions.ask(new SourceTable(target, limit)::lines)),
                            new Table(
                                    "mails",
                                    "the notify service",
                                    questions.ask(
                                            new MailTable(target.site("/q/metrics"), limit)
                                                    ::lines)),
                            new Table("topics", "Kafka", questions.ask(streams::lines)));
            out.println("services");
            boolean ready = true;
            for (Map.Entry<String, Future<Optional<ReadinessProbe.Answer>>> each :
                    asked.entrySet()) {
                Optional<ReadinessProbe.Answer> answer =
                        questions.answer(each.getValue(), Optional.empty());
                ready &= answer.filter(ReadinessProbe.Answer.Ready.class::isInstance).isPresent();
                print(
                        "  %-16s %s  http://localhost:%d"
                                .formatted(
                                        each.getKey(),
                                        answer.map(StatusCommand::state).orElse(silent),
                                        services.get(each.getKey())));
            }
            for (Table table : tables) {
                questions.answer(table.lines(), table.unknown(silent)).forEach(this::print);
            }
            return ready ? 0 : 1;
        }
    }

    /**
     * A table of the answer.
     *
     * @param title its first line
     * @param from whom it is asked
     */
    private record Table(String title, String from, Future<List<String>> lines) {

        List<String> unknown(String silent) {
            return List.of(title, "  not known: %s %s".formatted(from, silent));
        }
    }

    private void print(String line) {
        if (line.length() > WIDTH) {
            boolean splits = Character.isHighSurrogate(line.charAt(WIDTH - 4));
            out.println(line.substring(0, WIDTH - (splits ? 4 : 3)) + "...");
        } else {
            out.println(line);
        }
    }

    /** The services and their ports. */
    private static Map<String, Integer> services(StackTarget target) {
        Map<String, Integer> services = new LinkedHashMap<>();
        services.put("ingest-service", target.ports().ingestService());
        services.put("ranking-service", target.ports().rankingService());
        services.put("notify-service", target.ports().notifyService());
        return services;
    }

    private static String state(ReadinessProbe.Answer answer) {
        return switch (answer) {
            case ReadinessProbe.Answer.Ready() -> "ready";
            case ReadinessProbe.Answer.Waiting(List<String> missing) ->
                    "waits for " + String.join("; ", missing);
            case ReadinessProbe.Answer.Silent() -> "does not answer";
        };
    }
}
