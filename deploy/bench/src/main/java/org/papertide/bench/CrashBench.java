package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.papertide.bench.ReceiverSink.Receiver;
import org.papertide.bench.ReceiverSink.Share;
import org.papertide.testing.ServiceProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whether every reader gets each edition once, whatever happens in the middle of it. What is
 * counted is what the receiver took, not what the service says of itself.
 */
@Command(
        name = "crash",
        description =
                "Mails that are missing, and mails that came twice: after stops, kills, a frozen"
                        + " database and a cut receiver in the middle of an edition, with receivers"
                        + " that greylist and refuse, and with two replicas. Fails if there are"
                        + " more than may be.")
final class CrashBench implements Callable<Integer> {

    private static final int ALWAYS = Integer.MAX_VALUE;

    /** Twenty receiving groups. */
    private static final String DOMAIN = "'campus' || i % 20 || '.example.org'";

    private static final Duration LONGEST = Duration.ofMinutes(20);

    /** Whoever greylists takes a mail on its second attempt, within minutes; in seconds. */
    private static final double LONGEST_GREYLISTED = 300;

    @Mixin private final MailLoad load = new MailLoad();

    @Option(names = "--times", paramLabel = "N", description = "Editions for each kind of strike.")
    private int times = 10;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description = "How long each reply takes while two replicas share an edition.")
    private int delay = 20;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the moments of the strikes: the same seed, the same moments.")
    private long seed = 1;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("crash", clock.instant());
    private boolean failed;

    @Override
    public Integer call() throws SQLException {
        table.add(
                "readers",
                "%,d of each edition, %d connections"
                        .formatted(load.subscriptions, load.connections));
        Random moments = new Random(seed);
        try (ReceiverSink sink = new ReceiverSink(List.of(), Duration.ZERO, clock);
                MailTrial trial = started(sink)) {
            for (Strike strike : Strike.values()) {
                strike(trial, sink, strike, moments);
            }
        }
        refuse();
        share();
        System.out.print(table);
        return failed ? 1 : 0;
    }

    private MailTrial started(ReceiverSink sink) throws SQLException {
        MailTrial trial = new MailTrial(MailLoad.HEAP);
        MailTrial.sendTo(trial.service(), sink.port(), load.connections);
        trial.service().set("PAPERTIDE_TRAFFIC_GROUP_BY_MX", "false");
        trial.start(new MailTrial.Readers(load.subscriptions, DOMAIN, 1, 2));
        return trial;
    }

    /** One edition after another, each struck once. */
    private void strike(MailTrial trial, ReceiverSink sink, Strike strike, Random moments)
            throws SQLException {
        List<Received> all = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            trial.forgetEditions();
            sink.forget();
            int moment = (int) (load.subscriptions * (0.05 + 0.9 * moments.nextDouble()));
            Stopwatch stopwatch = Stopwatch.start();
            String id = trial.requestEdition();
            await("the edition is on its way")
                    .atMost(LONGEST)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> sink.recipients() >= moment);
            strike.hit(trial, sink);
            awaitEnd(trial, id);
            all.add(received(sink, load.subscriptions, stopwatch));
        }
        int most = strike.uncertain() * load.connections;
        table.add(
                strike.title() + ", %d times".formatted(times),
                "%s (%d may be, each time)".formatted(Received.described(all), most));
        failed |= all.stream().anyMatch(each -> each.missing() > 0 || each.twice() > most);
    }

    private static void awaitEnd(MailTrial trial, String id) {
        await("nothing waits any more")
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode account = trial.account(id);
                    return account.path("planned").asInt() > 0
                            && account.path("closed").asBoolean();
                });
    }

    private static Received received(ReceiverSink sink, int expected, Stopwatch stopwatch) {
        Map<String, Integer> taken = sink.taken();
        int twice = taken.values().stream().mapToInt(count -> count - 1).sum();
        return new Received(expected - taken.size(), twice, stopwatch.seconds());
    }

    /** One in a hundred does not exist; five in a hundred are greylisted once. */
    private void refuse() throws SQLException {
        Receiver receiver =
                new Receiver(
                        "*",
                        List.of(
                                new Share(0, 1, ALWAYS, "550 5.1.1 User unknown"),
                                new Share(
                                        1,
                                        6,
                                        1,
                                        "451 4.7.1 Greylisted, please try again in 60 seconds")),
                        ALWAYS,
                        "",
                        Duration.ZERO,
                        "");
        try (ReceiverSink sink = new ReceiverSink(List.of(receiver), Duration.ZERO, clock);
                MailTrial trial = started(sink)) {
            Stopwatch stopwatch = Stopwatch.start();
            awaitEnd(trial, trial.requestEdition());
            int unknown = (load.subscriptions + 99) / 100;
            Received others = received(sink, load.subscriptions - unknown, stopwatch);
            table.add("5 % greylisted once (451), all others at once", others.described());
            long suppressed = trial.count("select count(*) from suppression");
            long again =
                    sink.attempts().entrySet().stream()
                            .filter(each -> !sink.taken().containsKey(each.getKey()))
                            .filter(each -> each.getValue() > 1)
                            .count();
            table.add(
                    "1 % refused for good (550 5.1.1)",
                    "%,d refused, %,d suppressed, %,d tried again"
                            .formatted(unknown, suppressed, again));
            failed |=
                    others.missing() != 0
                            || others.twice() > 0
                            || suppressed != unknown
                            || again > 0
                            || others.seconds() > LONGEST_GREYLISTED;
        }
    }

    /** The same edition by one process and by two; each reply takes a while, as over a distance. */
    private void share() throws SQLException {
        try (ReceiverSink sink = new ReceiverSink(List.of(), Duration.ofMillis(delay), clock);
                MailTrial trial = started(sink)) {
            Stopwatch alone = Stopwatch.start();
            awaitEnd(trial, trial.requestEdition());
            Received one = received(sink, load.subscriptions, alone);
            double rate = trial.rate();
            table.add("one replica, %d ms for each reply".formatted(delay), one.described());
            table.add("one replica, between the first mail and the last", rate, "mails/s");
            trial.forgetEditions();
            sink.forget();
            try (ServiceProcess second = trial.replica()) {
                MailTrial.sendTo(second, sink.port(), load.connections);
                second.set("PAPERTIDE_TRAFFIC_GROUP_BY_MX", "false");
                second.start();
                second.awaitReady();
                Stopwatch together = Stopwatch.start();
                awaitEnd(trial, trial.requestEdition());
                Received both = received(sink, load.subscriptions, together);
                double shared = trial.rate();
                table.add("two replicas share an edition", both.described());
                table.add("two replicas, between the first mail and the last", shared, "mails/s");
                table.addRatio("two replicas", shared, rate);
                failed |= one.isNotOnceEach() || both.isNotOnceEach() || shared <= rate;
            }
        }
    }

    /**
     * What came of an edition.
     *
     * @param missing readers who got nothing
     * @param twice mails that came again
     * @param seconds from the request to the edition's end
     */
    private record Received(int missing, int twice, double seconds) {

        boolean isNotOnceEach() {
            return missing != 0 || twice != 0;
        }

        String described() {
            return described(List.of(this));
        }

        static String described(List<Received> all) {
            return "%,d missing, %,d twice, at most %,d at once; done after %.0f s at most"
                    .formatted(
                            all.stream().mapToInt(Received::missing).sum(),
                            all.stream().mapToInt(Received::twice).sum(),
                            all.stream().mapToInt(Received::twice).max().orElse(0),
                            all.stream().mapToDouble(Received::seconds).max().orElse(0));
        }
    }
}
