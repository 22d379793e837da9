package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.papertide.testing.Ports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Planning a daily edition, and sending it to {@code smtp-sink}, which discards every mail. Its
 * reference is {@code smtp-source}, which sends the same bytes again and again over ten
 * connections. Both programs come with Postfix.
 */
@Command(
        name = "mail",
        description =
                "Subscriptions planned and mails sent per second, compared with Postfix's"
                        + " smtp-source. Fails if a goal is missed.")
final class MailBench implements Callable<Integer> {

    /** It waits for each reply: at 20 ms some 100 mails a second. */
    private static final int MAILS_OVER_A_DISTANCE = 2_000;

    @Mixin private final MailLoad load = new MailLoad();

    @Option(
            names = "--interests",
            paramLabel = "N",
            description = "Different interests: each has a message of its own.")
    private int interests = 1;

    @Option(
            names = "--papers",
            paramLabel = "N",
            description = "Papers in a mail: two make some 8 kB, ten some 35 kB.")
    private int papers = 2;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description =
                    "How long each reply of the server takes, in milliseconds. Each connection has"
                            + " one mail in a round trip: far servers want more of them.")
    private int delay;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Where JDK Flight Recorder writes what the service did.")
    private @Nullable Path profile;

    @Option(
            names = "--plan-only",
            description = "Sends nothing: how long planning takes with the machine for itself.")
    private boolean planOnly;

    @Option(
            names = "--relays",
            description = "Measures Postfix and Haraka as relays to the same sink, too.")
    private boolean relays;

    @Option(
            names = "--receivers",
            description =
                    "Sends to receivers that answer as the big ones do: they greylist, throttle and"
                            + " refuse. Says what each got.")
    private boolean receivers;

    @Option(
            names = "--distance",
            paramLabel = "MS",
            description = "With --receivers: how long each reply takes, in milliseconds.")
    private int distance = 20;

    @Option(
            names = "--longest",
            paramLabel = "S",
            description = "With --receivers: after how many seconds it ends, whoever still waits.")
    private int longest = 300;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("mail", clock.instant());

    @Override
    public Integer call() throws SQLException {
        if (receivers) {
            new ReceiversBench(
                            load.subscriptions,
                            load.connections,
                            Duration.ofMillis(distance),
                            Duration.ofSeconds(longest))
                    .run();
            return 0;
        }
        Goals goals;
        Tool sink = Tool.require("smtp-sink", "postfix");
        int port = Ports.free();
        // As root it wants another user's rights.
        Process server = sink.start("-u", "nobody", "127.0.0.1:" + port, "100");
        try (SlowServer proxy = SlowServer.before(port, Duration.ofMillis(delay));
                MailTrial trial = new MailTrial(MailLoad.HEAP)) {
            MailTrial.sendTo(trial.service(), proxy.port(), planOnly ? 0 : load.connections);
            table.add("service", trial.service().flags() + ", PostgreSQL without fsync");
            if (profile != null) {
                trial.service().profile(profile);
            }
            trial.start(
                    new MailTrial.Readers(load.subscriptions, "'example.org'", interests, papers));
            table.add(
                    "subscriptions",
                    load.subscriptions,
                    "with %,d interests, %d papers a mail".formatted(interests, papers));
            if (planOnly) {
                ProcessorTimes before = ProcessorTimes.now(trial.service(), trial.database());
                double planning = plan(trial).ratio();
                addProcessorTimes(before, ProcessorTimes.now(trial.service(), trial.database()));
                goals = judge(trial, planning, OptionalDouble.empty());
            } else {
                goals = sendAll(trial, server, proxy, port);
            }
        } finally {
            server.destroy();
            server.onExit().join();
        }
        int code = goals.conclude(table);
        System.out.print(table);
        return code;
    }

    private Goals judge(MailTrial trial, double planning, OptionalDouble sending) {
        table.add("memory of the process", trial.service().peakMemory());
        if (load.subscriptions < MailGoals.LEAST_SUBSCRIPTIONS) {
            table.add(
                    "goals",
                    "of the memory alone: ratios are judged from %,d subscriptions on"
                            .formatted(MailGoals.LEAST_SUBSCRIPTIONS));
        }
        return MailGoals.judge(
                load.subscriptions,
                interests,
                delay,
                planning,
                sending,
                trial.service().peakMemoryBytes());
    }

    private Goals sendAll(MailTrial trial, Process server, SlowServer proxy, int port)
            throws SQLException {
        ProcessorTimes before =
                ProcessorTimes.now(trial.service(), trial.database()).and("smtp-sink", server);
        double planning = measure(trial);
        addProcessorTimes(
                before,
                ProcessorTimes.now(trial.service(), trial.database()).and("smtp-sink", server));
        double sent = trial.rate();
        table.add("sending, between the first mail and the last", sent, "mails/s");
        OptionalDouble sending = reference(proxy, port, trial.sizeOfMail(), sent);
        return judge(trial, planning, sending);
    }

    private void addProcessorTimes(ProcessorTimes before, ProcessorTimes after) {
        after.since(before)
                .forEach((who, time) ->
                        table.add(
                                "processor time for each mail: " + who,
                                time.toNanos() / 1000.0 / load.subscriptions,
                                "µs"));
    }

    /** The ratio of planning. */
    private double measure(MailTrial trial) throws SQLException {
        Planned planned = plan(trial);
        Stopwatch sending = Stopwatch.start();
        await("all mails are sent")
                .atMost(Duration.ofMinutes(20))
                .pollDelay(Duration.ZERO)
                // Each look counts the edition.
                .pollInterval(Duration.ofSeconds(2))
                .until(() ->
                        trial.account(planned.id()).path("accepted").asInt() == load.subscriptions);
        table.add("all sent after another", sending.seconds(), "s");
        return planned.ratio();
    }

    /** An edition, and how fast it was planned, compared with the reference. */
    private record Planned(String id, double ratio) {}

    /** Returns once all its mails are written. */
    private Planned plan(MailTrial trial) throws SQLException {
        Stopwatch planning = Stopwatch.start();
        String id = trial.requestEdition();
        double answered = planning.seconds();
        double seconds;
        try (Connection connection = trial.connect()) {
            await("all mails are written")
                    .atMost(Duration.ofMinutes(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    // The account would count the edition each time.
                    .until(() -> MailTrial.isComposed(connection, id));
            seconds = planning.seconds();
        }
        table.add("the request is answered after", answered, "s");
        table.add("planned and composed after", seconds, "s");
        table.add("planning", load.subscriptions / seconds, "subscriptions/s");
        try (Connection connection = trial.connect()) {
            double reference = bareInsert(connection);
            table.addRatio("planning", 1 / seconds, 1 / reference);
            return new Planned(id, reference / seconds);
        }
    }

    /** Seconds for as many rows in one statement, into a table with the same indexes. */
    private double bareInsert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table reference (like delivery including all)");
            Stopwatch stopwatch = Stopwatch.start();
            statement.executeUpdate(
                    """
                    insert into reference (edition_id, subscription_id, subscriber_id, local_period,
                        state, content_id, priority, next_attempt_at)
                    select edition_id, subscription_id, subscriber_id, local_period, 'PLANNED',
                        content_id, priority, next_attempt_at from delivery
                    """);
            double seconds = stopwatch.seconds();
            statement.execute("drop table reference");
            table.add("reference: one bare insert of as many rows", seconds, "s");
            return seconds;
        }
    }

    /** The ratio of sending to smtp-source. */
    private OptionalDouble reference(SlowServer way, int port, long bytes, double sent) {
        Optional<SmtpSource> source = SmtpSource.find();
        if (source.isEmpty()) {
            table.leftOut("smtp-source", "it is not installed (Debian: postfix)");
            return OptionalDouble.empty();
        }
        String what =
                "smtp-source, %,d bytes over %d connections"
                        .formatted(bytes, SmtpSource.CONNECTIONS);
        double reference = rate(source.get(), port, bytes, load.subscriptions);
        table.add("reference: " + what, reference, "mails/s");
        table.addRatio("sending", sent, reference);
        if (delay > 0) {
            int some = Math.min(load.subscriptions, MAILS_OVER_A_DISTANCE);
            double late = rate(source.get(), way.port(), bytes, some);
            table.add("reference: with the same delay, " + what, late, "mails/s");
            table.addRatio("sending with the delay", sent, late);
        }
        if (relays) {
            for (MailRelay relay : MailRelay.all(table, port)) {
                try (relay) {
                    double relayed = relay.rate(source.get(), bytes, load.subscriptions);
                    table.add(
                            "reference: %s as relay, %,d bytes".formatted(relay.name(), bytes),
                            relayed,
                            "mails/s");
                    table.addRatio("sending, beside " + relay.name(), sent, relayed);
                }
            }
        }
        return OptionalDouble.of(sent / reference);
    }

    private static double rate(SmtpSource source, int port, long bytes, int mails) {
        Stopwatch stopwatch = Stopwatch.start();
        source.send(port, bytes, mails);
        return mails / stopwatch.seconds();
    }
}
