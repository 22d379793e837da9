package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.papertide.bench.ReceiverSink.Receiver;
import org.papertide.bench.ReceiverSink.Share;
import org.papertide.testing.ServiceProcess;

/**
 * An edition to receivers that answer as the big ones do, and what each got. Its reference is
 * {@code smtp-source} over as many connections, to receivers as far away that take everything.
 */
final class ReceiversBench {

    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final int MAILS_OF_REFERENCE = 5_000;

    /** Who refuses by policy is asked again in the time of a benchmark. */
    private static final String PAUSE = "PT20S";

    /** How many of a hundred subscribers are where: by blocks of a hundred of them. */
    private static final String DOMAIN =
            """
            case when i / 100 * 37 % 100 < 40 then 'gmail.com' when i / 100 * 37 % 100 < 55 then 'outlook.com'
                when i / 100 * 37 % 100 < 65 then 'yahoo.com' when i / 100 * 37 % 100 < 73 then 'icloud.com'
                when i / 100 * 37 % 100 < 80 then 'gmx.de'
                else 'campus' || i / 100 * 37 % 100 || '.example.org' end
            """;

    /** In their words of 2026; the numbers are ours, for they publish none. */
    private static final List<Receiver> RECEIVERS =
            List.of(
                    new Receiver(
                            "gmail.com",
                            List.of(
                                    new Share(
                                            0,
                                            1,
                                            ALWAYS,
                                            "550-5.1.1 The email account that you tried to reach"
                                                    + " does not exist.\r\n550 5.1.1 Please try"
                                                    + " double-checking the address - gsmtp"),
                                    new Share(
                                            1,
                                            2,
                                            1,
                                            "452 4.2.2 The recipient's inbox is out of storage"
                                                    + " space. - gsmtp")),
                            3000,
                            "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail"
                                    + " originating\r\n421 4.7.28 from your IP address. - gsmtp",
                            Duration.ZERO,
                            ""),
                    new Receiver(
                            "outlook.com",
                            List.of(
                                    new Share(
                                            0,
                                            1,
                                            ALWAYS,
                                            "550 5.5.0 Requested action not taken: mailbox"
                                                    + " unavailable (S2017062302)."),
                                    new Share(
                                            1,
                                            6,
                                            1,
                                            "451 4.7.500 Server busy. Please try again later from"
                                                    + " [192.0.2.7]. (S77719)")),
                            1500,
                            "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate"
                                    + " limited due to IP reputation. (S775)",
                            Duration.ZERO,
                            ""),
                    new Receiver(
                            "yahoo.com",
                            List.of(
                                    new Share(
                                            0,
                                            1,
                                            ALWAYS,
                                            "554 delivery error: dd This user doesn't have a"
                                                    + " yahoo.com account [0] -"
                                                    + " mta4221.mail.bf1.yahoo.com")),
                            1000,
                            "421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to"
                                    + " unexpected volume or user complaints - 4.16.55.1",
                            Duration.ZERO,
                            ""),
                    new Receiver(
                            "icloud.com",
                            List.of(
                                    new Share(0, 1, ALWAYS, "550 5.1.1 unknown or illegal alias"),
                                    new Share(1, 2, ALWAYS, "450 4.2.2 user is overquota")),
                            ALWAYS,
                            "",
                            Duration.ZERO,
                            ""),
                    new Receiver(
                            "gmx.de",
                            List.of(),
                            ALWAYS,
                            "",
                            Duration.ofSeconds(30),
                            "550-Requested action not taken: mailbox unavailable\r\n550 Reject due"
                                    + " to policy restrictions."),
                    new Receiver(
                            "*",
                            List.of(
                                    new Share(0, 1, ALWAYS, "550 5.1.1 User unknown"),
                                    new Share(
                                            1,
                                            26,
                                            1,
                                            "451 4.7.1 Greylisted, please try again in 300"
                                                    + " seconds")),
                            ALWAYS,
                            "",
                            Duration.ZERO,
                            ""));

    private final int subscriptions;
    private final int connections;
    private final Duration distance;
    private final Duration longest;
    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("mail --receivers", clock.instant());

    /**
     * @param distance of the receivers: how long each reply takes
     * @param longest after which time it reports who got what by then
     */
    ReceiversBench(int subscriptions, int connections, Duration distance, Duration longest) {
        this.subscriptions = subscriptions;
        this.connections = connections;
        this.distance = distance;
        this.longest = longest;
    }

    void run() throws SQLException {
        try (ReceiverSink sink = new ReceiverSink(RECEIVERS, distance, clock);
                MailTrial trial = new MailTrial(ServiceSettings.HEAP)) {
            ServiceProcess service = trial.service();
            MailTrial.sendTo(service, sink.port(), connections);
            service.set("PAPERTIDE_TRAFFIC_GROUP_BY_MX", "false");
            service.set("PAPERTIDE_TRAFFIC_PAUSE", PAUSE);
            table.add("service", service.flags() + ", PostgreSQL without fsync");
            table.add("settings", "pause " + PAUSE + ", the others as shipped");
            table.add(
                    "receivers",
                    "%d connections, each reply takes %d ms"
                            .formatted(connections, distance.toMillis()));
            trial.start(new MailTrial.Readers(subscriptions, DOMAIN));
            table.add("subscriptions", subscriptions, "in %d domains".formatted(25));
            send(trial);
            report(trial, sink);
            table.add("memory of the process", service.peakMemory());
            reference(trial.sizeOfMail(), trial.rateOfHalf());
        }
        System.out.print(table);
    }

    private void reference(long bytes, double sent) {
        table.add("sending, until half of all accepted mails were taken", sent, "mails/s");
        Optional<SmtpSource> source = SmtpSource.find();
        if (source.isEmpty()) {
            table.leftOut("smtp-source", "it is not installed (Debian: postfix)");
            return;
        }
        // It waits for each reply, and so takes as long for a part as for all.
        int mails = Math.min(subscriptions, MAILS_OF_REFERENCE);
        try (ReceiverSink takesAll = new ReceiverSink(List.of(), distance, clock)) {
            Stopwatch stopwatch = Stopwatch.start();
            source.get().send(takesAll.port(), bytes, mails, connections);
            double reference = mails / stopwatch.seconds();
            table.add(
                    "reference: smtp-source, %,d bytes over %d connections, nothing refused"
                            .formatted(bytes, connections),
                    reference,
                    "mails/s");
            table.addRatio("sending", sent, reference);
        }
    }

    private void send(MailTrial trial) {
        String id = trial.requestEdition();
        Stopwatch stopwatch = Stopwatch.start();
        try {
            await("nothing waits any more")
                    .atMost(longest)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isDone(trial.account(id)));
            table.add("all had their end after", stopwatch.seconds(), "s");
        } catch (ConditionTimeoutException _) {
            table.add("stopped after", stopwatch.seconds(), "s; some mails still wait");
        }
        JsonNode account = trial.account(id);
        table.add(
                "account",
                "planned %,d: accepted %,d, rejected %,d, pending %,d, deferred %,d, uncertain %,d"
                        .formatted(
                                account.path("planned").asInt(),
                                account.path("accepted").asInt(),
                                account.path("rejected").asInt(),
                                account.path("pending").asInt(),
                                account.path("deferred").asInt(),
                                account.path("uncertain").asInt()));
    }

    private static boolean isDone(JsonNode account) {
        return account.path("planned").asInt() > 0
                && account.path("pending").asInt() + account.path("deferred").asInt() == 0;
    }

    private void report(MailTrial trial, ReceiverSink sink) throws SQLException {
        try (Connection connection = trial.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                with mail as (
                                    select case when address like '%example.org' then '*'
                                            else split_part(address, '@', 2) end as domain,
                                        d.state, d.settled_at,
                                        min(d.settled_at) over () as begun
                                    from delivery d join subscriber s on s.id = d.subscriber_id)
                                select domain, count(*) as planned,
                                    count(*) filter (where state = 'ACCEPTED') as accepted,
                                    count(*) filter (where state = 'REJECTED') as rejected,
                                    extract(epoch from percentile_disc(0.5) within group
                                        (order by settled_at) - min(begun)) as half,
                                    extract(epoch from max(settled_at)
                                        filter (where state = 'ACCEPTED') - min(begun)) as last
                                from mail group by domain order by planned desc
                                """)) {
            while (rows.next()) {
                table.add(
                        rows.getString("domain"),
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d accepted, %,d rejected; half after %.1f s, the last"
                                        + " after %.1f s",
                                rows.getLong("accepted"),
                                rows.getLong("planned"),
                                rows.getLong("rejected"),
                                rows.getDouble("half"),
                                rows.getDouble("last")));
            }
        }
        sink.answers()
                .forEach((domain, answers) ->
                        answers.forEach((reply, count) ->
                                table.add(
                                        "%s said %s".formatted(domain, start(reply)),
                                        count,
                                        "times")));
        table.add(
                "addresses suppressed",
                Math.toIntExact(trial.count("select count(*) from suppression")),
                "");
    }

    private static String start(String reply) {
        String line = reply.lines().findFirst().orElse("");
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }
}
