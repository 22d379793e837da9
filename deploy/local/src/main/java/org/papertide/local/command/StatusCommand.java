package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.papertide.local.health.ReadinessProbe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code status}: health of services and sources, mails, counts, lag. */
@Command(
        name = "status",
        description = {
            "Prints the health of services and sources, subscriptions, mails, the age of what readers"
                    + " see, the number of records in each topic, and the lag of every reader. Exit"
                    + " code 0 if every service is ready, else 1."
        })
final class StatusCommand implements Callable<Integer> {

    /** Characters of a line. */
    private static final int WIDTH = 100;

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

    /** 0 if every service is ready, else 1. Each table waits 2 s at most, all at the same time. */
    @Override
    public Integer call() {
        Target target = Target.find(root, stack);
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> tables =
                    List.of(
                            asking.submit(new SourceTable(target)::lines),
                            asking.submit(new MailTable(target.site("/q/metrics"))::lines),
                            asking.submit(
                                    new StreamTable("127.0.0.1:" + target.ports().kafka())::lines));
            boolean ready = services(target);
            for (Future<List<String>> table : tables) {
                table.get().forEach(this::print);
            }
            return ready ? 0 : 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void print(String line) {
        out.println(line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...");
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
            print(
                    "  %-16s %s  http://localhost:%d"
                            .formatted(service.getKey(), state, service.getValue()));
        }
        return ready;
    }
}
