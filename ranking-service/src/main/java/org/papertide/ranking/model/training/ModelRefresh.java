package org.papertide.ranking.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.SignalSeries;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.training.ModelTrainer.Count;
import org.papertide.ranking.model.training.ModelTrainer.End;
import org.papertide.ranking.model.training.ModelTrainer.Example;
import org.papertide.ranking.model.training.ModelTrainer.History;
import org.papertide.ranking.model.training.ModelTrainer.TrainingSet;

/**
 * Makes the next version of the model from moments of a stream. Pure and deterministic. It lists
 * its changes.
 *
 * <p>It moves from the active model towards the fitted one, so far that no number changes by more
 * than a share of itself (of a tenth, if it is smaller). All numbers of a metric move by the same
 * part of the way: a point between two forecasts is a forecast, but numbers that are limited one by
 * one are not. When an effect begins, its centre and reach are as fitted at once, since its slope
 * bounds their influence. So a bad day cannot upset the rankings, and a lasting change arrives in a
 * few refreshes.
 */
public final class ModelRefresh {

    /** A smaller number may move as if it had this size. */
    private static final double SMALLEST = 0.1;

    /** A shorter outlook does not show a whole day. */
    private static final Duration SHORTEST = Duration.ofHours(12);

    /** On its first day a paper is also an example for the order {@code top}. */
    private static final Duration FIRST_DAY = Duration.ofDays(1);

    /** By then a paper has nearly all its upvotes. */
    private static final Duration SETTLED = Duration.ofDays(3);

    private final double mostShare;

    /**
     * A refresh of bounded size.
     *
     * @param mostShare the part of itself by which a number moves at most, such as 0.1; above 0, at
     *     most 1
     */
    public ModelRefresh(double mostShare) {
        if (!(mostShare > 0 && mostShare <= 1)) {
            throw new IllegalArgumentException("mostShare: not above 0 and up to 1");
        }
        this.mostShare = mostShare;
    }

    /**
     * A paper at a moment, and its signals until a later one.
     *
     * @param paper the paper; its last moment shows how it ended
     * @param facts what was known of it at {@code at}
     * @param signals all that there are; the last ones may be later than {@code until}
     * @param at the moment
     * @param until usually a day later
     */
    public record TrainingMoment(
            PaperId paper, PaperFacts facts, SignalHistory signals, Instant at, Instant until) {}

    /**
     * The outcome.
     *
     * @param model the next version; the same as before if nothing was learnt
     * @param changes a line for each number that changed: its path, old and new value and what was
     *     learnt; and a line for each metric that was kept, with the reason
     */
    public record Refreshed(TrendModel model, List<String> changes) {
        public Refreshed {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The next model. A metric with too few moments stays as it is.
     *
     * @param current the model in use
     * @param moments in any order; the same set gives the same model
     * @param from in words: which stream, which period
     */
    public Refreshed refresh(TrendModel current, List<TrainingMoment> moments, String from) {
        List<TrainingMoment> ordered = new ArrayList<>(moments);
        ordered.sort(Comparator.comparing(TrainingMoment::at).thenComparing(TrainingMoment::paper));
        List<String> changes = new ArrayList<>();
        TrendModel next = current;
        for (String metric : new TreeSet<>(current.metrics().keySet())) {
            TrendModel learnt;
            try {
                learnt = new ModelTrainer(next).learn(training(metric, from, ordered));
            } catch (IllegalArgumentException e) {
                changes.add("kept " + e.getMessage());
                continue;
            }
            next = partOfTheWay(next, learnt, changes);
        }
        return next.equals(current)
                ? new Refreshed(current, changes)
                : new Refreshed(next.withVersion(current.version() + 1), changes);
    }

    private static TrainingSet training(String metric, String from, List<TrainingMoment> moments) {
        List<Example> rising = new ArrayList<>();
        List<Example> top = new ArrayList<>();
        TreeMap<PaperId, TrainingMoment> lastOf = new TreeMap<>();
        for (TrainingMoment moment : moments) {
            Example example = example(metric, moment);
            if (example == null) {
                continue;
            }
            rising.add(example);
            if (age(moment, moment.at().toEpochMilli()).compareTo(FIRST_DAY) <= 0) {
                top.add(example);
            }
            lastOf.put(moment.paper(), moment);
        }
        List<History> histories = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (TrainingMoment last : lastOf.values()) {
            long until = last.until().toEpochMilli();
            histories.add(new History(last.facts(), counts(metric, last.signals(), until)));
            Count end = counts(metric, last.signals(), Long.MAX_VALUE).getLast();
            if (age(last, end.time()).compareTo(SETTLED) >= 0) {
                ends.add(new End(last.facts(), (double) end.count()));
            }
        }
        return new TrainingSet(metric, from, rising, top, histories, ends);
    }

    private static @Nullable Example example(String metric, TrainingMoment moment) {
        long at = moment.at().toEpochMilli();
        Count known = null;
        Count last = null;
        for (Count count : counts(metric, moment.signals(), moment.until().toEpochMilli())) {
            known = count.time() <= at ? count : known;
            last = count;
        }
        if (known == null || last == null || last.time() - at < SHORTEST.toMillis()) {
            return null;
        }
        return new Example(
                moment.facts(),
                moment.signals(),
                moment.at(),
                (double) (last.count() - known.count()),
                (last.time() - at) / (double) ActivityClock.HOUR);
    }

    /** Of the sources that read the metric, the one with most signals. */
    private static List<Count> counts(String metric, SignalHistory signals, long until) {
        SignalSeries longest = SignalSeries.none();
        for (SignalHistory.Entry entry : signals.entries()) {
            if (entry.metric().equals(metric) && entry.series().size() > longest.size()) {
                longest = entry.series();
            }
        }
        List<Count> counts = new ArrayList<>();
        for (int i = 0; i <= longest.indexAt(until); i++) {
            counts.add(new Count(longest.time(i), longest.value(i)));
        }
        return counts;
    }

    private static Duration age(TrainingMoment moment, long time) {
        long born = moment.facts().born(moment.signals().firstTime(), time);
        return Duration.ofMillis(time - born);
    }

    private TrendModel partOfTheWay(TrendModel from, TrendModel to, List<String> changes) {
        JsonNode old = TrendModel.tree(from);
        JsonNode aim = TrendModel.tree(to);
        double part = part(old, aim);
        return TrendModel.of(moved("", old, aim, part, changes));
    }

    /** The largest part of the way on which no number changes too much. */
    private double part(JsonNode old, JsonNode aim) {
        double part = 1;
        if (old.isFloatingPointNumber() && aim.isNumber()) {
            double way = Math.abs(aim.doubleValue() - old.doubleValue());
            double most = mostShare * Math.max(SMALLEST, Math.abs(old.doubleValue()));
            return way <= most ? 1 : most / way;
        }
        if (old.isObject()) {
            for (var field : aim.properties()) {
                JsonNode before = old.get(field.getKey());
                if (before != null
                        && !isIdle(old, field.getKey())
                        && !isIdle(aim, field.getKey())) {
                    part = Math.min(part, part(before, field.getValue()));
                }
            }
        }
        for (int i = 0; old.isArray() && i < old.size(); i++) {
            part = Math.min(part, part(old.get(i), aim.get(i)));
        }
        return part;
    }

    /**
     * Whether it is the centre or the reach of an effect whose slope of 0 makes it mean nothing.
     */
    private static boolean isIdle(JsonNode effect, String field) {
        return (field.equals("centre") || field.equals("reach"))
                && effect.path("slope").doubleValue() == 0;
    }

    private static JsonNode moved(
            String path, JsonNode old, JsonNode aim, double part, List<String> changes) {
        if (old.isFloatingPointNumber() && aim.isNumber()) {
            double before = old.doubleValue();
            double learnt = aim.doubleValue();
            double after = Math.round((before + part * (learnt - before)) * 1e4) / 1e4;
            if (after == before) {
                return old;
            }
            changes.add(
                    String.format(
                            Locale.ROOT, "%s: %s to %s (learnt %s)", path, before, after, learnt));
            return JsonNodeFactory.instance.numberNode(after);
        }
        if (old.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (var field : aim.properties()) {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                JsonNode before = old.get(field.getKey());
                double its =
                        isIdle(aim, field.getKey()) ? 0 : isIdle(old, field.getKey()) ? 1 : part;
                if (before == null) {
                    changes.add(name + ": new, " + field.getValue());
                }
                object.set(
                        field.getKey(),
                        before == null
                                ? field.getValue()
                                : moved(name, before, field.getValue(), its, changes));
            }
            return object;
        }
        if (old.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < old.size(); i++) {
                array.add(moved(path + "[" + i + "]", old.get(i), aim.get(i), part, changes));
            }
            return array;
        }
        return aim;
    }
}
