package org.papertide.backtest;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.papertide.backtest.Baselines.Baseline;
import org.papertide.events.EventJson;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.RankCorrelation;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.model.training.ModelTrainer.Count;
import org.papertide.ranking.model.training.ModelTrainer.Example;
import org.papertide.ranking.model.training.ModelTrainer.History;
import org.papertide.ranking.model.training.ModelTrainer.TrainingSet;

/**
 * Runs other histories through the same score and trainer: points and comments of Hacker News
 * items, and stars of GitHub repositories. At each moment the items read within the last week are
 * ordered; the truth is what each gained in the next 24 hours, between signals in proportion to
 * time.
 */
final class OtherHistories {

    private static final long HOUR = ActivityClock.HOUR;
    private static final long DAY = 24 * HOUR;
    private static final int FEWEST = 6;

    /** Parts of the time; each is judged with a model fitted to the others. */
    private static final int BLOCKS = 6;

    private final List<Subject> subjects = new ArrayList<>();

    /**
     * Reads what is there of {@code hackernews} and {@code github_stars_trending}.
     *
     * @throws UnusableInputException if there is neither
     */
    OtherHistories(Path folder) {
        Path news = folder.resolve("hackernews");
        if (Files.isDirectory(news)) {
            List<Item> items = hackerNews(news);
            String from = "Hacker News items of one list of domains";
            subjects.add(
                    new Subject(
                            "Hacker News points", "HN_POINTS", from, items, 6 * HOUR, true, true));
            subjects.add(
                    new Subject(
                            "Hacker News comments",
                            "HN_COMMENTS",
                            from,
                            items,
                            6 * HOUR,
                            true,
                            false));
        }
        Path stars = folder.resolve("github_stars_trending");
        if (Files.isDirectory(stars)) {
            String from = "GitHub repositories that were on its trending list";
            subjects.add(
                    new Subject(
                            "GitHub stars", "GITHUB_STARS", from, stars(stars), DAY, false, true));
        }
        if (subjects.isEmpty()) {
            throw new UnusableInputException("--histories: none in " + folder, null);
        }
    }

    /** An item: when it appeared, if that is known, and its signals in order. */
    record Item(String id, @Nullable Instant born, List<RecordedPaper.Signal> signals) {
        PaperFacts facts() {
            Instant first = Instant.ofEpochMilli(signals.getFirst().time());
            return new PaperFacts(born, first, null, null, null, null);
        }

        List<RecordedPaper.Signal> of(String metric) {
            return signals.stream().filter(signal -> signal.metric().equals(metric)).toList();
        }
    }

    /**
     * Items with a count to judge.
     *
     * @param step between moments, in milliseconds
     * @param onChange a count without later signals did not change any more
     * @param reported whether the report shows it
     */
    private record Subject(
            String title,
            String metric,
            String from,
            List<Item> items,
            long step,
            boolean onChange,
            boolean reported) {}

    /** A moment to judge, and all that was known at it. */
    private record Then(long now, Map<String, Example> examples) {
        double most() {
            return examples.values().stream().mapToDouble(Example::furtherGain).max().orElse(0);
        }
    }

    /** The model with its metrics fitted to all histories. */
    TrendModel learn(TrendModel start) {
        TrendModel learnt = start;
        for (Subject subject : subjects) {
            learnt = learn(learnt, subject, moments(subject), _ -> true);
        }
        return learnt;
    }

    /** Prints the measures of the score beside those of the baselines. */
    void report(TrendModel model, boolean crossValidate, PrintStream out) {
        for (Subject subject : subjects) {
            if (subject.reported()) {
                report(model, subject, crossValidate, out);
            }
        }
    }

    private static void report(
            TrendModel model, Subject subject, boolean crossValidate, PrintStream out) {
        List<Then> moments = moments(subject);
        Map<String, Map<LocalDate, List<double[]>>> measures = new LinkedHashMap<>();
        int size = (moments.size() + BLOCKS - 1) / BLOCKS;
        for (int from = 0; from < moments.size(); from += size) {
            List<Then> block = moments.subList(from, Math.min(moments.size(), from + size));
            long begin = block.getFirst().now() - DAY;
            long end = block.getLast().now() + DAY;
            TrendModel used =
                    crossValidate
                            ? learn(
                                    model,
                                    subject,
                                    moments,
                                    then -> then.now() < begin || then.now() > end)
                            : model;
            TrendScore score = new TrendScore(used);
            block.forEach(then -> measure(score, subject, then, measures));
        }
        out.printf(
                Locale.ROOT,
                "%nHISTORIES %s: %d items, %d moments; what gains most in the next 24 h%n",
                subject.title(),
                subject.items().size(),
                moments.size());
        out.printf(Locale.ROOT, "%-14s %-24s %-24s %-24s%n", "", "P@5", "NDCG@10", "Spearman");
        measures.forEach((name, days) -> {
            out.printf(Locale.ROOT, "%-14s", name);
            for (int column = 0; column < 3; column++) {
                int at = column;
                List<Double> means =
                        days.values().stream()
                                .map(values ->
                                        values.stream().mapToDouble(v -> v[at]).average().orElse(0))
                                .toList();
                double[] interval = QualityReport.interval(means);
                out.printf(
                        Locale.ROOT,
                        " %.4f [%.4f, %.4f] ",
                        Measures.average(means),
                        interval[0],
                        interval[1]);
            }
            out.printf(Locale.ROOT, "%n");
        });
    }

    private static TrendModel learn(
            TrendModel start, Subject subject, List<Then> moments, Predicate<Then> use) {
        List<Example> rising = new ArrayList<>();
        List<Then> used = moments.stream().filter(use).toList();
        used.forEach(then -> rising.addAll(then.examples().values()));
        List<History> histories = new ArrayList<>();
        for (Item item : subject.items()) {
            List<Count> counts =
                    item.of(subject.metric()).stream()
                            .filter(signal -> isWithin(signal.time(), used, subject.step()))
                            .map(signal -> new Count(signal.time(), signal.value()))
                            .toList();
            if (!counts.isEmpty()) {
                histories.add(new History(item.facts(), counts));
            }
        }
        return Examples.learn(
                start,
                new TrainingSet(
                        subject.metric(), subject.from(), rising, List.of(), histories, List.of()));
    }

    /** Whether a used moment is near: the signals between the others must stay unknown. */
    private static boolean isWithin(long time, List<Then> used, long step) {
        int low = 0;
        int high = used.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (used.get(middle).now() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long after = Math.abs(used.get(low).now() - time);
        long before = low == 0 ? after : Math.abs(used.get(low - 1).now() - time);
        return Math.min(after, before) <= Math.max(step, DAY);
    }

    private static List<Item> hackerNews(Path folder) {
        Map<String, Instant> born = new HashMap<>();
        Recording.forEachLine(
                folder.resolve("items.jsonl"),
                true,
                line -> {
                    var node = EventJson.mapper().readTree(line);
                    String submitted = node.path("submitted_at").asText("");
                    // Some times end in two Zs.
                    if (!submitted.isEmpty()) {
                        born.put(
                                node.path("id").asText(),
                                Recording.instant(submitted.replace("ZZ", "Z")));
                    }
                });
        Map<String, List<RecordedPaper.Signal>> signals = new TreeMap<>();
        Recording.forEachRow(
                folder.resolve("observations.csv.gz"),
                List.of("item_id", "observed_at", "points", "num_comments"),
                row -> {
                    long time = Recording.instant(row.get("observed_at")).toEpochMilli();
                    add(signals, row.get("item_id"), time, "HN_POINTS", row.get("points"));
                    add(signals, row.get("item_id"), time, "HN_COMMENTS", row.get("num_comments"));
                });
        return items(signals, born);
    }

    private static List<Item> stars(Path folder) {
        Map<String, List<RecordedPaper.Signal>> signals = new TreeMap<>();
        Recording.forEachRow(
                folder.resolve("observations.csv.gz"),
                List.of("repo", "observed_at", "stars"),
                row -> {
                    long time = Recording.instant(row.get("observed_at")).toEpochMilli();
                    add(signals, row.get("repo"), time, "GITHUB_STARS", row.get("stars"));
                });
        return items(signals, Map.of());
    }

    private static void add(
            Map<String, List<RecordedPaper.Signal>> signals,
            String id,
            long time,
            String metric,
            String text) {
        // Some counts are missing, some were recorded as "nan".
        double value = text.isEmpty() ? Double.NaN : Double.parseDouble(text.replace("nan", "NaN"));
        if (value >= 0) {
            signals.computeIfAbsent(id, _ -> new ArrayList<>())
                    .add(new RecordedPaper.Signal(time, metric, (long) value));
        }
    }

    private static List<Item> items(
            Map<String, List<RecordedPaper.Signal>> signals, Map<String, Instant> born) {
        List<Item> items = new ArrayList<>();
        signals.forEach((id, list) -> {
            list.sort(Comparator.comparingLong(RecordedPaper.Signal::time));
            items.add(new Item(id, born.get(id), List.copyOf(list)));
        });
        return items;
    }

    private static List<Then> moments(Subject subject) {
        List<Item> items =
                subject.items().stream()
                        .filter(item -> !item.of(subject.metric()).isEmpty())
                        .toList();
        Collection<Long> times =
                items.stream()
                        .flatMap(item -> item.signals().stream())
                        .map(RecordedPaper.Signal::time)
                        .toList();
        long from = times.stream().mapToLong(time -> time).min().orElse(0);
        long to = times.stream().mapToLong(time -> time).max().orElse(0);
        TreeMap<Long, Then> moments = new TreeMap<>();
        for (Item item : items) {
            SignalHistory signals = SignalHistory.none();
            List<RecordedPaper.Signal> own = item.of(subject.metric());
            int next = 0;
            for (long now = from + DAY; now <= to - DAY; now += subject.step()) {
                while (next < item.signals().size() && item.signals().get(next).time() <= now) {
                    RecordedPaper.Signal signal = item.signals().get(next++);
                    Instant at = Instant.ofEpochMilli(signal.time());
                    signals = signals.with(signal.metric(), "recorded", signal.value(), at);
                }
                Double gain = gain(own, now, subject.onChange());
                if (gain != null) {
                    moments.computeIfAbsent(now, time -> new Then(time, new LinkedHashMap<>()))
                            .examples()
                            .put(
                                    item.id(),
                                    new Example(
                                            item.facts(),
                                            signals,
                                            Instant.ofEpochMilli(now),
                                            gain,
                                            24));
                }
            }
        }
        return moments.values().stream()
                .filter(then -> then.examples().size() >= FEWEST && then.most() > 0)
                .toList();
    }

    private static void measure(
            TrendScore score,
            Subject subject,
            Then then,
            Map<String, Map<LocalDate, List<double[]>>> measures) {
        Map<String, Double> truth = new HashMap<>();
        Map<String, Map<String, Double>> orders = new LinkedHashMap<>();
        Map<String, Item> items = new HashMap<>();
        subject.items().forEach(item -> items.put(item.id(), item));
        then.examples()
                .forEach((id, example) -> {
                    truth.put(id, example.furtherGain());
                    double rising =
                            score.assess(example.facts(), example.signals(), example.now())
                                    .rising();
                    orders.computeIfAbsent("papertide", _ -> new HashMap<>()).put(id, rising);
                    Item item = items.get(id);
                    List<RecordedPaper.Signal> own =
                            item == null ? List.of() : item.of(subject.metric());
                    long born =
                            example.facts()
                                    .born(example.facts().firstSeen(), example.now())
                                    .toEpochMilli();
                    for (Baseline baseline : Baseline.values()) {
                        orders.computeIfAbsent(baseline.title(), _ -> new HashMap<>())
                                .put(id, baseline.score(id, own, born, then.now()));
                    }
                });
        double[] best = truth.values().stream().mapToDouble(gain -> gain).sorted().toArray();
        double cut = Math.max(best[best.length - 5], Double.MIN_VALUE);
        LocalDate day = Recording.date(then.now());
        orders.forEach((name, order) ->
                measures.computeIfAbsent(name, _ -> new TreeMap<>())
                        .computeIfAbsent(day, _ -> new ArrayList<>())
                        .add(measure(truth, order, cut)));
    }

    /** Null if the item was not read in the week before, or not after the 24 hours. */
    private static @Nullable Double gain(
            List<RecordedPaper.Signal> own, long now, boolean onChange) {
        if (own.getFirst().time() > now
                || own.stream().noneMatch(r -> r.time() > now - 7 * DAY && r.time() <= now)
                || (!onChange && own.getLast().time() < now + DAY)) {
            return null;
        }
        return Math.max(0, countAt(own, now + DAY) - countAt(own, now));
    }

    private static double countAt(List<RecordedPaper.Signal> signals, long time) {
        int after = 0;
        while (after < signals.size() - 1 && signals.get(after).time() < time) {
            after++;
        }
        RecordedPaper.Signal next = signals.get(after);
        if (after == 0 || next.time() <= time) {
            return (double) next.value();
        }
        RecordedPaper.Signal last = signals.get(after - 1);
        double share = (double) (time - last.time()) / (next.time() - last.time());
        return last.value() + (next.value() - last.value()) * share;
    }

    private static double[] measure(
            Map<String, Double> truth, Map<String, Double> order, double cut) {
        String[] ids = truth.keySet().toArray(String[]::new);
        Arrays.sort(ids);
        TreeMap<Double, List<String>> groups = new TreeMap<>(Comparator.reverseOrder());
        List<String> best = new ArrayList<>();
        double[] scores = new double[ids.length];
        double[] gains = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            scores[i] = order.getOrDefault(ids[i], 0.0);
            gains[i] = truth.getOrDefault(ids[i], 0.0);
            groups.computeIfAbsent(scores[i], _ -> new ArrayList<>()).add(ids[i]);
            if (gains[i] >= cut) {
                best.add(ids[i]);
            }
        }
        List<List<String>> ranked = List.copyOf(groups.values());
        return new double[] {
            Measures.precision(ranked, Set.copyOf(best), 5),
            Measures.ndcg(ranked, truth, 10),
            RankCorrelation.spearman(scores, gains)
        };
    }
}
