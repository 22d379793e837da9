package org.papertide.ranking.backtest;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.ranking.backtest.Baselines.Baseline;
import org.papertide.ranking.score.Facts;
import org.papertide.ranking.score.Priors;
import org.papertide.ranking.score.Readings;
import org.papertide.ranking.score.TrendScore;

/**
 * Histories of other things through the same score: points of Hacker News items and stars of GitHub
 * repositories. At each moment the items read within the last week are ordered; the truth is what
 * each gained in the next 24 hours, between readings in proportion to time.
 */
final class OtherHistories {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final int FEWEST = 6;

    private final Priors priors;
    private final PrintStream out;

    OtherHistories(Priors priors, PrintStream out) {
        this.priors = priors;
        this.out = out;
    }

    /** An item: when it appeared, if that is known, and its readings in order. */
    record Item(String id, @Nullable Instant born, List<RecordedPaper.Reading> readings) {}

    void report(Path folder) {
        Path news = folder.resolve("hackernews");
        if (Files.isDirectory(news)) {
            judge("Hacker News points", "HN_POINTS", hackerNews(news), 6 * HOUR, true);
        }
        Path stars = folder.resolve("github_stars_trending");
        if (Files.isDirectory(stars)) {
            judge("GitHub stars", "GITHUB_STARS", stars(stars), DAY, false);
        }
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
        Map<String, List<RecordedPaper.Reading>> readings = new TreeMap<>();
        Recording.forEachRow(
                folder.resolve("observations.csv.gz"),
                List.of("item_id", "observed_at", "points", "num_comments"),
                row -> {
                    long time = Recording.instant(row.get("observed_at")).toEpochMilli();
                    add(readings, row.get("item_id"), time, "HN_POINTS", row.get("points"));
                    add(readings, row.get("item_id"), time, "HN_COMMENTS", row.get("num_comments"));
                });
        return items(readings, born);
    }

    private static List<Item> stars(Path folder) {
        Map<String, List<RecordedPaper.Reading>> readings = new TreeMap<>();
        Recording.forEachRow(
                folder.resolve("observations.csv.gz"),
                List.of("repo", "observed_at", "stars"),
                row -> {
                    long time = Recording.instant(row.get("observed_at")).toEpochMilli();
                    add(readings, row.get("repo"), time, "GITHUB_STARS", row.get("stars"));
                });
        return items(readings, Map.of());
    }

    private static void add(
            Map<String, List<RecordedPaper.Reading>> readings,
            String id,
            long time,
            String metric,
            String text) {
        // Some counts are missing, some were recorded as "nan".
        double value = text.isEmpty() ? Double.NaN : Double.parseDouble(text.replace("nan", "NaN"));
        if (value >= 0) {
            readings.computeIfAbsent(id, _ -> new ArrayList<>())
                    .add(new RecordedPaper.Reading(time, metric, (long) value));
        }
    }

    private static List<Item> items(
            Map<String, List<RecordedPaper.Reading>> readings, Map<String, Instant> born) {
        List<Item> items = new ArrayList<>();
        readings.forEach((id, list) -> {
            list.sort(Comparator.comparingLong(RecordedPaper.Reading::time));
            items.add(new Item(id, born.get(id), List.copyOf(list)));
        });
        return items;
    }

    /** With {@code onChange}, a count that is read no more changed no more. */
    private void judge(String title, String metric, List<Item> items, long step, boolean onChange) {
        long from = items.stream().mapToLong(i -> i.readings().getFirst().time()).min().orElse(0);
        long to = items.stream().mapToLong(i -> i.readings().getLast().time()).max().orElse(0);
        Map<String, List<double[]>> measures = new LinkedHashMap<>();
        int moments = 0;
        for (long now = from + DAY; now <= to - DAY; now += step) {
            Map<String, Double> truth = new HashMap<>();
            Map<String, Map<String, Double>> orders = new LinkedHashMap<>();
            for (Item item : items) {
                Double gain = gain(item, metric, now, onChange);
                if (gain != null) {
                    truth.put(item.id(), gain);
                    order(item, metric, now, orders);
                }
            }
            double[] best = truth.values().stream().mapToDouble(g -> g).sorted().toArray();
            if (best.length < FEWEST || best[best.length - 1] <= 0) {
                continue;
            }
            double cut = Math.max(best[best.length - 5], Double.MIN_VALUE);
            moments++;
            orders.forEach((name, order) ->
                    measures.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(measure(truth, order, cut)));
        }
        out.printf(
                Locale.ROOT,
                "%nHISTORIES %s: %d items, %d moments; what gains most in the next 24 h%n",
                title,
                items.size(),
                moments);
        out.printf(Locale.ROOT, "%-14s %8s %8s %8s%n", "", "P@5", "NDCG@10", "Spearman");
        measures.forEach((name, values) ->
                out.printf(
                        Locale.ROOT,
                        "%-14s %8.4f %8.4f %8.4f%n",
                        name,
                        mean(values, 0),
                        mean(values, 1),
                        mean(values, 2)));
    }

    private void order(
            Item item, String metric, long now, Map<String, Map<String, Double>> orders) {
        Readings readings = Readings.none();
        List<RecordedPaper.Reading> own = new ArrayList<>();
        for (RecordedPaper.Reading reading : item.readings()) {
            if (reading.time() <= now) {
                Instant at = Instant.ofEpochMilli(reading.time());
                readings = readings.with(reading.metric(), "recorded", reading.value(), at);
                if (reading.metric().equals(metric)) {
                    own.add(reading);
                }
            }
        }
        Facts facts =
                new Facts(
                        item.born(),
                        Instant.ofEpochMilli(item.readings().getFirst().time()),
                        null,
                        null,
                        null,
                        null);
        double rising =
                new TrendScore(priors).assess(facts, readings, Instant.ofEpochMilli(now)).rising();
        orders.computeIfAbsent("papertide", _ -> new HashMap<>()).put(item.id(), rising);
        long born = facts.born(facts.firstSeen()).toEpochMilli();
        for (Baseline baseline : Baseline.values()) {
            orders.computeIfAbsent(baseline.title(), _ -> new HashMap<>())
                    .put(item.id(), baseline.score(item.id(), own, born, now));
        }
    }

    /** Null if the item was not read in the week before, or not after the 24 hours. */
    private static @Nullable Double gain(Item item, String metric, long now, boolean onChange) {
        List<RecordedPaper.Reading> own =
                item.readings().stream().filter(r -> r.metric().equals(metric)).toList();
        if (own.isEmpty()
                || own.getFirst().time() > now
                || own.stream().noneMatch(r -> r.time() > now - 7 * DAY && r.time() <= now)
                || (!onChange && own.getLast().time() < now + DAY)) {
            return null;
        }
        return Math.max(0, countAt(own, now + DAY) - countAt(own, now));
    }

    private static double countAt(List<RecordedPaper.Reading> readings, long time) {
        int after = 0;
        while (after < readings.size() - 1 && readings.get(after).time() < time) {
            after++;
        }
        RecordedPaper.Reading next = readings.get(after);
        if (after == 0 || next.time() <= time) {
            return (double) next.value();
        }
        RecordedPaper.Reading last = readings.get(after - 1);
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
            Measures.precision(ranked, java.util.Set.copyOf(best), 5),
            Measures.ndcg(ranked, truth, 10),
            Measures.spearman(scores, gains)
        };
    }

    private static double mean(List<double[]> values, int column) {
        return values.stream().mapToDouble(v -> v[column]).average().orElse(Double.NaN);
    }
}
