package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
                        + " smtp-source.")
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
            description = "How long each reply of the server takes, in milliseconds.")
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
                String _ = plan(trial);
                addProcessorTimes(before, ProcessorTimes.now(trial.service(), trial.database()));
                table.add("memory of the process", trial.service().peakMemory());
            } else {
                sendAll(trial, server, proxy, port);
            }
        } finally {
            server.destroy();
            server.onExit().join();
        }
        System.out.print(table);
        return 0;
    }

    private void sendAll(MailTrial trial, Process server, SlowServer proxy, int port)
            throws SQLException {
        ProcessorTimes before =
                ProcessorTimes.now(trial.service(), trial.database()).and("smtp-sink", server);
        measure(trial);
        addProcessorTimes(
                before,
                ProcessorTimes.now(trial.service(), trial.database()).and("smtp-sink", server));
        double sent = trial.rate();
        table.add("sending, between the first mail and the last", sent, "mails/s");
        table.add("memory of the process", trial.service().peakMemory());
        reference(proxy, port, sizeOfMail(trial), sent);
    }

    private void addProcessorTimes(ProcessorTimes before, ProcessorTimes after) {
        after.since(before)
                .forEach((who, time) ->
                        table.add(
                                "processor time for each mail: " + who,
                                time.toNanos() / 1000.0 / load.subscriptions,
                                "µs"));
    }

    private void measure(MailTrial trial) throws SQLException {
        String id = plan(trial);
        Stopwatch sending = Stopwatch.start();
        await("all mails are sent")
                .atMost(Duration.ofMinutes(20))
                .pollDelay(Duration.ZERO)
                // Each look counts the edition.
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> trial.account(id).path("accepted").asInt() == load.subscriptions);
        table.add("all sent after another", sending.seconds(), "s");
    }

    /** The edition's id, once all its mails are written. */
    private String plan(MailTrial trial) throws SQLException {
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
            table.addRatio("planning", 1 / seconds, 1 / bareInsert(connection));
        }
        return id;
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

    private void reference(SlowServer way, int port, long bytes, double sent) {
        Optional<SmtpSource> source = SmtpSource.find();
        if (source.isEmpty()) {
            table.leftOut("smtp-source", "it is not installed (Debian: postfix)");
            return;
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
            for (Relay relay : Relay.all(table, port)) {
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
    }

    private static double rate(SmtpSource source, int port, long bytes, int mails) {
        Stopwatch stopwatch = Stopwatch.start();
        source.send(port, bytes, mails);
        return mails / stopwatch.seconds();
    }

    /** Of text and HTML together, without headers. */
    private static long sizeOfMail(MailTrial trial) throws SQLException {
        return trial.count(
                "select max(octet_length(body_text) + octet_length(body_html)) from content");
    }
}
