package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;
import org.papertide.testing.TopicReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From a breakout in Kafka to its alert in the subscriber's mailbox, at rest. Its reference is a
 * record's way to the broker and back to a consumer.
 */
@Command(
        name = "latency",
        description = "From a breakout to its mail, compared with a round trip through Kafka.")
final class LatencyBench implements Callable<Integer> {

    private static final double STRENGTH = 250;

    /** The first ones are slow: connections are opened and code is compiled. */
    private static final int WARM_UP = 10;

    @Option(names = "--samples", paramLabel = "N", description = "Breakouts that are measured.")
    private int samples = 10;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("latency", clock.instant());

    @Override
    public Integer call() {
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        Mailbox mailbox = stack.mailbox(stack.newAddress("reader"));
        try (ServiceProcess service =
                        ServiceProcess.fast(
                                "notify-service",
                                ServiceSettings.HEAP,
                                ServiceSettings.of(
                                        stack.kafka(), prefix, stack.newDatabase("notify")));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
            service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
            service.set("PAPERTIDE_SITE_BASE_URL", service.at("").toString());
            table.add("service", service.flags() + ", one subscriber");
            service.start();
            service.awaitReady();
            subscribe(service, mailbox);
            Timings timings = new Timings();
            for (int n = 0; n < samples; n++) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                timings.add(untilRead(probe, mailbox, n));
            }
            table.add("breakout to readable mail, at rest", timings.toString());
            table.add("memory of the process", service.peakMemory());
            reference(stack, prefix, probe, timings);
        }
        System.out.print(table);
        return 0;
    }

    /** A record of the size of a breakout, produced and polled by this process. */
    private void reference(TestStack stack, String prefix, TopicProbe probe, Timings mails) {
        String topic = prefix + "reference";
        probe.create(topic);
        Timings timings = new Timings();
        try (Consumer<byte[], byte[]> reader = new TopicReader(stack.kafka()).fromNow(topic)) {
            for (int n = 0; n < samples + WARM_UP; n++) {
                Instant now = clock.instant();
                TopicProbe.Prepared sent =
                        TopicProbe.Prepared.of(EventCodec.BREAKOUT, breakout(n, now), now);
                Stopwatch stopwatch = Stopwatch.start();
                probe.produce(topic, sent);
                probe.flush();
                while (reader.poll(Duration.ofSeconds(1)).isEmpty()) {
                    if (stopwatch.seconds() > 30) {
                        throw new IllegalStateException("no record came back from " + topic);
                    }
                }
                if (n >= WARM_UP) {
                    timings.add(stopwatch.elapsed());
                }
            }
        }
        table.add("reference: produced and consumed", timings.toString());
        table.addRatio(
                "median time",
                milliseconds(mails.percentile(0.5)),
                milliseconds(timings.percentile(0.5)));
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
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
        Http.Answer answer =
                Http.send(
                        HttpRequest.newBuilder(address)
                                .header("content-type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.status() >= 400) {
            throw new IllegalStateException(
                    "%s: %d %s".formatted(address.getPath(), answer.status(), answer.body()));
        }
    }

    private Duration untilRead(TopicProbe probe, Mailbox mailbox, int n) {
        Instant now = clock.instant();
        Breakout breakout = breakout(n, now);
        Score score =
                new Score(
                        breakout.paper(),
                        STRENGTH,
                        Map.of(Window.DAY, new WindowScore(STRENGTH, 2 * STRENGTH, true)),
                        breakout.reasons(),
                        now,
                        "1");
        TopicProbe.Prepared scored = TopicProbe.Prepared.of(EventCodec.SCORE, score, now);
        TopicProbe.Prepared broken = TopicProbe.Prepared.of(EventCodec.BREAKOUT, breakout, now);

        Stopwatch stopwatch = Stopwatch.start();
        probe.produce(Topic.SCORES, scored);
        probe.produce(Topic.BREAKOUTS, broken);
        probe.flush();
        await("the alert on " + breakout.paper().id())
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() ->
                        mailbox.mails().stream()
                                .anyMatch(mail -> mail.text().contains(breakout.paper().title())));
        return stopwatch.elapsed();
    }

    private static Breakout breakout(int n, Instant now) {
        PaperSummary paper = PaperSummary.of(Workload.paper(n, now.minus(Duration.ofHours(2))));
        List<Reason> reasons = List.of(new Reason("UPVOTES", "huggingface", 90, 80, 2, 9, 1, null));
        return new Breakout(paper, STRENGTH, STRENGTH, 1, reasons, now);
    }
}
