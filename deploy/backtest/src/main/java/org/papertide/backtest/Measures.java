package org.papertide.backtest;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.zip.CRC32;
import org.papertide.backtest.Moment.Phase;
import org.papertide.ranking.model.RankCorrelation;

/**
 * The quality of an order. P@5 and NDCG@10 are expectations under random breaking of ties; Spearman
 * gives ties their mean rank.
 */
final class Measures {

    /** The score of a paper that an order left out. */
    private static final double LEFT_OUT = -1e300;

    private static final double UNKNOWN = -1e301;

    private Measures() {}

    /** The questions: which papers end as the day's best, and which gain most from now on. */
    enum Task {
        SAME_DAY("top"),
        FURTHER_GAIN("rising");

        private final String order;

        Task(String order) {
            this.order = order;
        }

        String order() {
            return order;
        }
    }

    /** A measure of a task in a phase, or of a whole day if {@code phase} is null. */
    record Key(String measure, Phase phase) {}

    /** One paper in one order of a phase, to find breakouts by. */
    record Ranked(double score, long tie, boolean breakout, LocalDate day) {}

    /**
     * The measures of one order.
     *
     * @param byDay per measure and phase, the value of each day
     * @param pooled per phase, all same-day papers of all days, best first
     * @param leadHours per day, how early the eventual five best were found
     */
    record Values(
            Map<Key, Map<LocalDate, Double>> byDay,
            Map<Phase, List<Ranked>> pooled,
            Map<LocalDate, Double> leadHours) {

        double mean(String measure, Phase phase) {
            return average(byDay.getOrDefault(new Key(measure, phase), Map.of()).values());
        }
    }

    /** Judges scores per moment ({@code asOf}) and paper. */
    static Values judge(GroundTruth truth, Task task, Map<String, Map<String, Double>> scores) {
        Map<Key, Map<LocalDate, Double>> byDay = new LinkedHashMap<>();
        EnumMap<Phase, List<Ranked>> pooled = new EnumMap<>(Phase.class);
        Map<LocalDate, Map<Phase, Set<String>>> firstFive = new TreeMap<>();
        for (Moment moment : truth.moments()) {
            Map<String, Double> order = scores.get(moment.asOf());
            if (order == null) {
                continue;
            }
            ToDoubleFunction<String> score = id -> order.getOrDefault(id, LEFT_OUT);
            measure(moment, task, score)
                    .forEach((name, value) ->
                            byDay.computeIfAbsent(
                                            new Key(name, moment.phase()), _ -> new TreeMap<>())
                                    .put(moment.day(), value));
            pool(truth, moment, score, pooled);
            firstFive
                    .computeIfAbsent(moment.day(), _ -> new EnumMap<>(Phase.class))
                    .put(moment.phase(), firstFive(moment, score));
        }
        Comparator<Ranked> best =
                Comparator.comparingDouble(Ranked::score).reversed().thenComparingLong(Ranked::tie);
        pooled.values().forEach(list -> list.sort(best));
        return new Values(byDay, pooled, leads(truth, firstFive));
    }

    private static Map<String, Double> measure(
            Moment moment, Task task, ToDoubleFunction<String> score) {
        Map<String, Double> truth = new HashMap<>();
        Collection<String> ranked = moment.sameDay();
        Collection<String> certain = moment.sameDay();
        switch (task) {
            case SAME_DAY -> {
                moment.labels().forEach((id, end) -> truth.put(id, (double) end.count()));
                certain = certain(moment);
            }
            case FURTHER_GAIN -> {
                if (moment.gains() == null) {
                    return Map.of();
                }
                truth.putAll(moment.gains());
                ranked = moment.gains().keySet();
                certain = moment.certain();
            }
        }
        Map<String, Double> values = new LinkedHashMap<>();
        List<List<String>> groups = groups(ranked, score);
        values.put("P@5", precision(groups, best(truth, 5), 5));
        double ndcg = ndcg(groups, truth, 10);
        if (!Double.isNaN(ndcg)) {
            values.put("NDCG@10", ndcg);
        }
        if (certain.size() >= 5) {
            List<String> ids = List.copyOf(certain);
            values.put(
                    "Spearman",
                    RankCorrelation.spearman(
                            ids.stream().mapToDouble(score).toArray(),
                            ids.stream().mapToDouble(id -> truth.getOrDefault(id, 0.0)).toArray()));
        }
        return values;
    }

    private static List<String> certain(Moment moment) {
        return moment.sameDay().stream()
                .filter(id -> {
                    Moment.Label end = moment.labels().get(id);
                    return end != null && !end.censored();
                })
                .toList();
    }

    private static Set<String> best(Map<String, Double> truth, int k) {
        double[] values =
                truth.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (values.length == 0) {
            return Set.of();
        }
        double cut = values[Math.max(0, values.length - k)];
        Set<String> best = new HashSet<>();
        truth.forEach((id, value) -> {
            if (value >= cut && value > 0) {
                best.add(id);
            }
        });
        return best;
    }

    private static void pool(
            GroundTruth truth,
            Moment moment,
            ToDoubleFunction<String> score,
            Map<Phase, List<Ranked>> pooled) {
        List<Ranked> list = pooled.computeIfAbsent(moment.phase(), _ -> new ArrayList<>());
        Set<String> known = new HashSet<>(moment.sameDay());
        moment.labels()
                .forEach((id, end) -> {
                    boolean breakout = end.count() >= truth.breakoutCount();
                    if (known.contains(id)) {
                        double value = score.applyAsDouble(id);
                        list.add(new Ranked(value, tie(id), breakout, moment.day()));
                    } else if (breakout) {
                        list.add(new Ranked(UNKNOWN, 0, true, moment.day()));
                    }
                });
    }

    private static Set<String> firstFive(Moment moment, ToDoubleFunction<String> score) {
        return new HashSet<>(
                moment.sameDay().stream()
                        .sorted(
                                Comparator.comparingDouble(score)
                                        .reversed()
                                        .thenComparingLong(Measures::tie))
                        .limit(5)
                        .toList());
    }

    private static Map<LocalDate, Double> leads(
            GroundTruth truth, Map<LocalDate, Map<Phase, Set<String>>> firstFive) {
        Map<LocalDate, Double> leads = new TreeMap<>();
        Map<LocalDate, List<Moment>> byDay = new HashMap<>();
        for (Moment moment : truth.moments()) {
            byDay.computeIfAbsent(moment.day(), _ -> new ArrayList<>()).add(moment);
        }
        firstFive.forEach((day, phases) -> {
            if (!phases.containsKey(Phase.AM) || !phases.containsKey(Phase.PM)) {
                return;
            }
            List<Moment> moments = byDay.getOrDefault(day, List.of());
            Map<String, Double> ends = new HashMap<>();
            moments.getFirst().labels().forEach((id, end) -> ends.put(id, (double) end.count()));
            Set<String> best = best(ends, 5);
            double sum = 0;
            for (String id : best) {
                double lead = 0;
                for (Moment moment : moments) {
                    if (phases.getOrDefault(moment.phase(), Set.of()).contains(id)) {
                        double hours = (GroundTruth.dayAfter(day) - moment.time()) / 3_600_000.0;
                        lead = Math.max(lead, hours);
                    }
                }
                sum += lead;
            }
            leads.put(day, best.isEmpty() ? 0 : sum / best.size());
        });
        return leads;
    }

    private static List<List<String>> groups(
            Collection<String> ids, ToDoubleFunction<String> score) {
        TreeMap<Double, List<String>> groups = new TreeMap<>(Comparator.reverseOrder());
        for (String id : ids) {
            groups.computeIfAbsent(score.applyAsDouble(id), _ -> new ArrayList<>()).add(id);
        }
        return List.copyOf(groups.values());
    }

    static double precision(List<List<String>> groups, Set<String> best, int k) {
        double hits = 0;
        int taken = 0;
        for (List<String> group : groups) {
            double found = group.stream().filter(best::contains).count();
            int room = k - taken;
            hits += group.size() <= room ? found : found * room / group.size();
            taken += group.size();
            if (taken >= k) {
                break;
            }
        }
        return hits / k;
    }

    static double ndcg(List<List<String>> groups, Map<String, Double> truth, int k) {
        double sum = 0;
        int taken = 0;
        for (List<String> group : groups) {
            double mean =
                    group.stream()
                            .mapToDouble(id -> gain(truth.getOrDefault(id, 0.0)))
                            .average()
                            .orElse(0);
            for (int i = taken; i < Math.min(taken + group.size(), k); i++) {
                sum += mean * discount(i);
            }
            taken += group.size();
            if (taken >= k) {
                break;
            }
        }
        double[] ideal = truth.values().stream().mapToDouble(Measures::gain).sorted().toArray();
        double most = 0;
        for (int i = 0; i < Math.min(k, ideal.length); i++) {
            most += ideal[ideal.length - 1 - i] * discount(i);
        }
        return most > 0 ? sum / most : Double.NaN;
    }

    private static double gain(double value) {
        return Math.log1p(Math.max(0, value));
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 2);
    }

    /** Average precision of the breakouts in a pooled order; each day counts so many times. */
    static double averagePrecision(List<Ranked> order, Map<LocalDate, Integer> times) {
        double seen = 0;
        double found = 0;
        double all = 0;
        double sum = 0;
        for (Ranked ranked : order) {
            int weight = times.getOrDefault(ranked.day(), 0);
            seen += weight;
            if (ranked.breakout() && weight > 0) {
                all += weight;
                found += weight;
                if (ranked.score() > -1e299) {
                    sum += weight * found / seen;
                }
            }
        }
        return all > 0 ? sum / all : 0;
    }

    /**
     * R-precision: the share of breakouts among the first papers, as many as there are breakouts.
     */
    static double rPrecision(List<Ranked> order) {
        long all = order.stream().filter(Ranked::breakout).count();
        long found =
                order.stream()
                        .limit(all)
                        .filter(ranked -> ranked.breakout() && ranked.score() > -1e299)
                        .count();
        return all == 0 ? 0 : (double) found / all;
    }

    static long tie(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    static double average(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
