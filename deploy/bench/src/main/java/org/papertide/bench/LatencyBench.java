package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.Mailbox;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/** From a breakout in Kafka to its alert in the subscriber's mailbox, at rest. */
final class LatencyBench {

    private static final int SAMPLES = 10;
    private static final double STRENGTH = 250;

    private final Clock clock;
    private final Table table;

    LatencyBench(Clock clock, Table table) {
        this.clock = clock;
        this.table = table;
    }

    void run() {
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        Mailbox mailbox = stack.mailbox(stack.newAddress("reader"));
        try (ServiceProcess service = new ServiceProcess("notify-service", stack.kafka(), prefix);
                Log log = new Log(stack.kafka(), prefix)) {
            configure(service, stack);
            table.add("service", service.flags() + ", one subscriber");
            service.start();
            subscribe(service, mailbox);
            Samples samples = new Samples();
            for (int n = 0; n < SAMPLES; n++) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                samples.add(untilRead(log, mailbox, n));
            }
            table.add("breakout to readable mail, at rest", samples.toString());
            table.add("memory of the process", service.peakMemory());
        }
    }

    private static void configure(ServiceProcess service, TestStack stack) {
        TestDatabase database = stack.newDatabase("notify");
        service.set("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        service.set("QUARKUS_DATASOURCE_USERNAME", database.user());
        service.set("QUARKUS_DATASOURCE_PASSWORD", database.password());
        service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
        service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
        service.set("PAPERTIDE_SITE_BASE_URL", service.at("").toString());
    }

    /** Subscribes to alerts and follows the link in the mail, as a reader does. */
    private static void subscribe(ServiceProcess service, Mailbox mailbox) {
        post(
                service.at("/api/v1/subscriptions"),
                "application/json",
                "{\"email\":\"%s\",\"frequency\":\"INSTANT\"}".formatted(mailbox.address()));
        String link =
                mailbox.await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        post(URI.create(link), "application/x-www-form-urlencoded", "");
    }

    private static void post(URI address, String type, String body) {
        HttpResponse<String> answer =
                ServiceProcess.send(
                        HttpRequest.newBuilder(address)
                                .header("content-type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(
                    "%s: %d %s".formatted(address.getPath(), answer.statusCode(), answer.body()));
        }
    }

    private Duration untilRead(Log log, Mailbox mailbox, int n) {
        Instant now = clock.instant();
        PaperSummary paper = PaperSummary.of(Workload.paper(n, now.minus(Duration.ofHours(2))));
        List<Reason> reasons = List.of(new Reason("UPVOTES", "huggingface", 90, 80, 2, 9, 1, null));
        Score score =
                new Score(
                        paper,
                        STRENGTH,
                        Map.of(Window.DAY, new WindowScore(STRENGTH, 2 * STRENGTH, true)),
                        reasons,
                        now,
                        "1");
        Breakout breakout = new Breakout(paper, STRENGTH, STRENGTH, 1, reasons, now);
        Log.Prepared scored = Log.Prepared.of(EventCodec.SCORE, score, now);
        Log.Prepared broken = Log.Prepared.of(EventCodec.BREAKOUT, breakout, now);

        long start = System.nanoTime();
        log.produce(Topic.SCORES, scored);
        log.produce(Topic.BREAKOUTS, broken);
        log.flush();
        await("the alert on " + paper.id())
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() ->
                        mailbox.mails().stream()
                                .anyMatch(mail -> mail.text().contains(paper.title())));
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
