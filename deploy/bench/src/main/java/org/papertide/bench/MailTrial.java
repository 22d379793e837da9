package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
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
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.Http;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/**
 * The notify service as a process, on a database of its own with today's papers and readers who
 * have confirmed, and the editions that it sends them: what the benchmarks of mail share.
 */
final class MailTrial implements AutoCloseable {

    private static final int LEAST_CANDIDATES = 30;
    private static final int OK = 200;

    /**
     * Readers of the daily digest.
     *
     * @param count how many
     * @param domain of reader {@code i}, from 0 on, as an SQL expression
     * @param interests different ones: each names other papers, so that each has a text of its own
     * @param papers in a mail: two make some 8 kB, ten some 35 kB
     */
    record Readers(int count, String domain, int interests, int papers) {

        Readers(int count, String domain) {
            this(count, domain, 1, 10);
        }

        /**
         * How many papers there are: a prime number of them, so that each first paper and each
         * distance from one paper of an interest to its next makes another set.
         */
        int candidates() {
            long least = (long) Math.ceil((1 + Math.sqrt(1 + 8.0 * interests)) / 2);
            return interests == 1
                    ? LEAST_CANDIDATES
                    : BigInteger.valueOf(Math.max(LEAST_CANDIDATES, least))
                            .nextProbablePrime()
                            .intValueExact();
        }

        /** What interest {@code i.n} includes, as an SQL expression. */
        private String include() {
            return interests == 1
                    ? "'{}'"
                    : """
                    array(select 'part ' || mod(mod(i.n, %1$d) + m * (1 + i.n / %1$d), %1$d)
                        from generate_series(0, %2$d - 1) m)
                    """
                            .formatted(candidates(), papers);
        }
    }

    private final Clock clock = Clock.systemUTC();
    private final TestStack stack = TestStack.get();
    private final String prefix = stack.newTopicPrefix();
    private final TestDatabase database = stack.newDatabase("notify");
    private final String heap;
    private final ServiceProcess service;

    /**
     * @param heap of the service, as after {@code -Xmx}
     */
    MailTrial(String heap) {
        this.heap = heap;
        this.service = replica();
    }

    /** The service; {@link #start} starts it. */
    ServiceProcess service() {
        return service;
    }

    TestDatabase database() {
        return database;
    }

    /** What every replica has: the broker, its topics and the database. */
    Map<String, String> settings() {
        return ServiceSettings.of(stack.kafka(), prefix, database);
    }

    /** Another process of the service, with the same database and the settings of a new one. */
    ServiceProcess replica() {
        ServiceProcess replica = ServiceProcess.frugal("notify-service", heap, settings());
        replica.set("PAPERTIDE_SITE_BASE_URL", replica.at("").toString());
        return replica;
    }

    /** Says where a process of the service sends its mails, from its next start on. */
    static void sendTo(ServiceProcess service, int port, int connections) {
        service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
        service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(port));
        service.set("PAPERTIDE_DELIVERY_CONNECTIONS", Integer.toString(connections));
    }

    /** Starts the service, and waits until it has read today's papers and has these readers. */
    void start(Readers readers) throws SQLException {
        service.start();
        service.awaitReady();
        try (TopicProbe probe = new TopicProbe(stack.kafka(), prefix);
                Connection connection = connect()) {
            publishScores(probe, readers.candidates(), clock.instant());
            subscribe(connection, readers);
            await("the service has read the scores")
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            count(connection, "select count(*) from candidate")
                                    == readers.candidates());
        }
    }

    /** Scores of today's papers, as the ranking publishes them. */
    private static void publishScores(TopicProbe probe, int papers, Instant now) {
        for (int n = 0; n < papers; n++) {
            PaperSummary paper = PaperSummary.of(Workload.paper(n, now.minus(Duration.ofHours(6))));
            double score = papers - n;
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

    /** The sign-up by mail is not what is measured. */
    private void subscribe(Connection connection, Readers readers) throws SQLException {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (PreparedStatement subscriber =
                        connection.prepareStatement(
                                """
                                insert into subscriber (address, address_key, address_hash, created_at)
                                select a.name, a.name, 'hash' || a.i, ? from (
                                    select i, 'r' || i || '@' || %s as name
                                    from generate_series(0, ? - 1) i) a
                                """
                                        .formatted(readers.domain()));
                PreparedStatement subscription =
                        connection.prepareStatement(
                                """
                                insert into subscription (subscriber_id, state, frequency, timezone,
                                    hour, categories, include, exclude, authors, paper_limit,
                                    filter_key, requested_at, next_slot)
                                select i.id, 'ACTIVE', 'DAILY', 'Europe/Berlin', 8, '{}', %s, '{}',
                                    '{}', ?, 'interest ' || i.n, ?, ?
                                from (select id, mod(id, %d) as n from subscriber) i
                                """
                                        .formatted(readers.include(), readers.interests()))) {
            subscriber.setObject(1, now);
            subscriber.setInt(2, readers.count());
            subscriber.executeUpdate();
            subscription.setInt(1, readers.papers());
            subscription.setObject(2, now);
            subscription.setObject(3, now.plusDays(1));
            subscription.executeUpdate();
        }
    }

    /** Forgets all editions and all addresses that were suppressed: the same readers wait again. */
    void forgetEditions() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "truncate delivery, audience, edition, edition_sum, content, shown, suppression"
                            + " cascade");
        }
    }

    /** Asks for an edition to all readers; returns its id. */
    String requestEdition() {
        return requestEdition(service.at("/api/v1/editions"));
    }

    /** The same of any replica. */
    String requestEdition(URI editions) {
        Http.Answer planned =
                Http.send(
                        HttpRequest.newBuilder(editions)
                                .header("authorization", "Bearer " + ServiceSettings.OPERATOR_TOKEN)
                                .header("content-type", "application/json")
                                .timeout(Duration.ofMinutes(10))
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"frequency\":\"DAILY\",\"asOf\":\"%s\"}"
                                                        .formatted(clock.instant()))));
        if (planned.status() / 100 != 2) {
            throw new IllegalStateException(planned.status() + " " + planned.body());
        }
        return planned.json().path("id").asText();
    }

    /** The account of an edition. */
    JsonNode account(String id) {
        return account(service.at("/api/v1/editions/" + id));
    }

    /** The same of any replica. */
    static JsonNode account(URI edition) {
        Http.Answer answer = Http.getAsOperator(edition, ServiceSettings.OPERATOR_TOKEN);
        if (answer.status() != OK) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    /** Whether all mails of an edition are written. */
    static boolean isComposed(Connection connection, String edition) {
        return count(
                        connection,
                        "select count(*) from edition where composed_at is not null and id = "
                                + Long.parseLong(edition))
                == 1;
    }

    /** Mails per second between the first and the last that a server took. */
    double rate() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                """
                                select count(*) / greatest(0.001,
                                    extract(epoch from max(settled_at) - min(settled_at)))
                                from delivery where state = 'ACCEPTED'
                                """)) {
            result.next();
            return result.getDouble(1);
        }
    }

    /**
     * Mails per second from the first that a server took until half of them were taken: the rest
     * may wait for their receivers.
     */
    double rateOfHalf() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                """
                                select count(*) / 2.0 / greatest(0.001, extract(epoch from
                                    percentile_disc(0.5) within group (order by settled_at)
                                        - min(settled_at)))
                                from delivery where state = 'ACCEPTED'
                                """)) {
            result.next();
            return result.getDouble(1);
        }
    }

    /** The size of the largest mail: of text and HTML together, without headers. */
    long sizeOfMail() throws SQLException {
        return count("select max(octet_length(body_text) + octet_length(body_html)) from content");
    }

    /** The number that a statement finds. */
    long count(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return count(connection, sql);
        }
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

    /** A connection to the service's database. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    @Override
    public void close() {
        service.close();
    }
}
