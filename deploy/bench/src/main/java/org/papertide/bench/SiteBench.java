package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.events.Topic;
import org.papertide.testing.Http;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Requests per second of the site's front page and of the ranking's API, asked by {@code wrk}. Its
 * reference is nginx, which serves the same bytes from files.
 */
@Command(
        name = "site",
        description =
                "Requests per second of the front page and of the rankings, compared with nginx and"
                        + " the same bytes.")
final class SiteBench implements Callable<Integer> {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([0-9.]+)");
    private static final Pattern ERRORS =
            Pattern.compile("(Non-2xx or 3xx responses|Socket errors): .*");
    private static final String RANKING = "/api/v1/trending?order=rising&window=day&limit=50";

    /** Warm-up: until the JVM has compiled the request path. */
    private static final int WARM_UP_SECONDS = 8;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each address is measured.")
    private int seconds = 10;

    @Option(names = "--connections", paramLabel = "N", description = "Connections of the client.")
    private int connections = 16;

    @Option(names = "--papers", paramLabel = "N", description = "Papers in the ranking.")
    private int papers = 500;

    @Option(
            names = "--hostile",
            description =
                    "Instead: how long GET /about takes, and opt-in mails, for a minute of two"
                            + " hostile sign-ups a second.")
    private boolean hostile;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("site", clock.instant());

    @Override
    public Integer call() {
        if (hostile) {
            new HostileSite(table).measure();
        } else {
            measure();
        }
        System.out.print(table);
        return 0;
    }

    private void measure() {
        Tool wrk = Tool.require("wrk", "wrk");
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        StateDirectory state = StateDirectory.fresh();
        try (ServiceProcess site =
                        ServiceProcess.fast(
                                "notify-service",
                                ServiceSettings.HEAP,
                                ServiceSettings.of(
                                        stack.kafka(), prefix, stack.newDatabase("notify")));
                ServiceProcess ranking =
                        ServiceProcess.fast(
                                "ranking-service",
                                ServiceSettings.HEAP,
                                ServiceSettings.of(stack.kafka(), prefix));
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
            site.set("PAPERTIDE_SITE_BASE_URL", site.at("").toString());
            table.add("services", site.flags() + ", wrk with one thread on the same machine");
            table.add("connections", Integer.toString(connections));
            site.start();
            ranking.start();
            site.awaitReady();
            ranking.awaitReady();
            publish(probe);
            awaitRanking(site, ranking);
            compare(wrk, "GET /", site.at("/"));
            compare(wrk, "GET " + RANKING, ranking.at(RANKING));
        } finally {
            state.wipe();
        }
    }

    private void publish(TopicProbe probe) {
        Workload workload = new Workload(papers, clock.instant());
        for (int n = 0; n < papers; n++) {
            probe.produce(Topic.PAPERS, workload.paper(n));
        }
        probe.flush();
        workload.signals(5).forEach(signal -> probe.produce(Topic.SIGNALS, signal));
        probe.flush();
    }

    /** Both answer with papers, and their answers no longer change. */
    private static void awaitRanking(ServiceProcess site, ServiceProcess ranking) {
        await("the ranking is there")
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    Http.Answer answer = Http.get(ranking.at(RANKING));
                    return answer.status() == 200
                            && answer.json().path("entries").size() == 50
                            && Http.get(site.at("/")).body().contains("Learning From Little");
                });
    }

    private void compare(Tool wrk, String what, URI address) {
        String body = Http.get(address).body();
        rate(wrk, address, WARM_UP_SECONDS);
        double rate = rate(wrk, address, seconds);
        table.add(what, rate, "requests/s, %,d bytes".formatted(body.length()));
        Tool nginx = Tool.find("nginx").orElse(null);
        if (nginx == null) {
            table.leftOut("nginx", "it is not installed (Debian: nginx-light)");
            return;
        }
        double reference = nginxRate(nginx, wrk, body);
        table.add("reference: nginx, the same bytes", reference, "requests/s");
        table.addRatio(what, rate, reference);
    }

    private double nginxRate(Tool nginx, Tool wrk, String body) {
        try (Nginx serving = Nginx.serving(nginx, body)) {
            return rate(wrk, serving.address(), seconds);
        }
    }

    private double rate(Tool wrk, URI address, int duration) {
        String output =
                wrk.run("-t1", "-c" + connections, "-d" + duration + "s", address.toString());
        Matcher errors = ERRORS.matcher(output);
        if (errors.find()) {
            throw new IllegalStateException("%s: %s".formatted(address, errors.group()));
        }
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("wrk printed no rate: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
