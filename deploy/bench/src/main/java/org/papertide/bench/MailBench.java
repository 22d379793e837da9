package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.Http;
import org.papertide.testing.Ports;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
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

    private static final int PAPERS = 30;

    /** What the service needs: it stays below 400 MB with it. */
    private static final String HEAP = "192m";

    /** Of smtp-source; more of them are not faster. */
    private static final int REFERENCE_CONNECTIONS = 10;

    /** It waits for each reply: at 20 ms some 100 mails a second. */
    private static final int MAILS_OVER_A_DISTANCE = 2_000;

    private static final int OK = 200;

    @Option(names = "--subscriptions", paramLabel = "N", description = "Subscriptions planned.")
    private int subscriptions = 20_000;

    @Option(names = "--connections", paramLabel = "N", description = "Connections to the server.")
    private int connections = 20;

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
                            subscriptions,
                            connections,
                            Duration.ofMillis(distance),
                            Duration.ofSeconds(longest))
                    .run();
            return 0;
        }
        Tool sink = Tool.require("smtp-sink", "postfix");
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        TestDatabase database = stack.newDatabase("notify");
        int port = Ports.free();
        // As root it wants another user's rights.
        Process server = sink.start("-u", "nobody", "127.0.0.1:" + port, "100");
        try (SlowServer proxy = SlowServer.before(port, Duration.ofMillis(delay));
                ServiceProcess service =
                        ServiceProcess.fast(
                                "notify-service",
                                HEAP,
                                ServiceSettings.of(stack.kafka(), prefix, database));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
            service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(proxy.port()));
            service.set(
                    "PAPERTIDE_DELIVERY_CONNECTIONS", Integer.toString(planOnly ? 0 : connections));
            service.set("PAPERTIDE_SITE_BASE_URL", service.at("").toString());
            table.add("service", service.flags() + ", PostgreSQL without fsync");
            if (profile != null) {
                service.profile(profile);
            }
            service.start();
            service.awaitReady();
            publishScores(probe, clock.instant());
            try (Connection connection =
                    DriverManager.getConnection(
                            database.jdbcUrl(), database.user(), database.password())) {
                subscribe(connection);
                awaitCandidates(connection);
                if (planOnly) {
                    String _ = plan(service, connection);
                    table.add("memory of the process", service.peakMemory());
                } else {
                    sendAll(service, connection, database, server, proxy, port);
                }
            }
        } finally {
            server.destroy();
            server.onExit().join();
        }
        System.out.print(table);
        return 0;
    }

    private void sendAll(
            ServiceProcess service,
            Connection connection,
            TestDatabase database,
            Process server,
            SlowServer proxy,
            int port)
            throws SQLException {
        ProcessorTimes before = ProcessorTimes.now(service, database, server);
        measure(service, connection);
        ProcessorTimes.now(service, database, server)
                .since(before)
                .forEach((who, time) ->
                        table.add(
                                "processor time for each mail: " + who,
                                time.toNanos() / 1000.0 / subscriptions,
                                "µs"));
        double sent = rate(connection);
        table.add("memory of the process", service.peakMemory());
        reference(proxy, port, sizeOfMail(connection), sent);
    }

    /** Scores of today's papers, as the ranking publishes them. */
    static void publishScores(TopicProbe probe, Instant now) {
        for (int n = 0; n < PAPERS; n++) {
            PaperSummary paper = PaperSummary.of(Workload.paper(n, now.minus(Duration.ofHours(6))));
            double score = 100 - n;
            Score scored =
                    new Score(
                            paper,
                            score,
                            Map.of(Window.DAY, new WindowScore(score, score, true)),
                            List.of(new Reason("UPVOTES", "huggingface", 90, 80, 6, 9, 1, null)),
                            now,
                            "1");
            probe.produce(Topic.SCORES, TopicProbe.Prepared.of(EventCodec.SCORE, scored, now));
        }
        probe.flush();
    }

    /** Confirmed subscriptions without filters: the sign-up by mail is not what is measured. */
    private void subscribe(Connection connection) throws SQLException {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (PreparedStatement subscriber =
                        connection.prepareStatement(
                                """
                                insert into subscriber (address, address_key, address_hash, created_at)
                                select 'r' || i || '@example.org', 'r' || i || '@example.org',
                                    'hash' || i, ? from generate_series(1, ?) i
                                """);
                PreparedStatement subscription =
                        connection.prepareStatement(
                                """
                                insert into subscription (subscriber_id, state, frequency, timezone,
                                    hour, categories, include, exclude, authors, paper_limit,
                                    filter_key, requested_at, next_slot)
                                select id, 'ACTIVE', 'DAILY', 'Europe/Berlin', 8, '{}', '{}',
                                    array['word' || id % i.n], '{}', ?, 'all but ' || id % i.n,
                                    ?, ?
                                from subscriber, (select cast(? as integer) as n) i
                                """)) {
            subscriber.setObject(1, now);
            subscriber.setInt(2, subscriptions);
            subscriber.executeUpdate();
            subscription.setInt(1, papers);
            subscription.setObject(2, now);
            subscription.setObject(3, now.plusDays(1));
            subscription.setInt(4, interests);
            subscription.executeUpdate();
        }
        table.add(
                "subscriptions",
                subscriptions,
                "with %,d interests, %d papers a mail".formatted(interests, papers));
    }

    static void awaitCandidates(Connection connection) {
        await("the service has read the scores")
                .atMost(Duration.ofMinutes(1))
                .until(() -> count(connection, "select count(*) from candidate") == PAPERS);
    }

    private void measure(ServiceProcess service, Connection connection) throws SQLException {
        String id = plan(service, connection);
        Stopwatch sending = Stopwatch.start();
        await("all mails are sent")
                .atMost(Duration.ofMinutes(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> account(service, id).path("accepted").asInt() == subscriptions);
        table.add("all sent after another", sending.seconds(), "s");
    }

    /** The edition's id, once all its mails are written. */
    private String plan(ServiceProcess service, Connection connection) throws SQLException {
        Stopwatch planning = Stopwatch.start();
        Http.Answer planned =
                Http.send(
                        HttpRequest.newBuilder(service.at("/api/v1/editions"))
                                .header("authorization", "Bearer " + ServiceSettings.OPERATOR_TOKEN)
                                .header("content-type", "application/json")
                                .timeout(Duration.ofMinutes(10))
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"frequency\":\"DAILY\",\"asOf\":\"%s\"}"
                                                        .formatted(clock.instant()))));
        double answered = planning.seconds();
        if (planned.status() / 100 != 2) {
            throw new IllegalStateException(planned.status() + " " + planned.body());
        }
        String id = planned.json().path("id").asText();
        await("all mails are written")
                .atMost(Duration.ofMinutes(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> account(service, id).has("composedAt"));
        double seconds = planning.seconds();
        table.add("the request is answered after", answered, "s");
        table.add("planned and composed after", seconds, "s");
        table.add("planning", subscriptions / seconds, "subscriptions/s");
        table.addRatio("planning", 1 / seconds, 1 / bareInsert(connection));
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

    /** Mails per second between the first and the last. */
    private double rate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                """
                                select count(*) / greatest(0.001,
                                    extract(epoch from max(settled_at) - min(settled_at)))
                                from delivery where state = 'ACCEPTED'
                                """)) {
            result.next();
            double rate = result.getDouble(1);
            table.add("sending, between the first mail and the last", rate, "mails/s");
            return rate;
        }
    }

    static JsonNode account(ServiceProcess service, String id) {
        Http.Answer answer =
                Http.getAsOperator(
                        service.at("/api/v1/editions/" + id), ServiceSettings.OPERATOR_TOKEN);
        if (answer.status() != OK) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    private void reference(SlowServer way, int port, long bytes, double sent) {
        Optional<Tool> source = Tool.find("smtp-source");
        if (source.isEmpty()) {
            table.leftOut("smtp-source", "it is not installed (Debian: postfix)");
            return;
        }
        String what =
                "smtp-source, %,d bytes over %d connections"
                        .formatted(bytes, REFERENCE_CONNECTIONS);
        double reference = rate(source.get(), port, bytes, subscriptions);
        table.add("reference: " + what, reference, "mails/s");
        table.addRatio("sending", sent, reference);
        if (delay > 0) {
            int some = Math.min(subscriptions, MAILS_OVER_A_DISTANCE);
            double late = rate(source.get(), way.port(), bytes, some);
            table.add("reference: with the same delay, " + what, late, "mails/s");
            table.addRatio("sending with the delay", sent, late);
        }
    }

    private static double rate(Tool source, int port, long bytes, int mails) {
        Stopwatch stopwatch = Stopwatch.start();
        source.run(
                "-d",
                "-l",
                Long.toString(bytes),
                "-m",
                Integer.toString(mails),
                "-s",
                Integer.toString(REFERENCE_CONNECTIONS),
                "-f",
                "bench@example.org",
                "-t",
                "reader@example.org",
                "127.0.0.1:" + port);
        return mails / stopwatch.seconds();
    }

    /** Of text and HTML together, without headers. */
    private static long sizeOfMail(Connection connection) {
        return count(
                connection,
                "select max(octet_length(body_text) + octet_length(body_html)) from content");
    }

    private static long count(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
