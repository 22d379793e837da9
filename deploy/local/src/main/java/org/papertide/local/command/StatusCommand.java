package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.papertide.local.Arguments;
import org.papertide.local.data.UsageException;
import org.papertide.local.health.ReadinessProbe;

/** The command {@code status}: health of services and sources, counts, lag. */
public final class StatusCommand {

    private StatusCommand() {}

    /**
     * Says how the running stack stands.
     *
     * @return 0 if every service is ready, else 1
     * @throws UsageException if the command line cannot be understood
     */
    public static int run(Path root, List<String> line) {
        Arguments arguments = Arguments.parse(line, Set.of("--data", "--port-base"), Set.of());
        if (!arguments.rest().isEmpty()) {
            throw new UsageException("status takes no " + arguments.rest().getFirst());
        }
        Target target = Target.find(root, arguments);
        PrintStream out = System.out;
        boolean ready = services(target, out);
        new SourceTable(target).lines().forEach(out::println);
        new StreamTable("127.0.0.1:" + target.ports().kafka()).lines().forEach(out::println);
        return ready ? 0 : 1;
    }

    private static boolean services(Target target, PrintStream out) {
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
            String said =
                    switch (answer) {
                        case ReadinessProbe.Answer.Ready() -> "ready";
                        case ReadinessProbe.Answer.Waiting(List<String> missing) ->
                                "waits for " + String.join("; ", missing);
                        case ReadinessProbe.Answer.Silent() -> "does not answer";
                    };
            out.printf(
                    "  %-16s %s  http://localhost:%d%n",
                    service.getKey(), said, service.getValue());
        }
        return ready;
    }
}
