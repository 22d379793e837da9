package org.papertide.backtest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.papertide.backtest.Measures.Task;
import org.papertide.backtest.Replay.Outcome;
import org.papertide.events.Order;
import org.papertide.ranking.model.BreakoutDetector;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.model.UnreadableModelException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code ./papertide backtest}; {@link Arguments} explains it. */
public final class Backtest {

    private static final int USAGE = 2;

    private final Arguments arguments;
    private final PrintStream out;
    private final Recording recording;
    private final TrendModel model;

    private Backtest(Arguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        Path model = arguments.model();
        this.model = model == null ? TrendModel.shipped() : TrendModel.read(model);
        this.recording =
                Recording.read(arguments.papers(), arguments.observations(), arguments.details());
    }

    /** Runs the command; exits with 2 if an argument or an input cannot be used. */
    public static void main(String[] line) {
        System.exit(run(Arrays.asList(line), System.out, System.err));
    }

    /** As {@link #main}, but returns the exit code. */
    static int run(List<String> line, PrintStream out, PrintStream err) {
        Arguments arguments = new Arguments();
        CommandLine command = new CommandLine(arguments);
        try {
            ParseResult parsed = command.parseArgs(line.toArray(String[]::new));
            if (line.isEmpty() || parsed.isUsageHelpRequested()) {
                command.usage(out);
                return line.isEmpty() ? USAGE : 0;
            }
            if (parsed.isVersionHelpRequested()) {
                command.printVersionHelp(out);
                return 0;
            }
            new Backtest(arguments, out).run();
            return 0;
        } catch (ParameterException e) {
            err.println("backtest: " + message(e));
            return USAGE;
        } catch (UnusableInputException | UnreadableModelException e) {
            err.println("backtest: " + e.getMessage());
            return USAGE;
        }
    }

    private static @Nullable String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return "unknown option: " + String.join(" ", unmatched.getUnmatched());
        }
        if (e instanceof MissingParameterException missing
                && missing.getMissing().getFirst() instanceof OptionSpec option) {
            return option.longestName() + ": needs a value";
        }
        return e.getMessage();
    }

    private void run() {
        Path learn = arguments.learn();
        Path scores = arguments.out();
        if (learn != null) {
            learn(learn);
        }
        if (arguments.isReport()) {
            report();
        }
        if (scores != null) {
            write(scores);
        }
        if (learn == null && !arguments.isReport() && scores == null) {
            throw new UnusableInputException("nothing to do: --out, --report or --learn", null);
        }
    }

    private void learn(Path file) {
        GroundTruth truth = new GroundTruth(recording);
        if (truth.moments().isEmpty()) {
            throw new UnusableInputException(
                    "--learn: no week in these signals can be judged", null);
        }
        String from =
                "Hugging Face daily papers, listed "
                        + truth.moments().getFirst().day()
                        + " to "
                        + truth.moments().getLast().day();
        Path histories = arguments.histories();
        TrendModel others = histories == null ? model : new OtherHistories(histories).learn(model);
        TrendModel learnt = new Examples(recording, truth).learn(others, from, _ -> true);
        try {
            Files.writeString(file, learnt.toJson());
        } catch (IOException e) {
            throw new UnusableInputException("--learn: " + e.getMessage(), e);
        }
        out.println("learnt from " + from + ", written to " + file);
    }

    private void write(Path file) {
        Order order = arguments.order();
        Map<String, List<String>> pools = pools(arguments.asOf());
        Map<String, Map<String, Outcome>> outcomes = replay(recording, model, pools);
        int missing = 0;
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write("as_of,paper_id,score,alert\n");
            for (Map.Entry<String, List<String>> pool : pools.entrySet()) {
                Map<String, Outcome> at = outcomes.getOrDefault(pool.getKey(), Map.of());
                for (String id : pool.getValue()) {
                    Outcome outcome = at.get(id);
                    if (outcome == null) {
                        missing++;
                        continue;
                    }
                    double score = value(order).applyAsDouble(outcome);
                    String alert = outcome.alert() ? "1" : "0";
                    writer.write(
                            String.join(",", pool.getKey(), id, Double.toString(score), alert));
                    writer.write('\n');
                }
            }
        } catch (IOException e) {
            throw new UnusableInputException("--out: " + e.getMessage(), e);
        }
        out.println(
                pools.size()
                        + " moments written to "
                        + file
                        + (missing == 0
                                ? ""
                                : "; " + missing + " papers without a signal left out"));
    }

    private void report() {
        GroundTruth truth = new GroundTruth(recording);
        QualityReport report = new QualityReport(recording, truth, out);
        report.header();
        Recording less = recording.withoutFollowersAndStars();
        Map<String, Map<String, Outcome>> outcomes = new HashMap<>();
        Map<String, Map<String, Outcome>> bare = new HashMap<>();
        pools(truth)
                .forEach((used, pools) -> {
                    outcomes.putAll(replay(recording, used, pools));
                    bare.putAll(replay(less, used, pools));
                });
        Order only = arguments.onlyOrder();
        if (only != Order.TOP) {
            report.order(
                    Task.FURTHER_GAIN, scores(outcomes, Order.RISING), scores(bare, Order.RISING));
        }
        if (only != Order.RISING) {
            report.order(Task.SAME_DAY, scores(outcomes, Order.TOP), scores(bare, Order.TOP));
        }
        Map<String, Map<String, Boolean>> alerts = new HashMap<>();
        outcomes.forEach((asOf, at) -> {
            Map<String, Boolean> byPaper = new HashMap<>();
            at.forEach((id, outcome) -> byPaper.put(id, outcome.alert()));
            alerts.put(asOf, byPaper);
        });
        report.alerts(alerts);
        Path vectors = arguments.vectors();
        if (vectors != null) {
            TextTrial trial = new TextTrial(recording, truth, model, PaperVectors.read(vectors));
            if (only != Order.TOP) {
                trial.report(Task.FURTHER_GAIN, out);
            }
            if (only != Order.RISING) {
                trial.report(Task.SAME_DAY, out);
            }
        }
        Path histories = arguments.histories();
        if (histories != null) {
            new OtherHistories(histories).report(model, arguments.isCrossValidate(), out);
        }
    }

    /** All moments with this model, or each month with a model that is fitted to the others. */
    private Map<TrendModel, Map<String, List<String>>> pools(GroundTruth truth) {
        Map<TrendModel, Map<String, List<String>>> pools = new LinkedHashMap<>();
        Examples examples = new Examples(recording, truth);
        Map<YearMonth, TrendModel> months = new TreeMap<>();
        for (Moment moment : truth.moments()) {
            TrendModel used =
                    arguments.isCrossValidate()
                            ? months.computeIfAbsent(
                                    Examples.month(moment),
                                    month ->
                                            examples.learn(
                                                    model,
                                                    "all months but " + month,
                                                    other -> !Examples.month(other).equals(month)))
                            : model;
            pools.computeIfAbsent(used, _ -> new LinkedHashMap<>())
                    .put(moment.asOf(), moment.pool());
        }
        return pools;
    }

    private static Map<String, Map<String, Outcome>> replay(
            Recording recording, TrendModel used, Map<String, List<String>> pools) {
        return new Replay(recording).run(new TrendScore(used), new BreakoutDetector(used), pools);
    }

    private static Map<String, Map<String, Double>> scores(
            Map<String, Map<String, Outcome>> outcomes, Order order) {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        outcomes.forEach((asOf, at) -> {
            Map<String, Double> values = new HashMap<>();
            at.forEach((id, outcome) -> values.put(id, value(order).applyAsDouble(outcome)));
            scores.put(asOf, values);
        });
        return scores;
    }

    private static ToDoubleFunction<Outcome> value(Order order) {
        return switch (order) {
            case RISING -> Outcome::rising;
            case TOP -> Outcome::top;
        };
    }

    private static Map<String, List<String>> pools(@Nullable Path file) {
        Map<String, List<String>> pools = new LinkedHashMap<>();
        if (file == null) {
            return pools;
        }
        TreeSet<String> checked = new TreeSet<>();
        Recording.forEachRow(
                file,
                List.of("as_of", "paper_id"),
                row -> {
                    String asOf = row.get("as_of").strip();
                    if (checked.add(asOf)) {
                        Recording.instant(asOf);
                    }
                    pools.computeIfAbsent(asOf, _ -> new ArrayList<>())
                            .add(row.get("paper_id").strip());
                });
        return pools;
    }
}
