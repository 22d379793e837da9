package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;

/**
 * The site while somebody sends sign-ups that cost as much as they can: two a second for a minute,
 * each as long as a request may be, and each from another client, so that no limit of requests ends
 * it. Meanwhile others read a page, and ask for a mail. References are the same page without the
 * attack, and nginx with the same bytes, at the same pace. Everything is on loopback.
 */
final class HostileSite {

    private static final int PAGES_PER_SECOND = 50;
    private static final int HOSTILE_PER_SECOND = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration REFERENCE = Duration.ofSeconds(20);
    private static final Duration ATTACK = Duration.ofSeconds(60);

    /** The limit is 16 kB; names and quotes need some of it. */
    private static final int LONG = 15_800;

    private static final Duration MAIL_PATIENCE = Duration.ofSeconds(60);

    private final Table table;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    HostileSite(Table table) {
        this.table = table;
    }

    void measure() {
        TestStack stack = TestStack.get();
        try (ServiceProcess site =
                ServiceProcess.fast(
                        "notify-service",
                        ServiceSettings.HEAP,
                        ServiceSettings.of(
                                stack.kafka(),
                                stack.newTopicPrefix(),
                                stack.newDatabase("notify")))) {
            site.set("PAPERTIDE_SITE_BASE_URL", site.at("").toString());
            site.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
            site.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
            // Each hostile request is another client's.
            site.set("PAPERTIDE_HTTP_TRUSTED_PROXIES", "127.0.0.1");
            table.add("service", site.flags() + ", %d pages a second".formatted(PAGES_PER_SECOND));
            site.start();
            site.awaitReady();
            URI about = site.at("/about");
            pages(about, WARM_UP);
            Timings rest = pages(about, REFERENCE);
            table.add("GET /about at rest", shape(rest));
            Timings attacked = attack(site, stack);
            table.add("GET /about under attack", shape(attacked));
            table.addRatio("99th percentile", p99(attacked), p99(rest));
            nginx(Http.get(about).body(), attacked);
            table.add("memory of the process", site.peakMemory());
        }
    }

    private void nginx(String page, Timings attacked) {
        Tool.find("nginx")
                .ifPresentOrElse(
                        tool -> {
                            try (Nginx nginx = Nginx.serving(tool, page)) {
                                pages(nginx.address(), Duration.ofSeconds(2));
                                Timings served = pages(nginx.address(), REFERENCE);
                                table.add("reference: nginx, the same bytes", shape(served));
                                table.addRatio("99th percentile", p99(attacked), p99(served));
                            }
                        },
                        () -> table.leftOut("nginx", "it is not installed (Debian: nginx-light)"));
    }

    /** Pages while hostile sign-ups and usual ones come. */
    private Timings attack(ServiceProcess site, TestStack stack) {
        Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
        Timings mails = new Timings();
        AtomicInteger lost = new AtomicInteger();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            others.execute(() ->
                    paced(
                            HOSTILE_PER_SECOND,
                            ATTACK,
                            n ->
                                    answers.computeIfAbsent(
                                                    hostile(site, n), _ -> new AtomicInteger())
                                            .incrementAndGet()));
            others.execute(() ->
                    paced(
                            1,
                            ATTACK,
                            n -> {
                                String address = stack.newAddress("usual" + n);
                                Stopwatch asked = Stopwatch.start();
                                if (usual(site, address, n)
                                        && arrives(stack.mailbox(address), asked)) {
                                    mails.add(asked.elapsed());
                                } else {
                                    lost.incrementAndGet();
                                }
                            }));
            Timings pages = pages(site.at("/about"), ATTACK);
            others.shutdown();
            table.add("hostile sign-ups answered, by status", new TreeMap<>(answers).toString());
            table.add("sign-up to opt-in mail under attack", mails.toString());
            table.add("sign-ups without a mail", Integer.toString(lost.get()));
            return pages;
        }
    }

    private static boolean arrives(Mailbox mailbox, Stopwatch asked) {
        while (mailbox.mails().isEmpty()) {
            if (asked.seconds() > MAIL_PATIENCE.toSeconds()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return true;
    }

    private boolean usual(ServiceProcess site, String address, int n) {
        return send(
                        site,
                        n,
                        "/api/v1/subscriptions",
                        "application/json",
                        "{\"email\":\"%s\",\"frequency\":\"DAILY\",\"categories\":[\"cs.LG\"]}"
                                .formatted(address))
                == 202;
    }

    /** One of the worst: its status, or 0 if there was no answer. */
    private int hostile(ServiceProcess site, int n) {
        List<String> bodies = bodies(n);
        String body = bodies.get(n % bodies.size());
        return body.startsWith("{") || body.startsWith("[")
                ? send(site, n, "/api/v1/subscriptions", "application/json", body)
                : send(site, n, "/subscribe", "application/x-www-form-urlencoded", body);
    }

    private int send(ServiceProcess site, int n, String path, String type, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(site.at(path))
                        .header("content-type", type)
                        .header(
                                "x-forwarded-for",
                                "10.%d.%d.7".formatted(ThreadLocalRandom.current().nextInt(256), n))
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /**
     * The kinds of input that were slow somewhere: blanks, dots and quotes in an address, names
     * that are costly in ASCII, long lists and long entries, characters that decompose into many,
     * stacked accents, nested LaTeX, JSON that is deep, or has names of one hash or long numbers.
     */
    private static List<String> bodies(int n) {
        String reader = "hostile%d@example%d.org".formatted(n, n);
        return List.of(
                email("a" + " ".repeat(LONG) + "b@example.org"),
                email("a@" + "a.".repeat(LONG / 2) + "org"),
                email("\\\"" + "\\\\\\\"".repeat(LONG / 4) + "@example.org"),
                email("@".repeat(LONG)),
                email("a@" + "ü".repeat(LONG / 2) + ".org"),
                email("a@xn--" + "9".repeat(LONG)),
                list(reader, "include", "x", LONG / 4, 1),
                list(reader, "include", "ﷺ", 50, 100),
                list(reader, "exclude", "ạ̈̂", 50, 12),
                list(reader, "authors", "a ", 50, 50),
                list(reader, "authors", "\\\\tilde{", 50, 11),
                list(reader, "include", "$^{", 50, 33),
                list(reader, "categories", "cs.L", LONG / 8, 1),
                "{\"email\":\"%s\",\"hour\":%s}".formatted(reader, "9".repeat(LONG)),
                "{\"email\":\"%s\",\"minimumScore\":1e%s}".formatted(reader, "9".repeat(LONG)),
                "{\"email\":\"%s\",\"timezone\":\"%s\"}".formatted(reader, "Europe/".repeat(2_200)),
                "{" + colliding() + "\"email\":\"" + reader + "\"}",
                "[".repeat(LONG),
                "email=" + "%20".repeat(LONG / 3) + "a@example.org",
                "email=%s&frequency=DAILY&include=%s"
                        .formatted(
                                URLEncoder.encode(reader, StandardCharsets.UTF_8),
                                "a%2C".repeat(LONG / 5)));
    }

    private static String email(String address) {
        return "{\"email\":\"%s\"}".formatted(address);
    }

    /** A list of that many entries, no two alike, each with the text so often. */
    private static String list(String reader, String field, String text, int entries, int times) {
        String values =
                IntStream.range(0, entries)
                        .mapToObj(i -> "\"" + text.repeat(times) + (entries > 50 ? "" : i) + "\"")
                        .collect(Collectors.joining(","));
        String body = "{\"email\":\"%s\",\"%s\":[%s]}".formatted(reader, field, values);
        return body.getBytes(StandardCharsets.UTF_8).length <= 16_384
                ? body
                : list(reader, field, text, entries, Math.max(1, times / 2));
    }

    /** Names with one hash code: "Aa" and "BB" have the same. */
    private static String colliding() {
        return IntStream.range(0, 512)
                .mapToObj(i ->
                        "\""
                                + IntStream.range(0, 9)
                                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                        .collect(Collectors.joining())
                                + "\":1,")
                .collect(Collectors.joining());
    }

    /** Pages at their pace; a time counts from when the page should have been asked for. */
    private Timings pages(URI address, Duration during) {
        Timings timings = new Timings();
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).build();
        long begun = System.nanoTime();
        paced(
                PAGES_PER_SECOND,
                during,
                n -> {
                    long due = begun + n * Duration.ofSeconds(1).toNanos() / PAGES_PER_SECOND;
                    try {
                        int status =
                                http.send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode();
                        if (status != 200) {
                            throw new IllegalStateException(address + " answers " + status);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    timings.add(Duration.ofNanos(System.nanoTime() - due));
                });
        return timings;
    }

    /** Does something so often a second, whether the last time has ended or not; waits for all. */
    private static void paced(int perSecond, Duration during, IntConsumer work) {
        long begun = System.nanoTime();
        try (ExecutorService doing = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < perSecond * during.toSeconds(); n++) {
                int number = n;
                long due = begun + n * Duration.ofSeconds(1).toNanos() / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                doing.execute(() -> work.accept(number));
            }
        }
    }

    private static String shape(Timings timings) {
        return "99th percentile %,.1f ms, %s".formatted(p99(timings), timings);
    }

    private static double p99(Timings timings) {
        return timings.percentile(0.99).toNanos() / 1e6;
    }
}
