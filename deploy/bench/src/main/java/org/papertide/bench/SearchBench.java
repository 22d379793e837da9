package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.testing.Http;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TestStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long searches take among many papers, and what their index takes. The papers are invented:
 * words of a vocabulary with the frequencies of a language, and vectors in clusters. Their vectors
 * are published by the benchmark; each query's is made by the service.
 */
@Command(
        name = "search",
        description =
                "How long searches take among many papers, at a steady rate; size of the index, and"
                        + " memory. --quality: which papers are found, among real ones. Fails if a goal"
                        + " is missed.")
final class SearchBench implements Callable<Integer> {

    private static final int WORDS = 20_000;
    private static final int WORDS_OF_ABSTRACT = 170;
    private static final int CLUSTERS = 500;
    private static final int DIMENSIONS = 384;
    private static final int REFERENCE_SECONDS = 10;

    /** Until the compiler has what a search runs. */
    private static final int WARM_UP_SECONDS = 45;

    /** Texts whose embedding is watched. */
    private static final int EMBEDDED = 500;

    /** The thread of ranking-service that makes vectors. */
    private static final String MAKING = "embeddings";

    /** From one paper to the next: 100,000 are those of a year. */
    private static final Duration BETWEEN = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Option(names = "--papers", paramLabel = "N", description = "Papers in the index.")
    private int papers = 100_000;

    @Option(names = "--rate", paramLabel = "N", description = "Searches a second.")
    private int rate = 50;

    @Option(names = "--seconds", paramLabel = "N", description = "How long it is measured.")
    private int seconds = 30;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Heap of the service, as after -Xmx; it is held from the start.")
    private String heap = "320m";

    @Option(
            names = "--beside",
            description = "Measures beside the two other services, which read the same papers.")
    private boolean beside;

    @Option(
            names = "--quality",
            description = "Instead: which papers are found; needs --details and --page.")
    private boolean quality;

    @Option(
            names = "--details",
            paramLabel = "DIR",
            description = "with --quality: raw answers of the days, DIR/RECORDER/DAY.json.gz")
    private @Nullable Path details;

    @Option(
            names = "--page",
            paramLabel = "F",
            description =
                    "with --quality: papers on deep linear networks; two lines, then title and"
                            + " abstract in turn")
    private @Nullable Path page;

    @Option(
            names = "--known",
            paramLabel = "N",
            description = "with --quality: known papers that are looked for")
    private int known = 200;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "with --quality: which of the papers are the known ones. Judge a change by"
                            + " several seeds: by one it may have been made")
    private long seed = 42;

    private final Clock clock = Clock.systemUTC();
    private final Table table = new Table("search", clock.instant());
    private final Random random = new Random(7);

    @Override
    public Integer call() {
        TestStack stack = TestStack.get();
        String prefix = stack.newTopicPrefix();
        StateDirectory state = StateDirectory.fresh();
        Goals goals = new Goals();
        try (ServiceProcess ranking =
                        ServiceProcess.deployed(
                                "ranking-service",
                                heap,
                                ServiceSettings.of(stack.kafka(), prefix));
                Others others = new Others(stack, prefix);
                TopicProbe probe = new TopicProbe(stack.kafka(), prefix)) {
            ranking.set("PAPERTIDE_RANKING_STATE_DIR", state.path().toString());
            ranking.set("PAPERTIDE_MEANING_SHARE", "1");
            ranking.holdHeap();
            ranking.start();
            ranking.awaitReady();
            if (quality) {
                quality(ranking, probe).forEach(goals::missed);
            } else {
                table.add("service", ranking.flags());
                TextModel model = awaitModel(ranking);
                // What is made is read when the service begins: made meanwhile, it would be made
                // again.
                ranking.stop();
                fill(probe, model);
                if (beside) {
                    others.start();
                }
                long begin = System.nanoTime();
                ranking.start();
                ranking.awaitReady();
                awaitSearch(ranking, papers);
                table.add("until all are found", (System.nanoTime() - begin) / 1e9, "s");
                awaitRest(ranking);
                table.add("until its parts are merged", (System.nanoTime() - begin) / 1e9, "s");
                others.awaitRest();
                double timesAPage = measure(ranking);
                Path index = state.path().resolve("search");
                double all = bytes(index, "") / papers;
                double texts = bytes(index, ".fdt") / papers;
                table.add("index", all, "bytes a paper");
                table.add("of these the stored texts", texts, "bytes");
                table.add("memory at its peak", ranking.peakMemory());
                table.add("memory afterwards", ranking.ownMemory());
                OptionalLong searched = ranking.ownMemoryBytes();
                ranking.stop();
                ranking.set("PAPERTIDE_MEANING_SHARE", "0.5");
                ranking.start();
                ranking.awaitReady();
                var _ = awaitModel(ranking);
                awaitRest(ranking);
                double processor = embed(ranking, probe);
                ranking.stop();
                ranking.set("PAPERTIDE_MEANING_ENABLED", "false");
                ranking.start();
                ranking.awaitReady();
                awaitRest(ranking);
                var _ = rankings(ranking);
                table.add("without a text model, not searched", ranking.ownMemory());
                goals =
                        SearchGoals.judge(
                                timesAPage,
                                all - texts,
                                processor,
                                searched,
                                ranking.ownMemoryBytes());
            }
        } finally {
            state.wipe();
        }
        int code = goals.conclude(table);
        System.out.print(table);
        return code;
    }

    /** The services that are not measured. */
    private static final class Others implements AutoCloseable {

        private final TestStack stack;
        private final String prefix;
        private final List<ServiceProcess> running = new ArrayList<>();

        Others(TestStack stack, String prefix) {
            this.stack = stack;
            this.prefix = prefix;
        }

        void start() {
            for (String name : List.of("ingest-service", "notify-service")) {
                ServiceProcess service =
                        ServiceProcess.deployed(
                                name,
                                "256m",
                                ServiceSettings.of(
                                        stack.kafka(), prefix, stack.newDatabase("search")));
                service.set("PAPERTIDE_SOURCE_OFFLINE", "true");
                service.set("PAPERTIDE_MAIL_SMTP_HOST", "127.0.0.1");
                service.set("PAPERTIDE_MAIL_SMTP_PORT", Integer.toString(stack.smtpPort()));
                running.add(service);
                service.start();
            }
            running.forEach(ServiceProcess::awaitReady);
        }

        void awaitRest() {
            running.forEach(SearchBench::awaitRest);
        }

        @Override
        public void close() {
            running.forEach(ServiceProcess::close);
        }
    }

    /**
     * How much of a processor making vectors takes. The other threads score and index the same
     * papers meanwhile, and compile what they run.
     */
    private double embed(ServiceProcess ranking, TopicProbe probe) {
        double before = gauge(ranking, "papertide_search_vectors");
        Duration taken = ranking.processorTime();
        Duration making = ranking.processorTime(MAKING);
        long begin = System.nanoTime();
        for (int n = 0; n < EMBEDDED; n++) {
            Paper paper =
                    SamplePaper.of(SamplePaper.id("2701", n + 1), clock.instant())
                            .title(text(9))
                            .abstractText(text(WORDS_OF_ABSTRACT))
                            .categories("cs.LG")
                            .build();
            probe.produce(
                    Topic.PAPERS, TopicProbe.Prepared.of(EventCodec.PAPER, paper, clock.instant()));
        }
        probe.flush();
        await("the texts have their vectors")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> gauge(ranking, "papertide_search_vectors") >= before + EMBEDDED);
        double passed = System.nanoTime() - begin;
        double processor = ranking.processorTime(MAKING).minus(making).toNanos() / passed;
        table.add("processor that makes vectors", processor, "of one");
        table.add(
                "processor of the whole service meanwhile",
                ranking.processorTime().minus(taken).toNanos() / passed,
                "of one");
        return processor;
    }

    private List<String> quality(ServiceProcess ranking, TopicProbe probe) {
        if (details == null || page == null) {
            throw new MissingToolException("--quality needs --details and --page");
        }
        SearchQuality check = SearchQuality.read(details, page);
        check.papers()
                .forEach(paper ->
                        probe.produce(
                                Topic.PAPERS,
                                TopicProbe.Prepared.of(EventCodec.PAPER, paper, clock.instant())));
        probe.flush();
        awaitSearch(ranking, check.papers().size());
        return check.measure(query -> found(ranking, query), known, seed, table);
    }

    /** The papers that a path finds, in order. */
    private static List<String> found(ServiceProcess ranking, String path) {
        Http.Answer answer = Http.get(ranking.at(path));
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": " + answer);
        }
        return answer.json().path("entries").findValuesAsText("id");
    }

    private static TextModel awaitModel(ServiceProcess ranking) {
        URI address = ranking.at("/api/v1/model");
        await("the text model is loaded")
                .atMost(PATIENCE)
                .until(() -> Http.get(address).status() == 200);
        JsonNode model = Http.get(address).json();
        return new TextModel(model.path("model").asText(), model.path("version").asText());
    }

    /** Until each paper can be found, by its meaning too. */
    private static void awaitSearch(ServiceProcess ranking, int papers) {
        await("the index holds every paper and vector")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .until(() ->
                        gauge(ranking, "papertide_search_papers") >= papers
                                && gauge(ranking, "papertide_search_vectors") >= papers);
    }

    /** Until the service has nothing to do any more, such as to merge parts of the index. */
    private static void awaitRest(ServiceProcess ranking) {
        await("the service is at rest")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Duration before = ranking.processorTime();
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4));
                    return ranking.processorTime().minus(before).toMillis() < 1_000;
                });
    }

    /** A gauge or counter of a service, all its tags together. */
    static double gauge(ServiceProcess service, String name) {
        return Http.get(service.at("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void fill(TopicProbe probe, TextModel model) {
        for (int n = 0; n < papers; n++) {
            Paper paper =
                    SamplePaper.of(
                                    SamplePaper.id("26%02d".formatted(n / 99_999 + 1), n % 99_999),
                                    clock.instant().minus(BETWEEN.multipliedBy(n)))
                            .title(text(9))
                            .abstractText(text(WORDS_OF_ABSTRACT))
                            .categories("cs.LG")
                            .build();
            probe.produce(
                    Topic.PAPERS, TopicProbe.Prepared.of(EventCodec.PAPER, paper, clock.instant()));
            Embedding embedding =
                    new Embedding(
                            paper.id(),
                            hash(paper.title() + "\n" + paper.abstractText()),
                            List.of(TextVector.of(model, vector(n))));
            probe.produce(
                    Topic.EMBEDDINGS,
                    TopicProbe.Prepared.of(EventCodec.EMBEDDING, embedding, clock.instant()));
        }
        probe.flush();
    }

    /** As the service names a text: else it would make all vectors itself. */
    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Words by Zipf's law. */
    private String text(int words) {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < words; n++) {
            int rank = (int) Math.pow(WORDS, random.nextDouble());
            text.append(n == 0 ? "" : " ").append(word(rank));
        }
        return text.toString();
    }

    private static String word(int rank) {
        StringBuilder word = new StringBuilder();
        for (int left = rank + 30; left > 0; left /= 20) {
            word.append("bcdfghjklmnpqrstvwxz".charAt(left % 20)).append("aeiou".charAt(left % 5));
        }
        return word.toString();
    }

    private float[] vector(int number) {
        Random centre = new Random(number % CLUSTERS);
        float[] vector = new float[DIMENSIONS];
        for (int at = 0; at < DIMENSIONS; at++) {
            vector[at] = (float) (centre.nextGaussian() + random.nextGaussian());
        }
        return vector;
    }

    /** Returns how many times as long 95 of 100 searches take as a page of rankings. */
    private double measure(ServiceProcess ranking) {
        Duration reference = rankings(ranking);
        run(ranking, WARM_UP_SECONDS, this::search, new Timings(), new AtomicInteger());
        Duration before = ranking.processorTime();
        Timings timings = new Timings();
        AtomicInteger failures = new AtomicInteger();
        run(ranking, seconds, this::search, timings, failures);
        Duration taken = ranking.processorTime().minus(before);
        table.add("searches a second", Integer.toString(rate));
        table.add("median", timings.percentile(0.5).toNanos() / 1e6, "ms");
        table.add("95 of 100", timings.percentile(0.95).toNanos() / 1e6, "ms");
        table.add("the same of a page of rankings", reference.toNanos() / 1e6, "ms");
        double timesAPage = (double) timings.percentile(0.95).toNanos() / reference.toNanos();
        table.add("ratio to it", timesAPage, "");
        table.add("slowest", timings.percentile(1).toNanos() / 1e6, "ms");
        table.add("refused", Integer.toString(failures.get()));
        table.add(
                "processor time of a search",
                taken.toNanos() / 1e6 / ((double) rate * seconds),
                "ms");
        return timesAPage;
    }

    /** What an answer takes that is looked up and not searched, at the same rate. */
    private Duration rankings(ServiceProcess ranking) {
        String page = "/api/v1/trending?limit=20";
        run(ranking, REFERENCE_SECONDS, () -> page, new Timings(), new AtomicInteger());
        Timings timings = new Timings();
        run(ranking, REFERENCE_SECONDS, () -> page, timings, new AtomicInteger());
        return timings.percentile(0.95);
    }

    private String search() {
        return "/api/v1/search?q=" + URLEncoder.encode(text(3), StandardCharsets.UTF_8);
    }

    /** Sends at a steady rate, whether answers come or not. */
    private void run(
            ServiceProcess ranking,
            int length,
            Supplier<String> paths,
            Timings timings,
            AtomicInteger failures) {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            long step = TimeUnit.SECONDS.toNanos(1) / rate;
            for (long n = 0; n < (long) rate * length; n++) {
                long due = begin + n * step;
                LockSupport.parkNanos(due - System.nanoTime());
                String path = paths.get();
                var _ = readers.submit(() -> ask(ranking, path, due, timings, failures));
            }
            readers.shutdown();
            var _ = readers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void ask(
            ServiceProcess ranking,
            String path,
            long due,
            Timings timings,
            AtomicInteger failures) {
        if (Http.get(ranking.at(path)).status() != 200) {
            failures.incrementAndGet();
        }
        timings.add(Duration.ofNanos(System.nanoTime() - due));
    }

    private static double bytes(Path directory, String end) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
