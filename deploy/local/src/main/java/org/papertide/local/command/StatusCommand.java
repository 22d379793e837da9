package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.papertide.local.health.ReadinessProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code status}: health of services and sources, counts, lag. */
@Command(
        name = "status",
        description = {
            "Prints the health of services and sources, the number of records in each topic, and the"
                    + " lag of every reader. Exit code 0 if every service is ready, else 1."
        })
final class StatusCommand implements Callable<Integer> {

    private final Path root;
    private final PrintStream out;

    @Mixin private StackOptions stack = new StackOptions();

    /**
     * @param root of the checkout
     */
    StatusCommand(Path root, PrintStream out) {
        this.root = root;
        this.out = out;
    }

    /** 0 if every service is ready, else 1. */
    @Override
    public Integer call() {
        Target target = Target.find(root, stack);
        boolean ready = services(target);
        new SourceTable(target).lines().forEach(out::println);
        new StreamTable("127.0.0.1:" + target.ports().kafka()).lines().forEach(out::println);
        return ready ? 0 : 1;
    }

    private boolean services(Target target) {
        Map<String, Integer> services = new LinkedHashMap<>();
        services.put("ingest-service", target.ports().ingestService());
        services.put("ranking-service", target.ports().rankingService());
        services.put("notify-service", target.ports().notifyService());
        ReadinessProbe readiness = new ReadinessProbe();
        boolean ready = true;
        out.println("services");
        for (Map.Entry<String, Integer> service : services.entrySet()) {
            ReadinessProbe.Answer answer = readiness.ask(service.getValue());
            ready &= answer instanceof ReadinessProbe.Answer.Ready;
            String state =
                    switch (answer) {
                        case ReadinessProbe.Answer.Ready() -> "ready";
                        case ReadinessProbe.Answer.Waiting(List<String> missing) ->
                                "waits for " + String.join("; ", missing);
                        case ReadinessProbe.Answer.Silent() -> "does not answer";
                    };
            out.printf(
                    "  %-16s %s  http://localhost:%d%n",
                    service.getKey(), state, service.getValue());
        }
        return ready;
    }
}
