package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Topic;
import org.papertide.testing.Http;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From a breakout in Kafka to the webhook that is told: at rest, beside a receiver that hangs, to
 * very many webhooks of one receiver, and while the service is killed again and again. The
 * reference of very many is the JDK's client, which posts the same body to the same receiver.
 */
@Command(
        name = "webhooks",
        description =
                "From a breakout to its webhooks: at rest, beside a receiver that hangs, to very"
                        + " many, and through kills. Fails if one is missing after kills.")
final class WebhooksBench implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Requests that a host gets at a time. */
    private static final int CONNECTIONS = 32;

    @Option(names = "--samples", paramLabel = "N", description = "Breakouts that are measured.")
    private int samples = 100;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Breakouts before, while code is compiled; they are not measured.")
    private int warmUp = 300;

    @Option(
            names = "--webhooks",
            paramLabel = "N",
            description = "Webhooks of one receiver; 0 leaves this out.")
    private int webhooks = 10_000;

    @Option(
            names = "--hanging",
            paramLabel = "N",
            description = "Webhooks of one that hangs; 0 leaves this out.")
    private int hanging = 500;

    @Option(names = "--kills", paramLabel = "N", description = "Kills while events go out.")
    private int kills = 10;

    @Option(
            names = "--killed",
            paramLabel = "N",
            description = "Webhooks that are told meanwhile; 0 leaves this out.")
    private int killed = 2_000;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("webhooks", clock.instant());
    private @Nullable TestDatabase made;
    private int papers;

    @Override
    public Integer call() throws SQLException {
        boolean complete = true;
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        try (ServiceProcess service =
                        ServiceProcess.frugal(
                                "notify-service",
                                "512m",
                                ServiceSettings.of(stack.kafka(), prefix, database()));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix);
                WebhookSink sink = new WebhookSink("127.0.0.1");
                WebhookSink hangs = new WebhookSink("127.0.0.2")) {
            service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
            service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
            service.set("PAPERTIDE_SITE_BASE_URL", service.at("").toString());
            service.set("PAPERTIDE_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8");
            service.set("PAPERTIDE_WEBHOOKS_PLAIN_HTTP", "true");
            table.add("service", service.flags());
            service.start();
            service.awaitReady();
            create(service, sink.url() + "/first");
            var _ = latencies(probe, sink, warmUp, Duration.ofMillis(20));
            table.add("breakout to webhook, at rest", latency(probe, sink));
            if (hanging > 0) {
                copies(hanging, hangs.url());
                hangs.pause(Duration.ofHours(1));
                table.add(
                        "the same beside %,d webhooks of a receiver that hangs".formatted(hanging),
                        latency(probe, sink));
                only("/first");
            }
            if (webhooks > 0) {
                copies(webhooks - 1, sink.url());
                all(probe, sink);
                only("/first");
            }
            if (killed > 0) {
                copies(killed - 1, sink.url());
                complete = kill(service, probe, sink);
            }
            table.add("memory of the process", service.peakMemory());
        }
        System.out.print(table);
        return complete ? 0 : 1;
    }

    /** Made when it is needed: a wrong command line starts no stack. */
    private TestDatabase database() {
        TestDatabase database = made;
        if (database == null) {
            database = TestStack.get().newDatabase("notify");
            made = database;
        }
        return database;
    }

    private String latency(TopicProbe probe, WebhookSink sink) {
        Timings timings = latencies(probe, sink, samples, Duration.ofMillis(200));
        return "%s, p99 %,d ms".formatted(timings, timings.percentile(0.99).toMillis());
    }

    private Timings latencies(TopicProbe probe, WebhookSink sink, int count, Duration pause) {
        Timings timings = new Timings();
        for (int n = 0; n < count; n++) {
            LockSupport.parkNanos(pause.toNanos());
            long before = sink.calls();
            Stopwatch stopwatch = Stopwatch.start();
            publish(probe);
            await("the webhook is called")
                    .atMost(LONGEST)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> sink.calls() > before);
            timings.add(stopwatch.elapsed());
        }
        return timings;
    }

    private void all(TopicProbe probe, WebhookSink sink) {
        sink.forget();
        Stopwatch stopwatch = Stopwatch.start();
        publish(probe);
        await("all are called")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sink.called() >= webhooks);
        double seconds = stopwatch.seconds();
        table.add(
                "%,d webhooks of one receiver".formatted(webhooks),
                String.format(Locale.ROOT, "all within %.1f s, %,d calls", seconds, sink.calls()));
        byte[] body = sink.last();
        double reference = BarePosts.rate(sink.url(), body, webhooks, CONNECTIONS);
        table.add(
                "reference: the JDK's client, %,d bytes over %d connections"
                        .formatted(body.length, CONNECTIONS),
                reference,
                "posts/s");
        table.addRatio("webhooks of one receiver", webhooks / seconds, reference);
        sink.forget();
    }

    /** Whether nothing is missing, and each repetition had the same id. */
    private boolean kill(ServiceProcess service, TopicProbe probe, WebhookSink sink) {
        Random random = new Random(1);
        sink.forget();
        sink.pause(Duration.ofMillis(20));
        Stopwatch stopwatch = Stopwatch.start();
        publish(probe);
        for (int n = 1; n <= kills; n++) {
            int moment = (int) (killed * (n - random.nextDouble()) / (kills + 1));
            await("events go out")
                    .atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> sink.called() >= moment);
            service.kill();
            service.start();
        }
        await("all are called")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sink.called() >= killed);
        LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
        table.add(
                "%,d webhooks, service killed %d times".formatted(killed, kills),
                String.format(
                        Locale.ROOT,
                        "%,d missing, %,d repeated, %,d of them with another id, %.0f s",
                        killed - sink.called(),
                        sink.calls() - sink.called(),
                        sink.mixed(),
                        stopwatch.seconds()));
        return sink.called() == killed && sink.mixed() == 0;
    }

    private void publish(TopicProbe probe) {
        Instant now = clock.instant();
        PaperSummary paper =
                PaperSummary.of(Workload.paper(papers++, now.minus(Duration.ofHours(2))));
        List<Reason> reasons = List.of(new Reason("UPVOTES", "huggingface", 90, 80, 2, 9, 1, null));
        probe.produce(
                Topic.BREAKOUTS,
                TopicProbe.Prepared.of(
                        EventCodec.BREAKOUT, new Breakout(paper, 250, 250, 1, reasons, now), now));
        probe.flush();
    }

    private static void create(ServiceProcess service, String url) {
        Http.Answer answer =
                Http.send(
                        HttpRequest.newBuilder(service.at("/api/v1/webhooks"))
                                .header("authorization", "Bearer " + ServiceSettings.OPERATOR_TOKEN)
                                .header("content-type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"url\":\"%s\",\"frequency\":\"INSTANT\"}"
                                                        .formatted(url))));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    /**
     * More webhooks as the first one, each with a path of its own; their making is not measured.
     */
    private void copies(int count, String url) throws SQLException {
        execute(
                """
                with made as (
                    insert into subscription (subscriber_id, state, frequency, timezone, hour,
                        categories, include, exclude, authors, paper_limit, filter_key,
                        requested_at, confirmed_at, receiver)
                    select subscriber_id, state, frequency, timezone, hour, categories, include,
                        exclude, authors, paper_limit, filter_key, requested_at, confirmed_at,
                        '%1$s'
                    from (select * from subscription order by id limit 1) f,
                        generate_series(1, %2$d)
                    returning id)
                insert into webhook (subscription_id, url, format, events, secret, created_at)
                select made.id, '%1$s/' || made.id, f.format, f.events, f.secret, f.created_at
                from made, (select * from webhook order by subscription_id limit 1) f
                """
                        .formatted(url, count));
    }

    /** Deletes all webhooks but one. */
    private void only(String path) throws SQLException {
        execute(
                """
                delete from subscription where id in (
                    select subscription_id from webhook where url not like '%%%s')
                """
                        .formatted(path));
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database().jdbcUrl(), database().user(), database().password());
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
