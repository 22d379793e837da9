package org.papertide.ranking.backtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;

/** The command line of the backtest. */
record Arguments(Map<Name, String> values) {

    static final String USAGE =
            """
            papertide backtest --order rising|top --papers F --observations F --as-of F --out F
                replay recorded readings through the score; write as_of,paper_id,score,alert
            papertide backtest --report --papers F --observations F
                print how good the orders are, with intervals, beside the baselines
            papertide backtest --learn F --papers F --observations F
                learn the priors anew and write them to F

            --papers F        papers as JSON lines, plain or gz
            --observations F  readings as CSV, plain or gz
            --as-of F         moments and pools as CSV (as_of,paper_id), plain or gz
            --details DIR     raw answers of the days, DIR/RECORDER/DAY.json.gz
            --order O         rising or top; with --report both unless given
            --priors F        other priors than those of this version
            --cross-validate  with --report: judge each month with priors learnt from the others
            --histories DIR   with --report or --learn: also hackernews and github_stars_trending in
                              DIR; with --cross-validate each sixth of their time with the others
            """;

    /** The options; those without a value are switches. */
    enum Name {
        ORDER(true),
        PAPERS(true),
        OBSERVATIONS(true),
        AS_OF(true),
        OUT(true),
        DETAILS(true),
        PRIORS(true),
        LEARN(true),
        HISTORIES(true),
        REPORT(false),
        CROSS_VALIDATE(false);

        private final boolean valued;

        Name(boolean valued) {
            this.valued = valued;
        }

        String option() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a command line.
     *
     * @throws UnusableInputException naming the option at fault
     */
    static Arguments parse(List<String> line) {
        Map<Name, String> values = new EnumMap<>(Name.class);
        for (int i = 0; i < line.size(); i++) {
            String word = line.get(i);
            Name name = null;
            for (Name candidate : Name.values()) {
                name = candidate.option().equals(word) ? candidate : name;
            }
            if (name == null) {
                throw new UnusableInputException("unknown option: " + word, null);
            }
            if (!name.valued) {
                values.put(name, "");
            } else if (i + 1 < line.size()) {
                values.put(name, line.get(++i));
            } else {
                throw new UnusableInputException(word + ": needs a value", null);
            }
        }
        return new Arguments(values);
    }

    boolean has(Name name) {
        return values.containsKey(name);
    }

    /** The value of an option that must be there. */
    String value(Name name) {
        String value = values.get(name);
        if (value == null) {
            throw new UnusableInputException(name.option() + ": missing", null);
        }
        return value;
    }

    /** An existing file or folder. */
    Path existing(Name name) {
        Path path = Path.of(value(name));
        if (!Files.isReadable(path)) {
            throw new UnusableInputException(name.option() + ": cannot read " + path, null);
        }
        return path;
    }

    /** An existing file or folder, or null if the option is not there. */
    @Nullable Path optional(Name name) {
        return has(name) ? existing(name) : null;
    }

    Order order() {
        return Order.find(value(Name.ORDER))
                .orElseThrow(() ->
                        new UnusableInputException(
                                "--order: rising or top, not " + value(Name.ORDER), null));
    }
}
