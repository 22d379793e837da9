package org.papertide.backtest;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line of the backtest. */
@Command(
        name = "papertide backtest",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "",
        customSynopsis = {
            "papertide backtest --order rising|top --papers F --observations F --as-of F --out F",
            "    replay recorded signals through the score; write as_of,paper_id,score,alert",
            "papertide backtest --report --papers F --observations F",
            "    print how good the orders are, with intervals, beside the baselines",
            "papertide backtest --learn F --papers F --observations F",
            "    fit the model anew and write it to F",
            ""
        })
final class Arguments {

    @Option(names = "--papers", paramLabel = "F", description = "papers as JSON lines, plain or gz")
    private @Nullable Path papers;

    @Option(names = "--observations", paramLabel = "F", description = "signals as CSV, plain or gz")
    private @Nullable Path observations;

    @Option(
            names = "--as-of",
            paramLabel = "F",
            description = "moments and pools as CSV (as_of,paper_id), plain or gz")
    private @Nullable Path asOf;

    @Option(
            names = "--details",
            paramLabel = "DIR",
            description = "raw answers of the days, DIR/RECORDER/DAY.json.gz")
    private @Nullable Path details;

    @Option(
            names = "--order",
            paramLabel = "O",
            converter = OrderConverter.class,
            description = "rising or top; with --report both unless given")
    private @Nullable Order order;

    @Option(names = "--out", paramLabel = "F", description = "where the scores are written to")
    private @Nullable Path out;

    @Option(
            names = "--priors",
            paramLabel = "F",
            description = "another model than that of this version")
    private @Nullable Path model;

    @Option(names = "--report", description = "print how good the orders are")
    private boolean report;

    @Option(
            names = "--learn",
            paramLabel = "F",
            description = "fit the model anew and write it to F")
    private @Nullable Path learn;

    @Option(
            names = "--cross-validate",
            description = "with --report: judge each month with a model fitted to the others")
    private boolean crossValidate;

    @Option(
            names = "--histories",
            paramLabel = "DIR",
            description =
                    "with --report or --learn: also hackernews and github_stars_trending in DIR;"
                            + " with --cross-validate each sixth of their time with the others")
    private @Nullable Path histories;

    @Option(
            names = "--vectors",
            paramLabel = "F",
            description =
                    "with --report: try whether the papers' texts make the orders better; values of"
                            + " embeddings.v1, a line each, plain or gz")
    private @Nullable Path vectors;

    private static final class OrderConverter implements ITypeConverter<Order> {
        @Override
        public Order convert(String name) {
            return Order.find(name)
                    .orElseThrow(() -> new TypeConversionException("rising or top, not " + name));
        }
    }

    Path papers() {
        return existing("--papers", required("--papers", papers));
    }

    Path observations() {
        return existing("--observations", required("--observations", observations));
    }

    Path asOf() {
        return existing("--as-of", required("--as-of", asOf));
    }

    @Nullable Path details() {
        return details == null ? null : existing("--details", details);
    }

    @Nullable Path histories() {
        return histories == null ? null : existing("--histories", histories);
    }

    @Nullable Path vectors() {
        return vectors == null ? null : existing("--vectors", vectors);
    }

    /** The order whose scores are written. */
    Order order() {
        return required("--order", order);
    }

    /** The only order to report on, if there is one. */
    @Nullable Order onlyOrder() {
        return order;
    }

    @Nullable Path out() {
        return out;
    }

    @Nullable Path model() {
        return model;
    }

    @Nullable Path learn() {
        return learn;
    }

    boolean isReport() {
        return report;
    }

    boolean isCrossValidate() {
        return crossValidate;
    }

    private static <T> T required(String option, @Nullable T value) {
        if (value == null) {
            throw new UnusableInputException(option + ": missing", null);
        }
        return value;
    }

    private static Path existing(String option, Path path) {
        if (!Files.isReadable(path)) {
            throw new UnusableInputException(option + ": cannot read " + path, null);
        }
        return path;
    }
}
